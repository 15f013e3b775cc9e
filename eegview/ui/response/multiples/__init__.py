"""Up to six studies of an infant in a row, each in small."""
