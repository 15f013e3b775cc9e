"""The screen of before and after treatment."""
