"""The program in Python: studies, signals, marks and libraries as MNE and pandas have them; see `docs/python.md`."""
