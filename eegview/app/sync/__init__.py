"""Sync. No Qt."""
