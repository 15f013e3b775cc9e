"""`eegview diary`: the diary of witnessed spasms of an infant."""
