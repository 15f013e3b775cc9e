"""The window itself: its frame, actions, settings, and the open study."""
