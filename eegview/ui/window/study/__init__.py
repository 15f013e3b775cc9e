"""The study in the window: opened, its parts and how long they live, saved, left."""
