"""A home clip of the drawn infant: held in a hand, with what happens in a room, as a phone writes it. SIMULATED."""
