"""The entry of a diary: a calendar of weeks, the whole of a day in one click, an event in a few fields."""
