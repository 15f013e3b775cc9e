"""All readers' evidence on a study, record by record, and the sheets it makes."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.annotation import Annotation
from eegview.model.issue import Issue
from eegview.model.scoring.evidence import (
    CONFIDENCE,
    EXAMPLE_TERMS,
    FOCI,
    FOCUS_TERM,
    GMFS,
    HIGH_AMPLITUDE,
    HIGH_TERM,
    MARK_TERMS,
    NAMED,
    NONEPILEPTIFORM,
    OTHER_FOCI,
    PVA,
    SPIKE,
    SPIKE_FOCUS,
    AmplitudeEvidence,
    BinEvidence,
    FlagEvidence,
    SheetKey,
)
from eegview.model.scoring.parameters import ScaleParameters
from eegview.model.scoring.records import (
    SheetRecord,
    amplitude_of,
    answer_of,
    bin_of,
    evidence_hash,
    key_of,
    page_of,
    sheet_of,
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
class _Epoch:
    """The records of one reader's epoch, by what they are about and their id."""

    bins: dict[int, dict[str, tuple[Annotation, str, str]]] = field(default_factory=dict)
    pages: dict[int, dict[str, Annotation]] = field(default_factory=dict)
    answers: dict[str, dict[str, tuple[Annotation, str]]] = field(default_factory=dict)
    sheets: dict[str, SheetRecord] = field(default_factory=dict)
    made: dict[int, BinEvidence] = field(default_factory=dict)  # of bins that did not change since

    @property
    def is_empty(self) -> bool:
        return not (any(self.bins.values()) or any(self.pages.values()) or any(self.answers.values()) or self.sheets)


@dataclass(slots=True)
class _Layer:
    """What one reader holds of the study."""

    epochs: dict[SheetKey, _Epoch] = field(default_factory=dict)
    marks: dict[str, Annotation] = field(default_factory=dict)  # amplitudes below the limit too
    damaged: dict[str, Annotation] = field(default_factory=dict)
    made: dict[SheetKey, ScoreSheet] = field(default_factory=dict)  # sheets since the last change


