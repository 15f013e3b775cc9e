"""Sleep staging: epochs on a grid, what is staged, a detector's proposal, and the acts that stage."""
