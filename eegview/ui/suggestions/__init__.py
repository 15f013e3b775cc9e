"""What detectors suggested: on the page, in its panel, in the overview, and as trends."""
