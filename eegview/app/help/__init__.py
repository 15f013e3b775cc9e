"""The help: one page for each task, with pictures made by the program, and where each page is opened from."""
