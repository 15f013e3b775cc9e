"""A learner's figures on paper and as tables."""
