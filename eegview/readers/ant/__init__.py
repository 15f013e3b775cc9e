"""ANT eego and ASA `.cnt` → samples and marks; a process of its own runs the C library that unpacks them."""
