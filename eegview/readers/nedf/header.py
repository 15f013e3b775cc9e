"""The header of an NEDF file: 10240 bytes of XML before the samples.

A block of samples has the accelerometer's values, then five instants: 24 bits for each channel, perhaps the currents of
stimulation, and a trigger.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.etree import ElementTree

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.text.decoding import sentences_on_names
from eegview.model.text.file_texts import read_markup
from eegview.model.time.clock import recorder_time

HEAD_BYTES = 10240
INSTANTS = 5  # in a block
_ADVICE = "Export it as EDF+ from the program that recorded it."


@dataclass(frozen=True, slots=True)
class NedfHeader:
    """What stands before the samples; started_at is universal time."""

    labels: tuple[str, ...]
    rate_hz: float
    n_samples: int
    n_accelerometers: int
    has_currents: bool
    trigger_bytes: int
    started_at: datetime | None
    issues: tuple[Issue, ...]

    @property
    def instant_bytes(self) -> int:
        return 3 * len(self.labels) * (3 if self.has_currents else 1) + self.trigger_bytes

    @property
    def block_bytes(self) -> int:
        return 2 * self.n_accelerometers + INSTANTS * self.instant_bytes


def parse_header(head: bytes, name: str, encoding: str = "") -> NedfHeader:
    """Read a header.

    encoding : of its texts; "" = found out

    Raises
    ------
    UnreadableFile : it is no XML, lacks channels or rate, or the samples have a form that is not known
    """
    root, sentences = _root(head, name, encoding)
    if (_text(root, "AdditionalChannelStatus") or "OFF").upper() != "OFF":
        raise UnreadableFile(f"{name} has an additional channel, whose form is not known.", _ADVICE)
    settings = root.find("EEGSettings")
    montage = settings.find("EEGMontage") if settings is not None else None
    labels = [(element.text or "").strip() for element in montage] if montage is not None else []
    n_channels = _number(_text(settings, "TotalNumberOfChannels")) or len(labels)
    rate_hz = _number(_text(settings, "EEGSamplingRate"))
    if not 0 < n_channels <= 4096 or rate_hz <= 0:
        raise UnreadableFile(f"The header of {name} does not say which channels there are, or their rate.", _ADVICE)
    issues = [Issue("text_encoding", sentence) for sentence in sentences_on_names(sentences)]
    if len(labels) != n_channels:
        odd = "The header does not name every channel; those without a name are numbered."
        issues.append(Issue("labels_unread", odd))
        labels = [*labels[:n_channels], *(f"Ch {k + 1}" for k in range(len(labels), n_channels))]
    version = _text(root, "NEDFversion")
    if version not in ("1.3", "1.4", ""):
        issues.append(Issue("format_note", "The file's version of NEDF is not known; values may be wrong."))
    started_at = _time(_text(root, "StepDetails/StartDate_firstEEGTimestamp"))
    if started_at is None:
        unknown = "The recording has no valid start time; times count from its start."
        issues.append(Issue("start_unknown", unknown))
    else:
        note = "The file keeps its start in universal time; clock times are not local time."
        issues.append(Issue("start_utc", note))
    has_currents = root.find("STIMSettings") is not None
    if has_currents:
        issues.append(Issue("channels_unread", "The currents of stimulation are not shown."))
    return NedfHeader(
        tuple(labels),
        float(rate_hz),
        _number(_text(settings, "NumberOfRecordsOfEEG")),
        max(_number(_text(root, "NumberOfChannelsOfAccelerometer")), 0),
        has_currents,
        4 if version else 1,
        started_at,
        tuple(issues),
    )


def _root(head: bytes, name: str, encoding: str) -> tuple[ElementTree.Element, tuple[str, ...]]:
    """Return the header, and what has to be told of its encoding where names of channels depend on it."""
    text = head[:HEAD_BYTES].split(b"\0")[0]
    try:
        if b"<!ENTITY" in text or len(head) < HEAD_BYTES:
            raise ValueError("no such header")
        # A sign that XML forbids stands in texts of people only, none of which is needed.
        text = re.sub(rb"&(?!(amp|lt|gt|quot|apos|#\d{1,6}|#x[0-9a-fA-F]{1,5});)", b"&amp;", text)
        read = read_markup(text, encoding)
        root = ElementTree.fromstring("".join(c if c.isprintable() or c in "\n\r\t" else "?" for c in read.texts[0]))
        montage = root.find("EEGSettings/EEGMontage")
        is_told = montage is not None and any(not (element.text or "").isascii() for element in montage)
        return root, read.sentences if is_told else ()
    except (ElementTree.ParseError, ValueError) as error:
        raise UnreadableFile(
            f"{name} looks like NEDF but its header is cut short or damaged.",
            "Copy it again from where it was recorded.",
        ) from error


def _text(element: ElementTree.Element | None, path: str) -> str:
    return (element.findtext(path) or "").strip() if element is not None else ""


def _number(text: str) -> int:
    return int(text.partition(".")[0]) if re.fullmatch(r"\d{1,15}(\.0*)?", text) else 0


def _time(text: str) -> datetime | None:
    ms = _number(text)
    try:
        at = recorder_time(1970, 1, 1) + timedelta(milliseconds=ms)
    except OverflowError:
        return None
    return at if at.year >= 1980 else None
