"""The teacher's view: learners with consent, items that are missed, what is said about them."""
