"""Kernels that measure, transform and filter many rows: in numpy, and compiled by numba."""
