"""A study that is film alone: how loud it is, what its marks are evidence of, how far such reading can be trusted."""
