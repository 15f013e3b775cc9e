"""Commands of training: making case sets, and what learners did with them."""
