"""Clinical measures of marks: clusters, sleep coverage, agreement and scores, each by a stated rule.

This package knows the model only; it must not read files or draw.
"""
