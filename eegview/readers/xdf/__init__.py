"""XDF streams → samples and marks, through pyxdf."""
