"""Rows ⇄ model: the study library. The only folder with SQL."""
