"""How the camera itself moved between two pictures, and pictures brought to one place before they are compared."""
