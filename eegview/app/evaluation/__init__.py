"""Evaluation. No Qt."""
