"""Training: case sets, sessions of questions, and what a learner learned."""
