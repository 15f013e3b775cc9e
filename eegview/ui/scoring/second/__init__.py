"""Beside the sheet of one reader: proposals of a detector, the second reader, the free form, the list of scales."""
