"""Readers compared: what two layers of marks share, where they differ, and how that is settled."""
