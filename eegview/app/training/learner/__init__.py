"""What a learner answered, kept as records of their own, and the numbers that follow from them."""
