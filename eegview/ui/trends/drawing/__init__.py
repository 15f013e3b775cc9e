"""The pictures of the whole study: panels, axes, colours, and what they say at the cursor."""
