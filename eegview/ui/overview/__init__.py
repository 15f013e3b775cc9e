"""The whole recording below the page, and the account of what was viewed."""
