"""How the camera itself moved from one picture to the next, and pictures brought to one place before they are compared."""
