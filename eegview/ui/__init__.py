"""Widgets, docks and actions. The only folder with Qt."""
