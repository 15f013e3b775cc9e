"""Pictures of a report: pages, trends, video frames, each with its scale and what it was made with."""
