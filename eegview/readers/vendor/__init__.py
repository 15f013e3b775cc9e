"""Vendors' formats → samples and marks, through MNE."""
