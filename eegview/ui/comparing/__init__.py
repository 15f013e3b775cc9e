"""Two readers of one study compared: differences one by one, and what becomes of them."""
