"""The terms reviewers mark with, and answers to their questions."""
