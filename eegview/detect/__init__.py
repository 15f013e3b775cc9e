"""The host of detectors: manifests, child processes, what may run. Must not know the study library or the window."""
