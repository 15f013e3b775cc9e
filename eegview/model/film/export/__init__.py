"""What of a film is to be hidden before it is given away: faces, voices, texts of the container."""
