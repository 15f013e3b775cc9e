"""How well a learner tells two things apart, where their threshold lies, and how well they know it."""
