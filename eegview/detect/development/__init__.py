"""Run a folder that is being written, as it is now: whose folder it is, and who agreed to that for how long."""
