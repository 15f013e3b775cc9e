"""A home event beside a recorded one, as two loops at one speed, and the reader's word on how alike they are."""
