"""The report of a study: sections after SCORE put together from what is known and what the reader says."""
