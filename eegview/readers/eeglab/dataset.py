"""What an EEGLAB dataset says of a recording, and its samples."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.patient import PatientFacts
from eegview.readers.eeglab.hdf5_variables import LargeMatrix
from eegview.readers.eeglab.matlab_file import DamagedVariable, MatlabFile, number_of, rows_of, text_of
from eegview.readers.held_samples import HeldSamples

_STRUCTURE = "EEG"
_NEEDED = ("srate", "nbchan", "pnts", "trials", "data")
_SIDE_PARTS = {"chanlocs": "names of channels", "event": "events", "etc": "notes", "subject": "identity"}
_WANTED = {  # fields of structures; all others are not looked at
    _STRUCTURE: (_STRUCTURE, *_NEEDED, *_SIDE_PARTS),
    "chanlocs": ("labels", "type"),
    "event": ("type", "latency", "duration"),
    "etc": ("T0",),
}
_DAMAGED = "Copy it again from where it was recorded."
_WHOLE_BYTES = 300 * 2**20  # larger ones do not fit into 1 GiB of memory while they are read


@dataclass(frozen=True, slots=True)
class Dataset:
    """A continuous dataset.

    samples : None where they stand in a file of their own
    data_name : of that file, as the dataset has it
    labels, types : one each per channel, "" where nothing is said
    """

    rate_hz: float
    labels: tuple[str, ...]
    types: tuple[str, ...]
    n_samples: int
    samples: HeldSamples | None
    data_name: str
    events: Any
    started_at: datetime | None
    patient: PatientFacts
    issues: tuple[Issue, ...]


def read_dataset(path: Path) -> Dataset:
    """Read a `.set` file.

    Raises
    ------
    UnreadableFile : it holds no continuous recording, is damaged, or too large to be read as a whole
    """
    fields, issues = _fields(path)
    n_trials = number_of(fields.get("trials"))
    samples = _samples_in(fields.get("data"))
    if (n_trials is not None and n_trials > 1) or (samples is not None and samples.shape[2:] > (1,)):
        raise UnreadableFile(
            f"{path.name} is cut into epochs, not a continuous recording.", "Open the recording it was cut from."
        )
    rate_hz = number_of(fields.get("srate")) or 0.0
    if rate_hz <= 0:
        raise UnreadableFile(f"{path.name} does not say at which rate the signals were sampled.", "Save it again.")
    n_channels, n_samples = _size(path, fields, samples)
    if isinstance(samples, np.ndarray) and samples.shape == (n_samples, n_channels) != (n_channels, n_samples):
        samples = samples.T
        issues.append(Issue("samples_turned", "The samples stand with a row for each instant, not for each channel."))
    labels, types = _channels(fields.get("chanlocs"), n_channels, issues)
    return Dataset(
        rate_hz,
        labels,
        types,
        n_samples,
        HeldSamples(samples.reshape(n_channels, n_samples)) if isinstance(samples, np.ndarray) else samples,
        text_of(fields.get("data")) if samples is None else "",
        fields.get("event"),
        _started_at(fields.get("etc")),
        PatientFacts(code=text_of(fields.get("subject"))),
        tuple(issues),
    )


def _fields(path: Path) -> tuple[dict[str, Any], list[Issue]]:
    """Return the fields of the dataset: of its structure, or variables of their own; side parts may be damaged."""
    file = MatlabFile(path, _WANTED)
    if path.stat().st_size > _WHOLE_BYTES and not file.is_hdf5:
        raise UnreadableFile(
            f"{path.name} is larger than {_WHOLE_BYTES >> 20} MiB and must be read as a whole.",
            "In EEGLAB save it as two files (.set and .fdt); else export it as EDF+.",
        )
    if "ALLEEG" in file.names and _STRUCTURE not in file.names:
        raise UnreadableFile(f"{path.name} holds several datasets.", "In EEGLAB save each one on its own.")
    try:
        if _STRUCTURE in file.names:
            found = file.variable(_STRUCTURE)
            inner = found.get(_STRUCTURE, found) if isinstance(found, dict) else found
            if isinstance(inner, list) and len(inner) > 1:
                raise UnreadableFile(f"{path.name} holds several datasets.", "In EEGLAB save each one on its own.")
            rows = rows_of(inner)
            if not rows:
                raise UnreadableFile(f"{path.name} is not an EEGLAB dataset.", "Choose the recording it belongs to.")
            return rows[0], []
        if "data" not in file.names:
            raise UnreadableFile(f"{path.name} is not an EEGLAB dataset.", "Choose the recording it belongs to.")
        fields = {name: file.variable(name) for name in _NEEDED}
    except DamagedVariable as error:
        raise UnreadableFile(f"The signals in {path.name} are damaged and cannot be read.", _DAMAGED) from error
    issues = []
    for name, what in _SIDE_PARTS.items():
        try:
            fields[name] = file.variable(name)
        except DamagedVariable:
            issues.append(Issue("side_part_damaged", f"The dataset's {what} are damaged; signals are not affected."))
    return fields, issues


def _samples_in(data: Any) -> npt.NDArray[np.generic] | LargeMatrix | None:
    """Return the samples where they are in the dataset, None where it names a file."""
    if isinstance(data, LargeMatrix):
        return data
    if isinstance(data, np.ndarray) and data.dtype.kind in "fiu":
        return data
    if isinstance(data, int | float) and not isinstance(data, bool):
        return np.array([data], np.float32)
    return None


def _size(path: Path, fields: dict[str, Any], samples: npt.NDArray[np.generic] | LargeMatrix | None) -> tuple[int, int]:
    """Return the numbers of channels and samples.

    Raises
    ------
    UnreadableFile : there is none of either, or they do not fit the samples
    """
    said = [number_of(fields.get(key)) for key in ("nbchan", "pnts")]
    n_channels, n_samples = (int(n) if n is not None and 0 < n < 2**40 else 0 for n in said)
    if samples is not None:
        shape, size = samples.shape, math.prod(samples.shape)
        if size == 0:
            raise UnreadableFile(f"{path.name} contains no samples.", _DAMAGED)
        if isinstance(samples, LargeMatrix):
            return shape[0], shape[1]
        if n_channels * n_samples != size:
            n_channels = shape[0] if len(shape) >= 2 else max(n_channels, 1)
            n_samples = size // n_channels
        if n_channels * n_samples != size:
            raise UnreadableFile(f"The samples in {path.name} do not fit its number of channels.", _DAMAGED)
    if n_channels < 1 or n_channels > 65536:
        raise UnreadableFile(f"{path.name} does not say how many channels there are.", "Save it again in EEGLAB.")
    return n_channels, n_samples


def _channels(value: Any, n_channels: int, issues: list[Issue]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    rows = rows_of(_by_row(value))
    if len(rows) != n_channels and rows:
        issues.append(Issue("labels_missing", f"The dataset names {len(rows)} channels for {n_channels} signals."))
    labels = [text_of(row.get("labels")) for row in rows[:n_channels]]
    types = [text_of(row.get("type")).casefold() for row in rows[:n_channels]]
    if not rows:
        labels = [f"EEG {number:03d}" for number in range(n_channels)]
    missing = n_channels - len(labels)
    types += [""] * (n_channels - len(types))
    return (*labels, *[""] * missing), tuple(types)


def _by_row(value: Any) -> Any:
    """Return a structure of lists as a list of structures."""
    if not isinstance(value, dict) or not isinstance(value.get("labels"), list):
        return value
    labels, types = value["labels"], value.get("type")
    kinds: Iterable[Any] = types if isinstance(types, list) and len(types) == len(labels) else [""] * len(labels)
    return [{"labels": label, "type": kind} for label, kind in zip(labels, kinds, strict=True)]


def _started_at(etc: Any) -> datetime | None:
    """Return the start that imports of EDF keep in `EEG.etc.T0`: year, month, day, hour, minute, second."""
    parts = etc.get("T0") if isinstance(etc, dict) else None
    if not isinstance(parts, np.ndarray) or parts.size != 6:
        return None
    try:
        year, month, day, hour, minute, second = (float(part) for part in parts.ravel())
        midnight = datetime.combine(date(int(year), int(month), int(day)), time())
        began = midnight + timedelta(hours=hour, minutes=minute, seconds=second)
    except (ValueError, OverflowError, TypeError):
        return None
    return began if began.year >= 1980 else None
