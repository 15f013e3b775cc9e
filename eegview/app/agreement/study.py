"""One study as its readers left it: their marks, committed scores, and what they reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.span import Span
from eegview.model.study.staging import LENGTHS_S

READ_SHARE = 0.5  # of the recording that must have been on the screen for a reader without a mark to have read it


@dataclass(frozen=True, eq=False)
class ReadStudy:
    """One study that readers are compared on.

    name : of its file or bundle, to find it again on this computer
    patient : who is drawn for an interval; a hash, never shown
    files : to open it; none where they lie packed in a zip
    bundle : path of the bundle that it came in, "" for none
    recorded : where there are samples
    marks : clinical ones of all layers, as far as the viewer may see them; of detectors, too, where asked for
    sheets : committed scores, as far as the viewer may see them
    reviewed : what each reader had on the screen long enough, as far as this computer knows
    signed : layers under which a signature stands
    epoch_s : length of its epochs, as it was chosen for staging
    """

    name: str
    patient: str = field(repr=False)
    fingerprint: str
    duration_s: float
    recorded: tuple[Span, ...]
    marks: tuple[Annotation, ...]
    sheets: tuple[ScoreSheet, ...] = ()
    reviewed: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    signed: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()
    bundle: str = ""
    is_simulated: bool = False
    epoch_s: float = LENGTHS_S[0]

    @cached_property
    def layers(self) -> tuple[str, ...]:
        """Return the layers of those who have read the study, by name; the final layer is among them where it is used.

        Who has marked anything, scored, signed, or had half of the recording on the screen has read it: who finds
        nothing has read it too.
        """
        found = {mark.layer for mark in self.marks} | {sheet.reader for sheet in self.sheets} | self.signed
        found |= {reader for reader, spans in self.reviewed.items() if self._is_most(spans)}
        return tuple(sorted(found - {FILE_LAYER, ""}))

    @property
    def readers(self) -> tuple[str, ...]:
        """Return who has read the study, by name, without the final layer."""
        return tuple(layer for layer in self.layers if layer != FINAL_LAYER)

    def marks_of(self, layer: str, term_id: str) -> tuple[Annotation, ...]:
        """Return the marks of one term in one layer, by onset."""
        return self._by_layer.get((layer, term_id), ())

    def read_spans(self, layer: str) -> tuple[Span, ...]:
        """Return what a reader read as far as it is known; none = nothing is known, and all that was recorded counts.

        What this computer kept as reviewed is believed where it holds half of the recording or all their marks:
        else they have read elsewhere, too. The final layer has read all.
        """
        spans = self.reviewed.get(layer, ())
        if layer == FINAL_LAYER or not spans:
            return ()
        onsets_s = [mark.onset_s for mark in self.marks if mark.layer == layer]
        has_all_marks = bool(onsets_s) and all(any(span.contains(t) for span in spans) for t in onsets_s)
        return spans if has_all_marks or self._is_most(spans) else ()

    @cached_property
    def _by_layer(self) -> Mapping[tuple[str, str], tuple[Annotation, ...]]:
        """Return the marks of each layer and term, by onset."""
        found: dict[tuple[str, str], list[Annotation]] = {}
        for mark in sorted(self.marks, key=lambda mark: (mark.onset_s, mark.annotation_id)):
            found.setdefault((mark.layer, mark.term_id), []).append(mark)
        return {key: tuple(marks) for key, marks in found.items()}

    def _is_most(self, spans: tuple[Span, ...]) -> bool:
        return sum(span.duration_s for span in spans) >= READ_SHARE * self.duration_s > 0
