"""The Study menu: opening, notices, channels, pictures of the page."""
