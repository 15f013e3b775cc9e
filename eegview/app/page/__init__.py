"""Building a page: from a view and a recording to rows, numbers and pictures."""
