"""What a FIF file cut short still holds; MNE goes by the list of its parts, which stands before them."""

from pathlib import Path
from typing import Any

from eegview.readers.vendor.patches import mne_private

_TAG_BYTES = 16


def samples_there(raw: Any) -> int:
    """Return how many samples of MNE's open FIF recording are in its files before the first that is missing."""
    n_samples = 0
    for path, extras in zip(raw.filenames, mne_private(raw, "_raw_extras") or (), strict=False):
        try:
            size = Path(path).stat().st_size
            entries, bounds = extras["ent"], extras["bounds"]
            if Path(path).suffix == ".gz":
                return int(raw.n_times)
            for number, entry in enumerate(entries):
                if entry is not None and entry.pos + _TAG_BYTES + entry.size > size:
                    return n_samples + int(bounds[number] - bounds[0])
            n_samples += int(bounds[-1] - bounds[0])
        except (OSError, TypeError, LookupError, AttributeError):  # MNE has changed: then all counts as there
            return int(raw.n_times)
    return min(n_samples, int(raw.n_times)) if n_samples else int(raw.n_times)
