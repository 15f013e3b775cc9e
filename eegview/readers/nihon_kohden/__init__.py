"""Nihon Kohden's `.EEG` with its `.21E`, `.PNT` and `.LOG` → samples and marks."""
