"""What belongs to a study beside its marks: bad channels, videos, the infant's age, how each reviewer displays it."""
