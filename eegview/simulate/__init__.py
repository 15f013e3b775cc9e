"""A simulated infant study with known truth: plan, signals, film, files.

Knows numpy and the model; must not know readers, marks or windows. Nothing here comes from a patient.
"""
