"""What stands around the two pages: the table of differences, the response, and what lies below."""
