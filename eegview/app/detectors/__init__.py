"""Running detectors over a recording: fitting, queueing, and texts about runs."""
