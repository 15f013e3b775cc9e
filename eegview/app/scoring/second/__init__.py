"""What is said beside the sheet of one reader: comparisons written, sheets not committed, scales and their drafts."""