class EvidenceBook:
    """The evidence of all readers; a change costs what it changes.

    Parameters
    ----------
    parameters : of the scale that new sheets are made with
    """

    def __init__(self, parameters: ScaleParameters) -> None:
        self.parameters = parameters
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
        if epoch.sheets.pop(annotation_id, None) is not None:
            epoch.made.clear()  # it may have held other lengths
        if (found := bin_of(mark)) is not None:
            epoch.bins.get(found[0], {}).pop(annotation_id, None)
            epoch.made.pop(found[0], None)
        if (page := page_of(mark)) is not None:
            epoch.pages.get(page, {}).pop(annotation_id, None)
        if (answer := answer_of(mark)) is not None:
            epoch.answers.get(answer[0], {}).pop(annotation_id, None)
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
        return _sheet_record(epoch) if epoch is not None else None

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
        return tuple(sorted(found))

    def sheet(self, key: SheetKey, reader: str) -> ScoreSheet:
        """Return a reader's sheet as it stands; an empty one where nothing is kept of it."""
        layer = self._layers.setdefault(reader, _Layer())
        if key not in layer.made:
            layer.made[key] = self._sheet(key, reader, layer)
        return layer.made[key]

    def _sheet(self, key: SheetKey, reader: str, layer: _Layer) -> ScoreSheet:
        epoch = layer.epochs.get(key) or _Epoch()
        held = _sheet_record(epoch)
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
        bins = {n: one for n in sorted(epoch.bins) if n < n_bins and (one := _bin(n, key, epoch, parameters))}
        inside = [mark for mark in layer.marks.values() if _is_inside(mark, span)]
        inside.sort(key=lambda mark: (mark.onset_s, mark.annotation_id))
        amplitudes = _amplitudes(inside, parameters, issues)
        answers = {question: sorted(given.items())[-1][1] for question, given in epoch.answers.items() if given}
        texts = {question: value for question, (_record, value) in answers.items()}
        other = answers.get(OTHER_FOCI)
        counted = [mark for mark in inside if mark.term_id != FOCUS_TERM]
        records = (*_records(epoch), *counted)
        is_changed = held is not None and bool(held.committed_utc) and held.evidence_hash != evidence_hash(records)
        if is_changed:
            issues.append(Issue("score_changed", "The evidence was changed after the score was committed."))
        return ScoreSheet(
            key,
            reader,
            parameters,
            bins,
            frozenset(page for page, given in epoch.pages.items() if given and page < parameters.n_pages),
            _flag(GMFS, texts, inside),
            _flag(PVA, texts, inside),
            amplitudes,
            texts.get(HIGH_AMPLITUDE, ""),
            texts.get(NONEPILEPTIFORM, ""),
            texts.get(SPIKE_FOCUS, ""),
            other[0].channels if other is not None else (),
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
    epoch = layer.epochs.setdefault(key, _Epoch())
    if (found := bin_of(mark)) is not None:
        epoch.bins.setdefault(found[0], {})[mark.annotation_id] = (mark, found[1], found[2])
        epoch.made.pop(found[0], None)
    elif (page := page_of(mark)) is not None:
        epoch.pages.setdefault(page, {})[mark.annotation_id] = mark
    elif (answer := answer_of(mark)) is not None:
        epoch.answers.setdefault(answer[0], {})[mark.annotation_id] = (mark, answer[1])
    elif (sheet := sheet_of(mark)) is not None:
        epoch.sheets[mark.annotation_id] = sheet
        epoch.made.clear()
    else:
        if epoch.is_empty:
            del layer.epochs[key]
        return False
    return True


def _sheet_record(epoch: _Epoch) -> SheetRecord | None:
    """Return the sheet's record; where an import brought a second one, that which is committed."""
    sheets = sorted(epoch.sheets.values(), key=lambda sheet: (sheet.committed_utc, sheet.record.annotation_id))
    return sheets[-1] if sheets else None


def _records(epoch: _Epoch) -> tuple[Annotation, ...]:
    bins = (record for held in epoch.bins.values() for record, _state, _source in held.values())
    pages = (record for held in epoch.pages.values() for record in held.values())
    answers = (record for held in epoch.answers.values() for record, _value in held.values())
    return (*bins, *pages, *answers)


def _bin(number: int, key: SheetKey, epoch: _Epoch, parameters: ScaleParameters) -> BinEvidence | None:
    """Return what is said of a bin; of two records a spike outweighs none, and foci are taken together."""
    held = epoch.bins[number]
    if not held:
        return None
    if number not in epoch.made:
        epoch.made[number] = _made_bin(number, key, held, parameters)
    return epoch.made[number]


def _made_bin(
    number: int, key: SheetKey, held: dict[str, tuple[Annotation, str, str]], parameters: ScaleParameters
) -> BinEvidence:
    records = [held[name] for name in sorted(held)]
    spikes = [one for one in records if one[1] == SPIKE]
    start_s = key.start_s + number * parameters.bin_s
    return BinEvidence(
        number,
        Span(start_s, start_s + parameters.bin_s),
        tuple(dict.fromkeys(name for record, _state, _source in spikes for name in record.channels)),
        (spikes or records)[0][1],
        (spikes or records)[0][2],
        tuple(record for record, _state, _source in records),
    )


def _is_inside(mark: Annotation, span: Span) -> bool:
    return span.contains(mark.onset_s) or mark.span.overlaps(span)


def _flag(question: str, texts: dict[str, str], inside: list[Annotation]) -> FlagEvidence:
    examples = tuple(mark for mark in inside if mark.term_id == EXAMPLE_TERMS[question])
    return FlagEvidence(texts.get(question, ""), examples)


def _amplitudes(
    inside: list[Annotation], parameters: ScaleParameters, issues: list[Issue]
) -> tuple[AmplitudeEvidence, ...]:
    found: list[AmplitudeEvidence] = []
    n_unmeasured = 0
    for mark in inside:
        if mark.term_id not in (AMPLITUDE_TERM, HIGH_TERM):
            continue
        measured = amplitude_of(mark)
        if measured is None:
            n_unmeasured += 1
            continue
        row, value_uv, filters = measured
        is_counted = filters == parameters.filters_text
        if not is_counted:
            message = f"A wave of {row} was measured with other filters ({filters or 'not said'}) and is not counted."
            issues.append(Issue("score_filters", message))
        limit_uv, is_posterior = parameters.limit_of(row), parameters.is_posterior(row)
        found.append(AmplitudeEvidence(row, value_uv, mark.span, is_posterior, limit_uv, filters, is_counted, mark))
    if n_unmeasured:
        marks = "mark of high amplitude has" if n_unmeasured == 1 else "marks of high amplitude have"
        issues.append(Issue("score_unmeasured", f"{n_unmeasured} {marks} no measured value and is not counted."))
    return tuple(found)
