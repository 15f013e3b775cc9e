"""Commands on the study library as a whole."""
