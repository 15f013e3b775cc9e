"""What is wrong with a detector's files, and in which line."""
