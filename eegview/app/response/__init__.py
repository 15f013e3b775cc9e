"""Before and after: the studies of one infant compared, and the response to treatment."""
