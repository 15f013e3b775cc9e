"""The montage editor."""
