"""Video beside the EEG: footage, frames, sound, movement, playing."""
