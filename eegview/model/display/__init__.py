"""The state of the display and what it asks for: views, filters, montages, presets, pages."""
