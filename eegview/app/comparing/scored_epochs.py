"""Compare scored epochs of two readers: bins and foci, answers, pages read, and the scores they committed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from eegview.app.comparing.difference import CONFLICT, MATCHED, ONLY_A, ONLY_B, Difference, FieldPair, Matter
from eegview.app.comparing.scored_sheet import ReadSheet, read_sheets
from eegview.model.annotation import Annotation
from eegview.model.scoring.evidence import (
    GMFS,
    HIGH_AMPLITUDE,
    NO_SPIKE,
    NONEPILEPTIFORM,
    OTHER_FOCI,
    PVA,
    SPIKE,
    SPIKE_FOCUS,
    SheetKey,
)
from eegview.model.scoring.terms import ANSWER_TERM, BIN_TERM, PAGE_TERM, SHEET_TERM
from eegview.model.span import Span

COMPARED_QUESTIONS = {
    GMFS: "Grouped multifocal spikes",
    PVA: "Paroxysmal voltage attenuation",
    HIGH_AMPLITUDE: "High amplitude",
    NONEPILEPTIFORM: "Non-epileptiform abnormality",
    SPIKE_FOCUS: "Spike focus in the rest of the study",
    OTHER_FOCI: "Foci elsewhere in the study",
}
_STATES = {SPIKE: "spike", NO_SPIKE: "none"}
_Said = tuple[str, tuple[str, ...]] | None


def scored_differences(records: Iterable[Annotation], layers: tuple[str, str]) -> list[Difference]:
    """Return what two readers share and where they differ on the epochs that either of them scored.

    records : evidence for scores, and clinical marks of rows of high amplitude
    layers : A and B
    """
    records = tuple(records)
    ours, theirs = read_sheets(records, layers[0]), read_sheets(records, layers[1])
    found: list[Difference] = []
    for key in sorted(ours.keys() | theirs.keys()):
        a, b = ours.get(key), theirs.get(key)
        if a is None or b is None:
            found.append(_alone(key, a, b, layers))
        else:
            found += _Pair(key, a, b, layers).differences()
    return found


class _Pair:
    """Two readers' sheets of one epoch."""

    def __init__(self, key: SheetKey, a: ReadSheet, b: ReadSheet, layers: tuple[str, str]) -> None:
        self._key, self._a, self._b, self._layers = key, a, b, layers
        known = [one.sheet.parameters for one in (a, b) if one.sheet is not None and one.sheet.parameters is not None]
        marked = [record for one in (a, b) for held in one.bins.values() for record in held]
        self._bin_s = known[0].bin_s if known else marked[0].duration_s if marked else 1.0
        self._n_of_page = known[0].n_bins if known else 0
        n_marked = max((number + 1 for one in (a, b) for number in one.bins), default=0)
        self._n_bins = max(known[0].n_bins * known[0].n_pages if known else 0, n_marked)
        self._span = Span(key.start_s, key.start_s + (known[0].length_s if known else self._n_bins * self._bin_s))

    def differences(self) -> list[Difference]:
        found = [*self._bins(), *self._answers()]
        if self._a.pages or self._b.pages:
            found.append(self._pages())
        return [*found, *self._scores()]

    def _bins(self) -> list[Difference]:
        said: list[tuple[int, _Said, _Said]] = []
        for number in range(self._n_bins):
            a, b = self._a.bin(number, self._n_of_page), self._b.bin(number, self._n_of_page)
            if a is not None or b is not None:
                said.append((number, _sorted_foci(a), _sorted_foci(b)))

        def run(item: tuple[int, tuple[int, _Said, _Said]]) -> tuple[object, ...]:
            place, (number, a, b) = item
            return number - place, a, b

        runs = groupby(enumerate(said), run)
        return [self._run([(number, a, b) for _place, (number, a, b) in items]) for _run, items in runs]

    def _run(self, bins: Sequence[tuple[int, _Said, _Said]]) -> Difference:
        first, a, b = bins[0]
        numbers = [number for number, _a, _b in bins]
        start_s = round(self._key.start_s + first * self._bin_s, 3)
        stop_s = round(self._key.start_s + (numbers[-1] + 1) * self._bin_s, 3)
        state_a, state_b = (_STATES[one[0]] if one is not None else "" for one in (a, b))
        foci_a, foci_b = (", ".join(one[1]) if one is not None else "" for one in (a, b))
        fields = [_field("state", "Bins" if len(bins) > 1 else "Bin", state_a, state_b)]
        if foci_a or foci_b:
            fields.append(_field("foci", "Foci", foci_a, foci_b, has_both=state_a == state_b))
        marks_a, marks_b = (
            tuple(record for number in numbers for record in one.bins.get(number, ())) for one in (self._a, self._b)
        )
        said_a, said_b = (" ".join(filter(None, pair)) for pair in ((state_a, foci_a), (state_b, foci_b)))
        return self._difference(
            f"{BIN_TERM}@{self._key.scale_id}@{self._key.start_text}@{first}",
            BIN_TERM,
            Matter.BINS,
            Span(start_s, stop_s),
            (marks_a, marks_b),
            (said_a, said_b),
            tuple(fields),
            f"{len(bins)} bins: " if len(bins) > 1 else "bin: ",
            n_epochs=len(bins),
            epoch_s=self._bin_s,
        )

    def _answers(self) -> list[Difference]:
        found: list[Difference] = []
        for question, label in COMPARED_QUESTIONS.items():
            said = self._a.answer(question), self._b.answer(question)
            if any(said):
                found.append(
                    self._difference(
                        f"{ANSWER_TERM}@{self._key.scale_id}@{self._key.start_text}@{question}",
                        ANSWER_TERM,
                        Matter.ANSWER,
                        self._span,
                        (self._a.answer_records(question), self._b.answer_records(question)),
                        said,
                        (_field(question, label, *said),),
                        f"{label}: ",
                    )
                )
        return found

    def _pages(self) -> Difference:
        """Return which pages were read: no finding, so that two readers never contradict each other in it."""
        marks = (self._a.page_records, self._b.page_records)
        a_text, b_text = (f"{len(held)} read" if held else "" for held in (self._a.pages, self._b.pages))
        field = FieldPair("pages", "Pages", a_text, b_text, a_text != b_text)
        return self._difference(
            f"{PAGE_TERM}@{self._key.scale_id}@{self._key.start_text}",
            PAGE_TERM,
            Matter.PAGES,
            self._span,
            marks,
            (str(sorted(self._a.pages)), str(sorted(self._b.pages))),
            (field,),
            "pages: ",
            kind=MATCHED,
        )

    def _scores(self) -> list[Difference]:
        """Return how the scores compare that both readers committed; nothing before."""
        a, b = self._a.sheet, self._b.sheet
        if a is None or b is None or not (a.committed_utc and b.committed_utc):
            return []
        fields = [_field("score", "Score", str(a.score), str(b.score))]
        names = [one.parameters.parameters_id if one.parameters is not None else "" for one in (a, b)]
        if names[0] != names[1]:
            fields.append(_field("parameters", "Values of the scale", names[0], names[1]))
        return [
            self._difference(
                f"{SHEET_TERM}@{self._key.scale_id}@{self._key.start_text}",
                SHEET_TERM,
                Matter.SCORE,
                self._span,
                ((a.record,), (b.record,)),
                (f"{a.score} {names[0]}", f"{b.score} {names[1]}"),
                tuple(fields),
                "score: ",
            )
        ]

    def _difference(
        self,
        name: str,
        term_id: str,
        matter: Matter,
        span: Span,
        marks: tuple[tuple[Annotation, ...], tuple[Annotation, ...]],
        said: tuple[str, str],
        fields: tuple[FieldPair, ...],
        lead: str,
        n_epochs: int = 1,
        epoch_s: float = 0.0,
        kind: str = "",
    ) -> Difference:
        if not kind:
            is_conflict = any(field.is_conflict for field in fields)
            kind = ONLY_B if not said[0] else ONLY_A if not said[1] else CONFLICT if is_conflict else MATCHED
        text = " / ".join(one or "not said" for one in said) if kind != MATCHED else fields[0].a_text
        sheet = f"{self._key.scale_id}@{self._key.start_text}"
        return Difference(
            f"{name}:{'+'.join(sorted(self._layers))}",
            kind,
            term_id,
            span.start_s,
            span,
            marks[0][0] if marks[0] else None,
            marks[1][0] if marks[1] else None,
            fields,
            f"{lead}{text}",
            matter=matter,
            marks_a=marks[0],
            marks_b=marks[1],
            values=tuple(f"{layer}: {sheet} {one}" for layer, one in zip(self._layers, said, strict=True)),
            n_epochs=n_epochs,
            epoch_s=epoch_s,
            sheet=sheet,
        )


