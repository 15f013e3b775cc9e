"""The links of a report: from a value to the page, the marks, the sheet or the trends it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from eegview.app.report.study import ReportStudy
from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.annotation import Annotation
from eegview.model.channel import ChannelKind
from eegview.model.report.link import EvidenceLink, Place
from eegview.model.span import Span
from eegview.model.study.display_state import PageDisplay

MOST_MARKS = 60  # named one by one in a link; of more the link names layer and term
AROUND_S = 5.0  # of a page before a mark
LAYER, TERM, SCALE, READER = "layer", "term", "scale", "reader"  # names among the settings of a link


class Evidence:
    """Makes the links of one study."""

    def __init__(self, study: ReportStudy) -> None:
        self._study = study

    @property
    def whole(self) -> Span:
        """Return the span of the whole recording."""
        return self._study.recording.span

    @cached_property
    def settings(self) -> Mapping[str, str]:
        """Return how the reader displays pages, as settings of a link; empty where nothing is kept."""
        display = self._study.display
        return display_settings(display) if display is not None else {}

    def page(self, span: Span, marks: Iterable[Annotation] = (), with_frame: bool = False) -> EvidenceLink:
        """Return a link to a page; where a camera covers it, with the frame of its first moment."""
        inside = self._inside(span)
        return EvidenceLink(
            self._study.fingerprint,
            inside,
            Place.PAGE,
            self._frame_s(inside.start_s) if with_frame else None,
            tuple(mark.annotation_id for mark in marks),
            self.settings,
        )

    def mark(self, mark: Annotation) -> EvidenceLink:
        """Return a link to the page around a mark, with its frame."""
        page_s = self._study.display.page_s if self._study.display is not None else 15.0
        start_s = max(0.0, mark.onset_s - AROUND_S)
        inside = self._inside(Span(start_s, start_s + max(page_s, mark.stop_s - start_s)))
        frame_s = self._frame_s(mark.onset_s)
        return EvidenceLink(self._study.fingerprint, inside, Place.PAGE, frame_s, (mark.annotation_id,), self.settings)

    def marks(self, marks: Sequence[Annotation], term_id: str = "", place: Place = Place.SPASMS) -> EvidenceLink:
        """Return a link to all of these marks; one alone is shown on its page."""
        if len(marks) == 1:
            return self.mark(marks[0])
        ids = tuple(mark.annotation_id for mark in marks) if len(marks) <= MOST_MARKS else ()
        named = {LAYER: self._study.layer} | ({TERM: term_id} if term_id else {})
        return EvidenceLink(self._study.fingerprint, self.around(marks), place, None, ids, {**self.settings, **named})

    @property
    def start(self) -> EvidenceLink:
        """Return a link to the first page, for what holds for the whole recording."""
        page_s = self._study.display.page_s if self._study.display is not None else 15.0
        return self.page(Span(0.0, page_s))

    def ids(self, ids: Iterable[str], term_id: str = "", place: Place = Place.SPASMS) -> EvidenceLink:
        """Return a link to the marks of these ids, see `marks`."""
        held = self._study.by_id
        return self.marks([held[name] for name in ids if name in held], term_id, place)

    def score(self, sheet: ScoreSheet, span: Span | None = None, place: Place = Place.SCORE) -> EvidenceLink:
        """Return a link to a score sheet, or to a part of its epoch, displayed as it was scored."""
        p = sheet.parameters
        shown = {
            "montage": p.montage_id,
            "page_s": f"{p.page_s:g}",
            "sensitivity_uv_per_mm": f"{p.sensitivity_uv_per_mm:g}",
            "lff_hz": f"{p.low_cut_hz:g}",
            "hff_hz": f"{p.high_cut_hz:g}",
            "notch_hz": f"{p.notch_hz:g}",
            "phase": p.phase.value,
            SCALE: sheet.key.scale_id,
            READER: sheet.reader,
        }
        return EvidenceLink(self._study.fingerprint, self._inside(span or sheet.span), place, settings=shown)

    def at(self, place: Place, span: Span | None = None) -> EvidenceLink:
        """Return a link to a screen that shows a span, the whole recording unless one is given."""
        return EvidenceLink(self._study.fingerprint, self._inside(span or self.whole), place, settings=self.settings)

    def around(self, marks: Sequence[Annotation]) -> Span:
        """Return the span that holds all of these marks, the whole recording where there are none."""
        if not marks:
            return self.whole
        return self._inside(Span(min(m.onset_s for m in marks), max(m.stop_s for m in marks)))

    def _inside(self, span: Span) -> Span:
        whole = self.whole
        start_s = min(max(span.start_s, whole.start_s), whole.stop_s)
        return Span(start_s, min(max(span.stop_s, start_s), whole.stop_s))

    def _frame_s(self, time_s: float) -> float | None:
        return time_s if any(clip.span.contains(time_s) for clip in self._study.clips if clip.is_placed) else None


def display_settings(display: PageDisplay) -> dict[str, str]:
    """Return how pages are displayed, as settings of a link."""
    eeg = display.filters.for_kind(ChannelKind.EEG)
    return {
        "montage": display.montage_id,
        "page_s": f"{display.page_s:g}",
        "sensitivity_uv_per_mm": f"{display.sensitivity_uv_per_mm:g}",
        "lff_hz": f"{eeg.low_cut_hz:g}",
        "hff_hz": f"{eeg.high_cut_hz:g}",
        "notch_hz": f"{eeg.notch_hz:g}",
        "phase": eeg.phase.value,
    }
