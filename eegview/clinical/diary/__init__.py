"""What a diary of witnessed spasms shows: days without, gaps, and what in it does not agree."""
