"""The header of an EDF or BDF file, read as far as it can be trusted, with what is wrong in it as issues.

Must not read samples; sizes that contradict the file are settled in `layout`.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time

from eegview.model.annotations_label import is_annotations_label
from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.patient import PatientFacts
from eegview.model.text.decoding import UTF_8, TextEncoding, judged, sentences_on, sentences_on_names
from eegview.readers.edf import fields
from eegview.readers.edf.durations import written_step_s
from eegview.readers.edf.limits import LimitNotes, Limits, decode_limits
from eegview.readers.edf.patient import decode_patient
from eegview.readers.written_dates import WrittenDate, date_in
from eegview.readers.written_numbers import readings_of

MAIN_BYTES = 256
SIGNAL_BYTES = 256
MAX_SIGNALS = 8192
EDF_VERSION = b"0       "
BDF_VERSION = b"\xffBIOSEMI"
_ALLOWED = re.compile(rb"[ -~]*")
_WIDTHS = {  # of the fields of one signal, in the order of the file
    "label": 16,
    "transducer": 80,
    "unit": 8,
    "physical_min": 8,
    "physical_max": 8,
    "digital_min": 8,
    "digital_max": 8,
    "prefilter": 80,
    "n_samples": 8,
    "reserved": 32,
}


@dataclass(frozen=True, slots=True)
class SignalHeader:
    """One signal as the header has it; None where a number cannot be read.

    n_samples : per data record
    """

    label: str
    unit: str
    prefilter: str
    physical_min: float | None
    physical_max: float | None
    digital_min: float | None
    digital_max: float | None
    n_samples: int | None
    transducer: str = ""

    @property
    def is_annotations(self) -> bool:
        return is_annotations_label(self.label)


@dataclass(frozen=True, slots=True)
class EdfHeader:
    """The header of one file.

    n_bytes : where the first data record begins
    sample_bytes : 2 (EDF) or 3 (BDF)
    plus : "C" or "D" for EDF+ and BDF+, "" for the plain formats
    n_records : as declared, -1 while a recorder writes; None if unreadable
    record_s : duration of a data record; None if unreadable
    record_step_s : worth of the last digit of that, 0 where it had room for more
    started_at : local wall clock without the sub-second part
    patient : who was recorded
    encoding : of its texts
    texts : those beyond ASCII as the file has them, by which the encoding of annotations is judged too
    """

    n_bytes: int
    sample_bytes: int
    plus: str
    n_records: int | None
    record_s: float | None
    started_at: datetime | None
    signals: tuple[SignalHeader, ...]
    issues: tuple[Issue, ...]
    patient: PatientFacts = field(default_factory=PatientFacts)
    record_step_s: float = 0.0
    encoding: TextEncoding = field(default_factory=TextEncoding)
    texts: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def format(self) -> str:
        return ("EDF" if self.sample_bytes == 2 else "BDF") + (f"+{self.plus}" if self.plus else "")


def looks_like_edf(head: bytes) -> bool:
    """Check whether the first bytes of a file are those of an EDF or BDF file."""
    return head[:8] in (EDF_VERSION, BDF_VERSION)


def could_be_edf(head: bytes) -> bool:
    """Check whether a file with a damaged version field still has the numbers of an EDF header in their places."""
    numbers = (head[184:192], head[236:244], head[252:256])
    return len(head) >= MAIN_BYTES and sum(fields.decode_integer(field) is not None for field in numbers) >= 2


def parse_header(head: bytes, file_bytes: int, encoding: str = "") -> EdfHeader:
    """Read a header.

    Parameters
    ----------
    head : the first bytes of the file; `MAIN_BYTES + MAX_SIGNALS * SIGNAL_BYTES` hold any header
    file_bytes : size of the whole file
    encoding : of its texts; "" = found out

    Raises
    ------
    UsageError : the encoding named is not known
    UnreadableFile : the header is cut short, or no number of signals makes sense of it
    """
    if len(head) < MAIN_BYTES:
        raise UnreadableFile("The file ends inside its header.", "Copy it again from where it was recorded.")
    issues: list[Issue] = []
    sample_bytes = _sample_bytes(head, issues)
    n_signals = _n_signals(head, file_bytes, issues)
    n_bytes = MAIN_BYTES + n_signals * SIGNAL_BYTES
    declared_bytes = fields.decode_integer(head[184:192])
    if declared_bytes != n_bytes:
        issues.append(
            Issue("header_size_wrong", f"The header gives a wrong size for itself; it has {n_signals} signals.")
        )
    columns = _columns(head, n_signals)
    if not _ALLOWED.fullmatch(head, 8, n_bytes):
        issues.append(Issue("header_characters", "The header contains characters that the format does not allow here."))
    texts = _texts_beyond_ascii(head, columns)
    text_encoding = judged(texts, encoding)
    sentences = sentences_on_names(sentences_on(text_encoding, 0, named=encoding))
    issues += [Issue("text_encoding", sentence) for sentence in sentences]
    notes = LimitNotes()
    limits = decode_limits(columns, notes)
    record_s = notes.count(next(iter(readings_of(fields.number_text(head[244:252]))), None))
    signals = tuple(_signal(columns, i, limits[i], text_encoding) for i in range(n_signals))
    issues += notes.issues([signal.label for signal in signals])
    return EdfHeader(
        n_bytes=n_bytes,
        sample_bytes=sample_bytes,
        plus=_plus(head[192:236]),
        n_records=fields.decode_integer(head[236:244]),
        record_s=record_s,
        started_at=_started_at(head, issues),
        signals=signals,
        issues=tuple(issues),
        patient=decode_patient(head[8:88], head[88:168], text_encoding),
        record_step_s=written_step_s(fields.decode_text(head[244:252])),
        encoding=text_encoding,
        texts=texts,
    )


def _texts_beyond_ascii(head: bytes, columns: dict[str, list[bytes]]) -> tuple[bytes, ...]:
    """Return the texts in which an encoding shows; units are too short and say too little."""
    texts = (head[8:88], head[88:168], *columns["label"], *columns["transducer"], *columns["prefilter"])
    return tuple(text.strip(b" \x00") for text in texts if not text.isascii())


def _sample_bytes(head: bytes, issues: list[Issue]) -> int:
    if head[:8] == EDF_VERSION:
        return 2
    if head[:8] == BDF_VERSION:
        return 3
    reserved = head[192:236]
    is_bdf = head[1:8] == BDF_VERSION[1:] or reserved.startswith((b"BDF", b"24BIT"))
    issues.append(
        Issue("version_unknown", f"The version field is damaged; the file is read as {'BDF' if is_bdf else 'EDF'}.")
    )
    return 3 if is_bdf else 2


def _plus(reserved: bytes) -> str:
    mark = reserved[:5].upper()
    return mark[4:].decode() if mark in (b"EDF+C", b"EDF+D", b"BDF+C", b"BDF+D") else ""


def _n_signals(head: bytes, file_bytes: int, issues: list[Issue]) -> int:
    """Return the number of signals: as declared, or where that makes no sense as the header's own size says."""
    declared = fields.decode_integer(head[252:256])
    declared_bytes = fields.decode_integer(head[184:192])
    candidates = [declared]
    if declared_bytes is not None and declared_bytes % SIGNAL_BYTES == 0:
        candidates.append(declared_bytes // SIGNAL_BYTES - 1)
    possible = [n for n in candidates if n and 0 < n <= MAX_SIGNALS and MAIN_BYTES + n * SIGNAL_BYTES <= len(head)]
    best = max(possible, key=lambda n: _readable_share(head, n), default=None)
    if best is None or _readable_share(head, best) < 0.5:
        if declared and 0 < declared <= MAX_SIGNALS and MAIN_BYTES + declared * SIGNAL_BYTES > file_bytes:
            raise UnreadableFile("The file ends inside its header.", "Copy it again from where it was recorded.")
        raise UnreadableFile(
            "The header does not say how many signals the file has.", "Export the recording again as EDF+."
        )
    if best != declared:
        issues.append(
            Issue("signal_count_wrong", f"The header gives a wrong number of signals; its size shows {best}.")
        )
    return best


def _readable_share(head: bytes, n_signals: int) -> float:
    """Return the share of signals whose sample count and digital range can be read, were there `n_signals`."""
    columns = _columns(head, n_signals)
    readable = [
        fields.decode_integer(n) is not None
        and fields.decode_number(low) is not None
        and fields.decode_number(high) is not None
        for n, low, high in zip(columns["n_samples"], columns["digital_min"], columns["digital_max"], strict=True)
    ]
    return sum(readable) / n_signals


def _columns(head: bytes, n_signals: int) -> dict[str, list[bytes]]:
    """Return the signal fields by name; the file keeps all labels together, then all transducers, and so on."""
    columns, start = {}, MAIN_BYTES
    for name, width in _WIDTHS.items():
        columns[name] = [head[start + i * width : start + (i + 1) * width] for i in range(n_signals)]
        start += width * n_signals
    return columns


def _signal(columns: dict[str, list[bytes]], i: int, limits: Limits, encoding: TextEncoding) -> SignalHeader:
    return SignalHeader(
        label=fields.decode_text(columns["label"][i], encoding),
        unit=_unit(columns["unit"][i], encoding),
        prefilter=fields.decode_text(columns["prefilter"][i], encoding),
        physical_min=limits.physical_min,
        physical_max=limits.physical_max,
        digital_min=limits.digital_min,
        digital_max=limits.digital_max,
        n_samples=fields.decode_integer(columns["n_samples"][i]),
        transducer=fields.decode_text(columns["transducer"][i]),
    )


def _unit(field: bytes, encoding: TextEncoding) -> str:
    """Return a unit; the micro sign stands at one place in all Western code pages."""
    is_micro = b"\xb5" in field and field.replace(b"\xb5", b"").isascii()
    return fields.decode_text(field, None if is_micro or encoding.name == UTF_8 else encoding)


def _started_at(head: bytes, issues: list[Issue]) -> datetime | None:
    """Return when recording started; the date from EDF+'s recording field where the main one is unusable."""
    day = _start_day(head, issues)
    since_midnight = fields.decode_time(head[176:184])
    if since_midnight is None:
        issues.append(Issue("start_time_unreadable", "The start time cannot be read; clock times are unknown."))
    elif not fields.is_standard_time(head[176:184]):
        issues.append(Issue("start_time_unusual", "The start time is not in the standard format; it has one reading."))
    if day is None or since_midnight is None:
        return None
    return datetime.combine(day, time()) + since_midnight


def _start_day(head: bytes, issues: list[Issue]) -> date | None:
    main, text = fields.decode_date(head[168:176]), fields.startdate_text(head[88:168])
    written = date_in(text)
    startdate = written.day if written else None
    if main:
        if startdate and (main.day, main.month, main.year % 100) == (
            startdate.day,
            startdate.month,
            startdate.year % 100,
        ):
            return startdate  # that of the recording field has the century
        if startdate and fields.is_standard_day(text):
            is_cut = (main.day, main.month, main.year % 100) == (startdate.day, startdate.month, startdate.year // 100)
            used = "that in the recording field" if is_cut else "that in the date field"
            issues.append(Issue("start_dates_differ", f"The header gives two different start dates; {used} is used."))
            return startdate if is_cut else main  # `05.03.19` may be all there was room for of `05.03.1998`
        return main
    odd = fields.decode_odd_date(head[168:176])
    issues.append(Issue("start_date_unusual", _date_message(odd, written, fields.is_standard_day(text))))
    return startdate or (odd.day if odd else None)


def _date_message(odd: WrittenDate | None, startdate: WrittenDate | None, is_standard: bool) -> str:
    if startdate:
        message = "The start date cannot be read; the date in the recording field is used."
        if odd:
            message = "The start date is not in the standard format; the date in the recording field is used."
        if startdate.is_ambiguous:
            return f"{message} It can be read with day or month first; it is read as day, month, year."
        return message if is_standard else f"{message} It is not in the standard format either, but has one reading."
    if odd is None:
        return "The start date cannot be read; clock times are unknown."
    if odd.is_ambiguous:
        return "The start date is ambiguous, it has more than one reading; it is read as day, month, year."
    return "The start date is not in the standard format; it is read as the only date that it can be."
