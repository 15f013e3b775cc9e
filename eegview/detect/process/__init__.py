"""The process of a detector, seen from the program: started, heard, its output kept, ended."""
