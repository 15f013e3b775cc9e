"""The whole study at a glance: trends on one clock axis."""
