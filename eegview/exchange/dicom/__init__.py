"""Writer of DICOM EEG: the waveform objects of Supplement 217."""
