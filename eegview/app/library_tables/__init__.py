"""A whole study library as tables: its studies, marks, runs, judgements and scores, as one reader may see them."""
