"""Sign-off, and how complete a review is."""
