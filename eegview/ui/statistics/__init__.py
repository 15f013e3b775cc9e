"""The screen of the statistics of spasms."""
