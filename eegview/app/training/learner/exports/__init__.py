"""A learner's figures as JSON, CSV and PDF."""
