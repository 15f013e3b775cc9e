"""How the channels of an EDF or BDF file are stored, for copies that carry their digits over."""

from eegview.model.stored_digits import StoredScale
from eegview.readers.edf.channels import Scale
from eegview.readers.edf.file import EdfFile


def stored_scale(file: EdfFile, channel: int) -> StoredScale | None:
    """Return a channel's scale as the header has it, None where the header has no usable one."""
    if file.channel_map.scales[channel] == Scale() or not file.signals:
        return None
    head = file.signals[file.channel_map.signals[channel]]
    low, high = head.physical_min, head.physical_max
    digital_low, digital_high = head.digital_min, head.digital_max
    if low is None or high is None or digital_low is None or digital_high is None:
        return None
    if digital_low != int(digital_low) or digital_high != int(digital_high):
        return None
    limits = low, high, int(digital_low), int(digital_high)
    return StoredScale(head.label, head.transducer, head.unit, head.prefilter, *limits, file.layout.sample_bytes)
