"""The folder of a detector for eegview, which finds plugin.toml here and imports nothing of it."""
