"""One sitting of a learner: what is asked next, the answer, what is shown after it."""
