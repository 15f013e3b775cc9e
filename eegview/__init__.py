"""eegview: a workstation for reading infants' EEG. For research and education; not a medical device."""

__version__ = "0.2.0"
