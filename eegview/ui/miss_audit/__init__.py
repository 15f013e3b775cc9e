"""Random stretches that nobody flagged, looked at one by one."""
