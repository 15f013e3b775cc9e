"""The window's part for triage."""
