"""All readers' evidence on a study, record by record, and the sheets it makes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace

from eegview.app.scoring.epoch_records import EpochRecords, amplitudes_of, contradiction, flag_of, is_inside
from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.annotation import Annotation
from eegview.model.issue import Issue
from eegview.model.scoring.electrodes import plain_names
from eegview.model.scoring.evidence import (
    CONFIDENCE,
    FOCI,
    FOCUS_TERM,
    GMFS,
    HIGH_AMPLITUDE,
    MARK_TERMS,
    NAMED,
    NONEPILEPTIFORM,
    OTHER_FOCI,
    PVA,
    SPIKE,
    SPIKE_FOCUS,
    SheetKey,
)
from eegview.model.scoring.parameters import ScaleParameters
from eegview.model.scoring.records import (
    SheetRecord,
    amplitude_of,
    evidence_hash,
    key_of,
)
from eegview.model.scoring.terms import AMPLITUDE_TERM, ANSWER_TERM, BIN_TERM, PAGE_TERM, SCORING_TERMS, SHEET_TERM
from eegview.model.span import Span

EVIDENCE_TERMS = SCORING_TERMS | MARK_TERMS
_KINDS = {
    BIN_TERM: "bin",
    PAGE_TERM: "page",
    ANSWER_TERM: "answer",
    AMPLITUDE_TERM: "amplitude",
    SHEET_TERM: "sheet",
}


@dataclass(slots=True)
class _Layer:
    """What one reader holds of the study."""

    epochs: dict[SheetKey, EpochRecords] = field(default_factory=dict)
    marks: dict[str, Annotation] = field(default_factory=dict)  # amplitudes below the limit too
    damaged: dict[str, Annotation] = field(default_factory=dict)
    made: dict[SheetKey, ScoreSheet] = field(default_factory=dict)  # sheets since the last change


class EvidenceBook:
    """The evidence of all readers; a change costs what it changes.

    gaps : sections in which nothing was recorded; set it before anything is read. A sheet says how many bins lie there

    Parameters
    ----------
    parameters : of the scale that new sheets are made with
    """

    def __init__(self, parameters: ScaleParameters) -> None:
        self.parameters = parameters
        self.gaps: Sequence[Span] = ()
        self._layers: dict[str, _Layer] = {}
        self._by_id: dict[str, Annotation] = {}

    def replace_all(self, marks: Iterable[Annotation]) -> None:
        """Hold these records and marks and no others; what is no evidence is passed over."""
        self._layers, self._by_id = {}, {}
        for mark in marks:
            self.put(mark)

    def get(self, annotation_id: str) -> Annotation | None:
        """Return a record or mark by its id, None where it is not held."""
        return self._by_id.get(annotation_id)

    def ids(self) -> Set[str]:
        """Return the ids of all that is held."""
        return self._by_id.keys()

    def put(self, mark: Annotation) -> None:
        """Hold a record or mark, in place of what had its id."""
        self.remove(mark.annotation_id)
        if mark.term_id not in EVIDENCE_TERMS:
            return
        self._by_id[mark.annotation_id] = mark
        layer = self._layers.setdefault(mark.layer, _Layer())
        layer.made.clear()
        if mark.term_id in MARK_TERMS:
            layer.marks[mark.annotation_id] = mark
        elif not _placed(layer, mark):
            layer.damaged[mark.annotation_id] = mark

    def remove(self, annotation_id: str) -> None:
        """Hold a record or mark no more."""
        mark = self._by_id.pop(annotation_id, None)
        if mark is None:
            return
        layer = self._layers[mark.layer]
        layer.made.clear()
        layer.marks.pop(annotation_id, None)
        layer.damaged.pop(annotation_id, None)
        key = key_of(mark)
        epoch = layer.epochs.get(key) if key is not None else None
        if key is None or epoch is None:
            return
        epoch.remove(mark)
        if epoch.is_empty:
            del layer.epochs[key]

    def readers(self) -> tuple[str, ...]:
        """Return the readers with a sheet, by name."""
        return tuple(sorted(reader for reader, layer in self._layers.items() if layer.epochs))

    def keys(self, reader: str) -> tuple[SheetKey, ...]:
        """Return the epochs that a reader holds evidence on, in order of time."""
        layer = self._layers.get(reader)
        return tuple(sorted(layer.epochs)) if layer is not None else ()

    def has_sheet(self, key: SheetKey, reader: str) -> bool:
        """Whether anything of a sheet is kept."""
        layer = self._layers.get(reader)
        return layer is not None and key in layer.epochs

    def sheet_record(self, key: SheetKey, reader: str) -> SheetRecord | None:
        """Return the record of a sheet, None where there is none."""
        layer = self._layers.get(reader)
        epoch = layer.epochs.get(key) if layer is not None else None
        return epoch.sheet_record if epoch is not None else None

    def answer_records(self, key: SheetKey, reader: str, question: str) -> tuple[Annotation, ...]:
        """Return the records of an answer, usually one or none."""
        layer = self._layers.get(reader)
        epoch = layer.epochs.get(key) if layer is not None else None
        held = epoch.answers.get(question, {}) if epoch is not None else {}
        return tuple(held[name][0] for name in sorted(held))

    def page_records(self, key: SheetKey, reader: str, page: int) -> tuple[Annotation, ...]:
        """Return the records that a page was read, usually one or none."""
        layer = self._layers.get(reader)
        epoch = layer.epochs.get(key) if layer is not None else None
        held = epoch.pages.get(page, {}) if epoch is not None else {}
        return tuple(held[name] for name in sorted(held))

    def issues(self, reader: str) -> tuple[Issue, ...]:
        """Return a sentence for each record of a reader that cannot be read."""
        layer = self._layers.get(reader)
        if layer is None:
            return ()
        counts: dict[str, int] = {}
        for mark in layer.damaged.values():
            counts[mark.term_id] = counts.get(mark.term_id, 0) + 1
        return tuple(
            Issue(
                "score_evidence",
                f"{n} {'record' if n == 1 else 'records'} of a scored {_KINDS[term_id]} cannot be read "
                f"and {'counts' if n == 1 else 'count'} for nothing.",
            )
            for term_id, n in sorted(counts.items())
        )

    def study_foci(self, reader: str) -> tuple[str, ...]:
        """Return all electrodes that a reader named as spike foci in the study, in order of the electrodes' names."""
        layer = self._layers.get(reader)
        if layer is None:
            return ()
        found = {name for mark in layer.marks.values() if mark.term_id == FOCUS_TERM for name in mark.channels}
        for epoch in layer.epochs.values():
            for held in epoch.bins.values():
                found |= {
                    name for record, state, _source in held.values() if state == SPIKE for name in record.channels
                }
            for record, _value in epoch.answers.get(OTHER_FOCI, {}).values():
                found |= set(record.channels)
        return tuple(sorted(plain_names(tuple(found))))

    def sheet(self, key: SheetKey, reader: str) -> ScoreSheet:
        """Return a reader's sheet as it stands; an empty one where nothing is kept of it."""
        layer = self._layers.setdefault(reader, _Layer())
        if key not in layer.made:
            layer.made[key] = self._sheet(key, reader, layer)
        return layer.made[key]

    def _sheet(self, key: SheetKey, reader: str, layer: _Layer) -> ScoreSheet:
        epoch = layer.epochs.get(key) or EpochRecords()
        held = epoch.sheet_record
        issues = [*self.issues(reader)]
        parameters = held.parameters if held is not None else None
        if parameters is None:
            parameters = self.parameters
            if held is not None or not epoch.is_empty:
                issues.append(
                    Issue("score_parameters", "The parameters of this sheet are not kept; today's are used instead.")
                )
        span = Span(key.start_s, key.start_s + parameters.length_s)
        n_bins = parameters.n_pages * parameters.n_bins
        if n_missing := self._n_unrecorded(key, parameters):
            message = f"{n_missing} of {n_bins} bins were not recorded; they count as bins without a spike."
            issues.append(Issue("score_gap", message))
        bins = {n: one for n in sorted(epoch.bins) if n < n_bins and (one := epoch.bin(n, key, parameters.bin_s))}
        inside = [mark for mark in layer.marks.values() if is_inside(mark, span)]
        inside.sort(key=lambda mark: (mark.onset_s, mark.annotation_id))
        amplitudes = amplitudes_of(inside, parameters, issues)
        answers = {question: sorted(given.items())[-1][1] for question, given in epoch.answers.items() if given}
        texts = {question: value for question, (_record, value) in answers.items()}
        other = answers.get(OTHER_FOCI)
        counted = [mark for mark in inside if mark.term_id != FOCUS_TERM]
        records = (*epoch.evidence(), *counted)
        is_changed = held is not None and bool(held.committed_utc) and held.evidence_hash != evidence_hash(records)
        if is_changed:
            issues.append(Issue("score_changed", "The evidence was changed after the score was committed."))
        flags = flag_of(GMFS, texts, inside), flag_of(PVA, texts, inside)
        issues += filter(None, map(contradiction, (GMFS, PVA), flags))
        sheet = ScoreSheet(
            key,
            reader,
            parameters,
            bins,
            frozenset(page for page, given in epoch.pages.items() if given and page < parameters.n_pages),
            *flags,
            amplitudes,
            texts.get(HIGH_AMPLITUDE, ""),
            texts.get(NONEPILEPTIFORM, ""),
            texts.get(SPIKE_FOCUS, ""),
            plain_names(other[0].channels) if other is not None else (),
            other is not None,
            self.study_foci(reader),
            texts.get(FOCI) == NAMED,
            int(texts[CONFIDENCE]) if CONFIDENCE in texts else None,
            held.committed_utc if held is not None else "",
            held.score if held is not None else None,
            is_changed,
            held.seen if held is not None else (),
            not epoch.is_empty,
            tuple(issues),
            records,
        )
        return sheet if is_changed else _with_study(sheet)

    def _n_unrecorded(self, key: SheetKey, parameters: ScaleParameters) -> int:
        """Return how many bins of an epoch lie in gaps whole or by half."""
        here = Span(key.start_s, key.start_s + parameters.length_s)
        count = 0
        for gap in self.gaps:
            shared = gap.intersection(here)
            if shared is not None:
                first, stop = ((t - key.start_s) / parameters.bin_s for t in (shared.start_s, shared.stop_s))
                count += max(0, math.floor(stop + 0.5) - math.ceil(first - 0.5))
        return count


def _with_study(sheet: ScoreSheet) -> ScoreSheet:
    """Return a committed sheet as changed, where what was marked elsewhere in the study since gives another score."""
    if not sheet.is_committed or sheet.score.score == sheet.committed_score:
        return sheet
    now = "no score yet" if sheet.score.score is None else f"a score of {sheet.score.score}"
    message = f"What was marked elsewhere in the study since the score was committed gives {now}."
    return replace(sheet, is_changed=True, issues=(*sheet.issues, Issue("score_changed", message)))


def _placed(layer: _Layer, mark: Annotation) -> bool:
    """Hold a record where it belongs; False where it cannot be read."""
    if mark.term_id == AMPLITUDE_TERM:
        if amplitude_of(mark) is None:
            return False
        layer.marks[mark.annotation_id] = mark
        return True
    key = key_of(mark)
    if key is None:
        return False
    epoch = layer.epochs.setdefault(key, EpochRecords())
    is_read = epoch.put(mark)
    if epoch.is_empty:
        del layer.epochs[key]
    return is_read
