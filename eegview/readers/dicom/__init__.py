"""Reader of DICOM waveforms: EEG, EMG and EOG of Supplement 217, and the older classes of waveforms."""
