"""The parts of a session's card: question, answer, feedback, queue, result."""
