"""Statistics of one study: spasms, coverage, EEG averaged around spasms."""
