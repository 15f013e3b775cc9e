"""EEGLAB: a dataset of MATLAB, with the samples in it or in a file beside it."""
