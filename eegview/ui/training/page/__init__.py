"""The page and the video of one item, with what is drawn over them after the answer."""
