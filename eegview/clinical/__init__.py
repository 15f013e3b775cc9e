"""What marks add up to: clusters and scores by stated rules. Knows the model only; must not read files or draw."""
