"""A part of a recording as an EDF+ or BDF+ file: rates, gaps and marks as they are.

Format: edfplus.info for EDF+; BDF has three bytes a sample and is otherwise laid out alike. Marks of channels are
written as `text@@label`, one annotation a channel, as EDFbrowser and MNE do.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eegview.exchange.edf.tal_packing import packed_lists
from eegview.exchange.edf.tals import tal, time_keeping_tal
from eegview.exchange.identity import edf_date
from eegview.exchange.recording.mark_channels import MarkChannels
from eegview.exchange.recording.record_plan import RecordPlan, planned
from eegview.exchange.recording.scales import Counts, WrittenScale, samples_text, scale_sentences, scales_of
from eegview.exchange.recording.texts import plain_text
from eegview.exchange.recording_part import RecordingPart
from eegview.exchange.writing import whole_file
from eegview.model.annotation import marks_text
from eegview.model.patient import DAYS_A_MONTH, FEMALE, MALE, PatientFacts
from eegview.model.recording import Samples
from eegview.model.text.channels_in_text import MARK, ChannelNames

_NO_DAY = date(1985, 1, 1)  # what EDF writes for an unknown date
_FIRST_YEAR, _LAST_YEAR = 1985, 2084  # of those that two digits can write
_LITTLE_BYTES = 16 * 1024 * 1024
_USUAL_TEXT_BYTES = 400
_KEPT_PROGRESS = 0.4  # of the first reading, where there is one


def write_edf(part: RecordingPart, out: Path) -> list[str]:
    """Write an EDF+ file; return sentences on what it could not carry.

    Raises
    ------
    UsageError : the channels fit no common data record
    CannotWrite : the file cannot be written; an older one is untouched
    """
    return _write(part, out, 2)


def write_bdf(part: RecordingPart, out: Path) -> list[str]:
    """Write a BDF+ file; return sentences on what it could not carry. See `write_edf`."""
    return _write(part, out, 3)


def _write(part: RecordingPart, out: Path, sample_bytes: int) -> list[str]:
    plan = planned(part, sample_bytes)
    scales = scales_of(part, sample_bytes)
    done_before = 0.0 if all(scale.is_carried for scale in scales) else _KEPT_PROGRESS
    notes = _Notes.of(part, plan, scales, sample_bytes)
    counts = Counts()
    with whole_file(out) as file:
        file.write(_header(part, plan, scales, notes.room, sample_bytes))
        for share, block in _blocks(part, plan, scales, notes, sample_bytes, counts):
            file.write(block)
            part.progress(done_before + share * (1 - done_before))
    part.progress(1.0)
    return [
        *scale_sentences(part, scales, sample_bytes),
        *counts.sentences(),
        *_plan_sentences(part, plan),
        *notes.lost,
    ]


@dataclass(frozen=True, slots=True)
class _Notes:
    """The annotation bytes of the records.

    room : bytes in every record
    zero_s : time of the first record, seconds from the header's start
    starts_s : of the records, seconds from the part's start
    packed : lists of the records that hold marks
    lost : sentences
    """

    room: int
    zero_s: float
    starts_s: list[float]
    packed: dict[int, bytes]
    lost: tuple[str, ...]

    @classmethod
    def of(cls, part: RecordingPart, plan: RecordPlan, scales: Sequence[WrittenScale], sample_bytes: int) -> "_Notes":
        zero_s = part.started_at.microsecond / 1e6 if part.started_at else 0.0
        starts_s = plan.record_starts_s()
        lists: list[tuple[int, bytes]] = []
        named = ChannelNames(part.source.recording.channels)
        # a text that would be read as one with channels, which its writer did not mean, is written otherwise
        wholes = [one.text.replace(MARK, "@ @") if named.split(one.text)[1] else one.text for one in part.marks]
        most_bytes = _most_text_bytes(wholes, plan, sample_bytes)
        channels, counts = MarkChannels(part.chosen), Counter(scale.label for scale in scales)
        called = [
            scale.label if counts[scale.label] == 1 else channel.name
            for channel, scale in zip(part.chosen, scales, strict=True)
        ]
        n_elsewhere = n_cut = 0
        for one, whole in zip(part.marks, wholes, strict=True):
            onset_s = one.mark.onset_s - part.start_s
            places = channels.places(one.mark)
            n_elsewhere += bool(one.mark.channels) and not places
            text = _cut(whole, most_bytes)
            n_cut += text != whole
            texts = [f"{text}@@{called[place]}" for place in places] or [text]
            record = max(bisect_right(starts_s, onset_s) - 1, 0)
            lists += [(record, tal(onset_s + zero_s, one.mark.duration_s, text)) for text in texts]
        longest_head = max(len(time_keeping_tal(zero_s + at_s)) for at_s in starts_s)
        room, packed = packed_lists(len(starts_s), longest_head, lists)
        lost = []
        if n_elsewhere:
            lost.append(f"{marks_text(n_elsewhere)} of channels that are not in the file stand without them.")
        if n_cut:
            lost.append(f"{marks_text(n_cut)} have texts cut to {most_bytes} bytes, for which each record has room.")
        return cls(room, zero_s, starts_s, packed, tuple(lost))

    def record(self, number: int) -> bytes:
        """Return the annotation bytes of one record."""
        head = time_keeping_tal(self.zero_s + self.starts_s[number])
        return (head + self.packed.get(number, b"")).ljust(self.room, b"\x00")


def _most_text_bytes(texts: Sequence[str], plan: RecordPlan, sample_bytes: int) -> int:
    """Return the bytes that a text may have: all records have the same room, so one long text makes the file longer."""
    longest = max((len(text.encode()) for text in texts), default=0)
    if longest * sum(plan.n_records) <= _LITTLE_BYTES:
        return longest
    return max(_USUAL_TEXT_BYTES, sample_bytes * sum(plan.n_samples) // 4)


def _cut(text: str, most_bytes: int) -> str:
    content = text.encode()
    return text if len(content) <= most_bytes else content[: most_bytes - 3].decode(errors="ignore") + "…"


def _blocks(
    part: RecordingPart,
    plan: RecordPlan,
    scales: Sequence[WrittenScale],
    notes: _Notes,
    sample_bytes: int,
    counts: Counts,
) -> Iterator[tuple[float, bytes]]:
    """Yield the data records, some megabytes at a time, with the share that they complete."""
    is_carried = [scale.is_carried for scale in scales]
    record = 0
    for segment in part.segments:
        for _, samples in part.pieces(segment, plan.n_samples, is_carried):
            n_records = _records_in(samples, plan)
            columns = [
                _packed(_whole(scale, values, n_records * n, counts).reshape(n_records, n), sample_bytes)
                for scale, values, n in zip(scales, samples, plan.n_samples, strict=True)
            ]
            texts = b"".join(notes.record(number) for number in range(record, record + n_records))
            columns.append(np.frombuffer(texts, np.uint8).reshape(n_records, notes.room))
            record += n_records
            yield record / len(notes.starts_s), np.concatenate(columns, axis=1).tobytes()


def _records_in(samples: Sequence[Samples], plan: RecordPlan) -> int:
    """Return how many records a piece fills."""
    return max(-(-len(values) // n) for values, n in zip(samples, plan.n_samples, strict=True))


def _whole(scale: WrittenScale, samples: Samples, length: int, counts: Counts) -> npt.NDArray[np.int32]:
    """Return digits of a certain length; what lacks at the end holds the last one."""
    if not len(samples):  # a slow channel may have no sample in a short segment
        samples = np.full(length, np.nan, np.float32)
    digits = scale.digits(samples, counts)
    return np.pad(digits, (0, length - len(digits)), "edge")


def _packed(digits: npt.NDArray[np.int32], sample_bytes: int) -> npt.NDArray[np.uint8]:
    """Return (n_records, n_samples * sample_bytes) bytes, the lowest first."""
    n_records = len(digits)
    if sample_bytes == 2:
        return digits.astype("<i2").view(np.uint8).reshape(n_records, -1)
    return np.ascontiguousarray(digits.astype("<i4")[..., None].view(np.uint8)[..., :3]).reshape(n_records, -1)


def _plan_sentences(part: RecordingPart, plan: RecordPlan) -> list[str]:
    lost = []
    if plan.n_held:
        lost.append(
            f"{samples_text(plan.n_held)} at the end of data records hold the value before them: "
            "EDF knows whole records only."
        )
    if plan.moved_s:
        lost.append(f"A segment after a gap begins up to {plan.moved_s * 1e3:.3g} ms late: the gap was too short.")
    return lost


def _header(
    part: RecordingPart, plan: RecordPlan, scales: Sequence[WrittenScale], room: int, sample_bytes: int
) -> bytes:
    kind = "EDF" if sample_bytes == 2 else "BDF"
    n = len(scales) + 1
    largest = 2 ** (8 * sample_bytes - 1)
    main: Sequence[tuple[object, int]] = (
        (patient_text(part.patient), 80),
        (recording_text(part.started_at, part.staff), 80),
        (_date_text(part.started_at), 8),
        (part.started_at.strftime("%H.%M.%S") if part.started_at else "00.00.00", 8),
        (256 * (n + 1), 8),
        (f"{kind}+{'D' if plan.has_gaps else 'C'}", 44),
        (sum(plan.n_records), 8),
        (plan.duration_text, 8),
        (n, 4),
    )
    columns: Sequence[tuple[Sequence[object], int]] = (
        ([*(s.label for s in scales), f"{kind} Annotations"], 16),
        ([*(s.transducer for s in scales), ""], 80),
        ([*(s.unit for s in scales), ""], 8),
        ([*(s.limits[0] for s in scales), "-1"], 8),
        ([*(s.limits[1] for s in scales), "1"], 8),
        ([*(s.digital_min for s in scales), -largest], 8),
        ([*(s.digital_max for s in scales), largest - 1], 8),
        ([*(s.prefilter for s in scales), ""], 80),
        ([*plan.n_samples, room // sample_bytes], 8),
        ([""] * n, 32),
    )
    fields = [*main, *((value, width) for values, width in columns for value in values)]
    version = b"0       " if sample_bytes == 2 else b"\xffBIOSEMI"
    return version + b"".join(str(value).encode("ascii", "replace")[:width].ljust(width) for value, width in fields)


def patient_text(patient: PatientFacts | None) -> str:
    """Return the patient's field: code, sex, date of birth and name, X for the unknown (edfplus.info, 2.1.3.3)."""
    if patient is None:
        return "X X X X"
    sex = {FEMALE: "F", MALE: "M"}.get(patient.sex, "X")
    born = edf_date(patient.born) if patient.born else "X"
    age = f" age_{int(patient.age_days / DAYS_A_MONTH)}_months" if patient.age_days is not None else ""
    return (" ".join((_part(patient.code), sex, born, _part(patient.name))) + age)[:80]


def recording_text(started_at: datetime | None, staff: tuple[str, str, str]) -> str:
    """Return the recording's field: its date, the hospital's code, technician and equipment."""
    has_day = started_at is not None and started_at.date() != _NO_DAY
    day = edf_date(started_at.date()) if started_at is not None and has_day else "X"
    return " ".join(("Startdate", day, *map(_part, staff)))[:80]


def _part(text: str) -> str:
    return "_".join(plain_text(text, 80).split()) or "X"


def _date_text(started_at: datetime | None) -> str:
    if started_at is None:
        return "01.01.85"
    if not _FIRST_YEAR <= started_at.year <= _LAST_YEAR:
        return started_at.strftime("%d.%m.yy")  # as EDF+ asks; the recording's field has all of it
    return started_at.strftime("%d.%m.%y")
