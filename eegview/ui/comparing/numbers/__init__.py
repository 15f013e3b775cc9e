"""How far both readers agree, in numbers."""
