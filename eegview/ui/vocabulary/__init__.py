"""The vocabulary editor: terms, keys, colours and questions of the clinic."""
