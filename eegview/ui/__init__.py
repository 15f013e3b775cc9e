"""Widgets, panels and actions. The only folder with Qt."""
