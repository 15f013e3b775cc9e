"""Case sets, sessions of a resident, and what they show."""
