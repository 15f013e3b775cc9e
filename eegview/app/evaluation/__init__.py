"""Measuring detectors: batches, comparisons with true events, and reports."""
