"""The course of an infant on an axis of days, laid out for the screen and for paper; nothing here knows a window."""
