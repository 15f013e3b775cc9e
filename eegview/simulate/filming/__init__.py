"""The film of a simulated infant: figure, movement, camera, and the strip that tells each frame's time."""
