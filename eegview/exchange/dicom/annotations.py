"""Marks as annotations of a DICOM waveform (PS3.3 C.10.10).

The standard means this place for notes of the acquisition, and structured reports for what is marked later
(A.34.12.4.7). Marks stand here all the same, as in other formats: a file that is exported should hold them.
"""

from bisect import bisect_right
from collections.abc import Sequence

from pydicom.dataset import Dataset

from eegview.exchange.channel_names import FileNames
from eegview.exchange.dicom.codes import Concept, mark_concept
from eegview.exchange.dicom.decimals import decimal_text
from eegview.exchange.dicom.plan import PlannedGroup
from eegview.exchange.recording_part import PartMark, RecordingPart

_LONGEST_TEXT = 1024  # VR ST
_AT_A_TIME = 200
_MOST_CHANNELS = 8000  # pairs of two-byte numbers in a value of 64 KiB


def annotation_items(
    part: RecordingPart, groups: Sequence[PlannedGroup], share: float
) -> tuple[list[Dataset], list[str]]:
    """Return the items of the Waveform Annotation Sequence, and sentences on what was lost.

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
    items = []
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
        items.append(_item(part, one, number, _cut(text), references))
    return items, [f"{n_cut} texts are longer than DICOM holds and were cut."] if n_cut else []


def code_item(concept: Concept) -> Dataset:
    """Return a coded concept as an item (PS3.3, table 8.8-1)."""
    item = Dataset()
    item.CodeValue = concept.value
    item.CodingSchemeDesignator = concept.scheme
    item.CodeMeaning = concept.meaning
    return item


def _item(part: RecordingPart, one: PartMark, number: int, text: str, references: list[int]) -> Dataset:
    item = Dataset()
    concept = mark_concept(text)
    if concept is None:
        item.UnformattedTextValue = text
    else:
        item.ConceptNameCodeSequence = [code_item(concept)]
    item.ReferencedWaveformChannels = references
    onset_s = one.mark.onset_s - part.start_s
    if one.mark.duration_s > 0:
        item.TemporalRangeType = "SEGMENT"
        item.ReferencedTimeOffsets = [decimal_text(onset_s), decimal_text(onset_s + one.mark.duration_s)]
    else:
        item.TemporalRangeType = "POINT"
        item.ReferencedTimeOffsets = decimal_text(onset_s)
    item.AnnotationGroupNumber = min(number, 65535)
    return item


def _references(groups: Sequence[tuple[int, PlannedGroup]], chosen: tuple[int, ...]) -> list[int]:
    """Return pairs of group and channel number, both from 1; channel 0 for all of a group.

    groups : those of the mark's segment, with their numbers
    """
    found: list[int] = []
    for number, group in groups:
        own = [group.positions.index(position) + 1 for position in chosen if position in group.positions]
        if not chosen or len(own) == len(group.positions):
            found += [number, 0]
        else:
            found += [value for channel in own for value in (number, channel)]
    return found[: 2 * _MOST_CHANNELS]


def _text(one: PartMark) -> str:
    text = "".join(c if c.isprintable() or c in "\r\n\t" else " " for c in one.text).strip()
    return text or one.mark.term_id


def _cut(text: str) -> str:
    return text.encode()[:_LONGEST_TEXT].decode(errors="ignore").strip()
