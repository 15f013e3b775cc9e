"""Addresses `eegview:` that come from outside: what they stand for, where their recording lies, what they show."""
