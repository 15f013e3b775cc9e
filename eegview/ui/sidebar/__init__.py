"""The panels beside the page: a rail of icons, one column, windows of their own for a second screen."""