def _alone(key: SheetKey, a: ReadSheet | None, b: ReadSheet | None, layers: tuple[str, str]) -> Difference:
    """Return an epoch that one reader scored, as one difference."""
    one = a or b
    assert one is not None
    held = one.sheet
    is_committed = held is not None and bool(held.committed_utc)
    text = f"score {held.score}" if held is not None and is_committed else "not committed"
    span = one.records[0].span
    if held is not None:
        span = held.record.span
    stop_s = max(span.stop_s, *(record.stop_s for record in one.records))
    sheet = f"{key.scale_id}@{key.start_text}"
    field = FieldPair("sheet", "Scored epoch", text if a is not None else "", text if b is not None else "", False)
    says = sorted((r.term_id, r.onset_s, sorted(r.channels), sorted(r.attributes)) for r in one.records)
    return Difference(
        f"{SHEET_TERM}@{key.scale_id}@{key.start_text}:{'+'.join(sorted(layers))}",
        ONLY_A if a is not None else ONLY_B,
        SHEET_TERM,
        key.start_s,
        Span(key.start_s, stop_s),
        a.records[0] if a is not None else None,
        b.records[0] if b is not None else None,
        (field,),
        f"{text}, {'B' if a is not None else 'A'} did not score this epoch",
        matter=Matter.SCORE,
        marks_a=a.records if a is not None else (),
        marks_b=b.records if b is not None else (),
        values=(f"{one.layer}: {says}",),
        sheet=sheet,
    )


def _field(name: str, label: str, a_text: str, b_text: str, has_both: bool = True) -> FieldPair:
    differs = a_text != b_text
    return FieldPair(name, label, a_text, b_text, differs, differs and has_both and bool(a_text) and bool(b_text))


def _sorted_foci(said: _Said) -> _Said:
    return (said[0], tuple(sorted(said[1]))) if said is not None else None
