"""Sleep staging in the window: one key an epoch, the night around it, and what was staged so far."""
