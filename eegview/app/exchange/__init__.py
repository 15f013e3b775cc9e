"""Marks and studies into and out of other programs' files."""
