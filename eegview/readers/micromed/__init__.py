"""Micromed Brain Quick `.TRC` → samples and marks, with our own reader."""
