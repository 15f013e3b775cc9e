"""Find a face again from picture to picture, cover it, and replace a voice by tones; arrays only."""
