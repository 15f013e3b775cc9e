"""Clusters of spasms in the window."""
