"""Compute where the samples lie in an EDF or BDF file from its header and its size.

Must not read samples; what it needs from the file's record times it asks for.
"""

import itertools
import statistics
from collections.abc import Callable
from dataclasses import dataclass, replace

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.text.listing import listed
from eegview.readers.edf.header import EdfHeader

MAX_RATE_HZ = 1e6
MAX_RECORD_S = 366 * 86400.0
_EXPORT_AGAIN = "Export the recording again as EDF+, or open another copy of it."


@dataclass(frozen=True, slots=True)
class Layout:
    """The arithmetic of a file's data records.

    header_bytes : where the first record begins
    n_samples : per signal and record; 0 for a signal that has none
    offsets : bytes from the start of a record to each signal
    n_records : usable records, a last one that is cut short included
    last_record_bytes : how much of the last record is there
    record_s : 0 only where there are no signals but annotations
    """

    header_bytes: int
    sample_bytes: int
    n_samples: tuple[int, ...]
    offsets: tuple[int, ...]
    record_bytes: int
    n_records: int
    last_record_bytes: int
    record_s: float

    def record_start(self, record: int) -> int:
        """Return the position in the file where this record begins."""
        return self.header_bytes + record * self.record_bytes


OnsetOf = Callable[[Layout, int], float | None]  # the time a record gives for itself, None if it gives none


def lay_out(header: EdfHeader, file_bytes: int, onset_of: OnsetOf) -> tuple[Layout, list[Issue]]:
    """Settle how many samples, records and seconds a file has.

    Raises
    ------
    UnreadableFile : there are no samples, or the sizes cannot be settled
    """
    issues: list[Issue] = []
    data_bytes = file_bytes - header.n_bytes
    if data_bytes <= 0:
        raise UnreadableFile(
            "The file has a header but no samples.", "Copy it again, or wait until the recording has begun."
        )
    n_samples = _samples_per_record(header, data_bytes, issues)
    width = header.sample_bytes
    layout = Layout(
        header_bytes=header.n_bytes,
        sample_bytes=width,
        n_samples=n_samples,
        offsets=tuple(width * sum(n_samples[:i]) for i in range(len(n_samples))),
        record_bytes=width * sum(n_samples),
        n_records=0,
        last_record_bytes=0,
        record_s=0.0,
    )
    layout = _with_records(layout, header, data_bytes, onset_of, issues)
    return _with_duration(layout, header, onset_of, issues), issues


def _samples_per_record(header: EdfHeader, data_bytes: int, issues: list[Issue]) -> tuple[int, ...]:
    """Return the samples of each signal in a record; a count that is impossible is worked out from the file's size."""
    width = header.sample_bytes
    counts = [s.n_samples for s in header.signals]
    unknown = [i for i, n in enumerate(counts) if n is None or n <= 0 or n * width > data_bytes]
    if not unknown:
        return tuple(n for n in counts if n is not None)
    known = sum(n for i, n in enumerate(counts) if n is not None and i not in unknown)
    missing = None
    if header.n_records and header.n_records > 0 and data_bytes % (header.n_records * width) == 0:
        rest = data_bytes // (header.n_records * width) - known
        if rest >= 0 and rest % len(unknown) == 0:
            missing = rest // len(unknown)
    if missing is None or (missing == 0 and known == 0):
        raise UnreadableFile("The header does not say how many samples a record holds.", _EXPORT_AGAIN)
    names = listed([header.signals[i].label or f"Ch {i + 1}" for i in unknown])
    if missing:
        message = f"The number of samples of {names} is wrong; the file's size shows {missing} in a record."
        issues.append(Issue("sample_count_wrong", message))
    else:
        issues.append(Issue("signal_without_samples", f"{names} has no samples and is left out."))
    return tuple(missing if i in unknown else (n or 0) for i, n in enumerate(counts))


def _with_records(layout: Layout, header: EdfHeader, data_bytes: int, onset_of: OnsetOf, issues: list[Issue]) -> Layout:
    """Settle the number of records from the declared count and the file's size."""
    declared = header.n_records
    n_found, rest = divmod(data_bytes, layout.record_bytes)
    # A cut record is worth showing when most of it is there, or when it is all there is.
    with_rest = n_found + (1 if rest * 2 >= layout.record_bytes or not n_found else 0)
    if declared is None or declared <= 0:
        code, said = ("unfinished", "The recording was not finished, so its data records are not counted")
        if declared != -1:
            code, said = ("record_count_unreadable", "The header gives no usable count of data records")
        issues.append(Issue(code, f"{said}; the file's size shows {n_found} whole ones."))
        n_records = with_rest
    elif declared > n_found:
        n_records = min(with_rest, declared)
        issues.append(_short_issue(declared, n_found, rest, n_records))
    elif declared < n_found and _goes_on(layout, declared, header, rest, onset_of):
        issues.append(
            Issue("record_count_too_small", f"The header counts {declared} data records; the file has {n_found}.")
        )
        n_records = with_rest
    else:
        n_records = declared
        extra = data_bytes - declared * layout.record_bytes
        if extra:
            issues.append(Issue("trailing_bytes", f"{extra} bytes after the last data record are ignored."))
    left = data_bytes - (n_records - 1) * layout.record_bytes
    return replace(layout, n_records=n_records, last_record_bytes=min(left, layout.record_bytes))


def _short_issue(declared: int, n_found: int, rest: int, n_records: int) -> Issue:
    if not rest:
        return Issue("record_count_too_large", f"The header counts {declared} data records; the file has {n_found}.")
    what = (
        "the last, incomplete one is shown as far as it goes"
        if n_records > n_found
        else "the incomplete one is left out"
    )
    return Issue("truncated", f"The file is truncated: {n_found} of {declared} data records are present; {what}.")


def _goes_on(layout: Layout, declared: int, header: EdfHeader, rest: int, onset_of: OnsetOf) -> bool:
    """Check whether the bytes after the declared records are more of the recording, not something appended."""
    if any(s.is_annotations for s in header.signals):
        return onset_of(layout, declared) is not None
    return rest == 0


def _with_duration(layout: Layout, header: EdfHeader, onset_of: OnsetOf, issues: list[Issue]) -> Layout:
    """Settle the duration of a record; where the header's is impossible, it is computed from the records' own times."""
    fastest = max((n for n, s in zip(layout.n_samples, header.signals, strict=True) if not s.is_annotations), default=0)
    if not fastest:
        return replace(layout, record_s=max(header.record_s or 0.0, 0.0))
    if _is_possible(header.record_s, fastest):
        return replace(layout, record_s=header.record_s or 0.0)
    onsets = [onset_of(layout, record) for record in range(min(layout.n_records, 20))]
    steps = [b - a for a, b in itertools.pairwise(onsets) if a is not None and b is not None]
    step = round(statistics.median(steps), 6) if steps else None
    if not _is_possible(step, fastest):
        raise UnreadableFile("The header does not give the duration of a data record.", _EXPORT_AGAIN)
    issues.append(
        Issue("record_duration_wrong", f"The duration of a data record is wrong; the records' times show {step:g} s.")
    )
    return replace(layout, record_s=step or 0.0)


def _is_possible(record_s: float | None, n_samples: int) -> bool:
    return record_s is not None and 0 < record_s <= MAX_RECORD_S and n_samples / record_s <= MAX_RATE_HZ
