"""Detectors' suggestions: what is shown, judged, worked through and audited."""
