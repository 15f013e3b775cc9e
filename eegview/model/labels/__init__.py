"""What the labels and units in files mean: electrodes, references, voltages. Knows no file format."""
