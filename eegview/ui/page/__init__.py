"""The page: traces and what lies over them, gestures, the strip above."""
