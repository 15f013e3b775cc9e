"""Marks as annotations of a DICOM waveform (PS3.3 C.10.10).

The standard means this place for notes of the acquisition, and structured reports for what is marked later
(A.34.12.4.7). Marks stand here all the same, as in other formats: a file that is exported should hold them.
"""

import struct
from bisect import bisect_right
from collections.abc import Sequence

from pydicom.dataset import Dataset
from pydicom.tag import BaseTag, Tag

from eegview.exchange.channel_names import FileNames
from eegview.exchange.dicom.codes import Concept, mark_concept
from eegview.exchange.dicom.decimals import decimal_text
from eegview.exchange.dicom.plan import PlannedGroup
from eegview.exchange.recording_part import PartMark, RecordingPart
from eegview.model.annotation import marks_text

_LONGEST_TEXT = 1024  # VR ST
_AT_A_TIME = 200
_CODES = Tag("ConceptNameCodeSequence")
_CHANNELS = Tag("ReferencedWaveformChannels")
_RANGE = Tag("TemporalRangeType")
_OFFSETS = Tag("ReferencedTimeOffsets")
_GROUP = Tag("AnnotationGroupNumber")
_TEXT = Tag("UnformattedTextValue")
ANNOTATIONS = Tag("WaveformAnnotationSequence")
_UNDEFINED = 0xFFFFFFFF
_MOST_CHANNELS = 8000  # pairs of two-byte numbers in a value of 64 KiB


def annotation_bytes(part: RecordingPart, groups: Sequence[PlannedGroup], share: float) -> tuple[bytes, list[str]]:
    """Return the Waveform Annotation Sequence, b"" without marks, and sentences on what was lost.

    It is written here byte by byte (Explicit VR Little Endian): thousands of marks as data sets take long.

    Times are seconds from the part's first sample. A mark refers to its channels in the groups of the segment in which
    it begins; one about all channels to those groups as a whole.

    share : of the work that lies behind, for the part's progress, which may stop it
    """
    names = FileNames(part.chosen)
    positions = {channel.name: position for position, channel in enumerate(part.chosen)}
    by_label: dict[str, list[int]] = {}
    for position, channel in enumerate(part.chosen):
        by_label.setdefault(channel.label.strip() or channel.name, []).append(position)
    starts_s = [segment.start_s for segment in part.segments]
    by_segment: dict[int, list[tuple[int, PlannedGroup]]] = {}
    for number, group in enumerate(groups, 1):
        if not group.is_continued:
            by_segment.setdefault(group.segment, []).append((number, group))
    items: list[bytes] = []
    n_cut = 0
    for number, one in enumerate(part.marks, 1):
        if number % _AT_A_TIME == 0:
            part.progress(share)
        chosen: dict[int, None] = {}
        for name in one.mark.channels:
            if name in positions:
                chosen[positions[name]] = None
            else:
                chosen.update(dict.fromkeys(p for label in names.labels(name) for p in by_label.get(label, ())))
        text = _text(one)
        n_cut += len(text.encode()) > _LONGEST_TEXT
        segment = max(bisect_right(starts_s, one.mark.onset_s + 1e-9) - 1, 0)
        references = _references(by_segment.get(segment, []), tuple(chosen))
        if chosen and not references:  # its channels have no samples in this segment
            references = _references([group for others in by_segment.values() for group in others], tuple(chosen))
        items.append(_item(part, one, number, _cut(text), references))
    lost = [f"{marks_text(n_cut)} have texts longer than DICOM holds, which were cut."] if n_cut else []
    return _sequence(ANNOTATIONS, items) if items else b"", lost


def code_item(concept: Concept) -> Dataset:
    """Return a coded concept as an item (PS3.3, table 8.8-1)."""
    item = Dataset()
    item.CodeValue = concept.value
    item.CodingSchemeDesignator = concept.scheme
    item.CodeMeaning = concept.meaning
    return item


def _item(part: RecordingPart, one: PartMark, number: int, text: str, references: list[int]) -> bytes:
    """Return one annotation, its elements in order of their tags."""
    concept = mark_concept(text)
    onset_s = one.mark.onset_s - part.start_s
    offsets = [decimal_text(onset_s)]
    if one.mark.duration_s > 0:
        offsets.append(decimal_text(onset_s + one.mark.duration_s))
    return b"".join(
        (
            _sequence(_CODES, [_code(concept)]) if concept is not None else b"",
            _element(_CHANNELS, b"US", struct.pack(f"<{len(references)}H", *references)),
            _element(_RANGE, b"CS", b"SEGMENT" if one.mark.duration_s > 0 else b"POINT"),
            _element(_OFFSETS, b"DS", "\\".join(offsets).encode()),
            _element(_GROUP, b"US", struct.pack("<H", min(number, 65535))),
            _element(_TEXT, b"ST", text.encode()) if concept is None else b"",
        )
    )


def _code(concept: Concept) -> bytes:
    return b"".join(
        _element(Tag(keyword), vr, value.encode())
        for keyword, vr, value in (
            ("CodeValue", b"SH", concept.value),
            ("CodingSchemeDesignator", b"SH", concept.scheme),
            ("CodeMeaning", b"LO", concept.meaning),
        )
    )


def _element(tag: BaseTag, vr: bytes, value: bytes) -> bytes:
    value += b" " * (len(value) % 2)
    return struct.pack("<HH2sH", tag.group, tag.element, vr, len(value)) + value


def _sequence(tag: BaseTag, items: Sequence[bytes]) -> bytes:
    """Return a sequence of items, all of known length but the sequence itself."""
    content = b"".join(struct.pack("<HHI", 0xFFFE, 0xE000, len(item)) + item for item in items)
    head = struct.pack("<HH2sHI", tag.group, tag.element, b"SQ", 0, _UNDEFINED)
    return head + content + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)


def _references(groups: Sequence[tuple[int, PlannedGroup]], chosen: tuple[int, ...]) -> list[int]:
    """Return pairs of group and channel number, both from 1; channel 0 for all of a group.

    groups : those of the mark's segment, with their numbers
    """
    found: list[int] = []
    for number, group in groups:
        own = [group.positions.index(position) + 1 for position in chosen if position in group.positions]
        found += [value for channel in own for value in (number, channel)] if chosen else [number, 0]
    return found[: 2 * _MOST_CHANNELS]


def _text(one: PartMark) -> str:
    text = "".join(c if c.isprintable() or c in "\r\n\t" else " " for c in one.text).strip()
    return text or one.mark.term_id


def _cut(text: str) -> str:
    return text.encode()[:_LONGEST_TEXT].decode(errors="ignore").strip()
