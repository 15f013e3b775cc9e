"""How camera time and recording time lie against each other."""
