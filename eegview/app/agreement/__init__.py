"""Readers' agreement: from studies or a table to what was rated, its numbers, and where readers differ. No Qt."""
