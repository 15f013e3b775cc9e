"""Interictal findings: score sheets as a table, foci, the form of hypsarrhythmia; nothing hidden from the reader."""

from __future__ import annotations

from collections.abc import Mapping

from eegview.app.report.making import NOT_ASSESSED, Answer, Computed, Making, given, listed
from eegview.app.report.sections.background import choice_label
from eegview.app.scoring.blindness import ReaderLine
from eegview.app.scoring.scales import BASED_2021
from eegview.app.scoring.sheet import ScoreSheet
from eegview.clinical.statistics.time_spans import common_of, seconds_of
from eegview.model.annotation import Annotation, certainty_of
from eegview.model.report.document import Block, Line, Paragraph, Run, Table, Tone, Value, Words
from eegview.model.report.link import Place
from eegview.model.scoring.evidence import FORM_TERM, FlagEvidence

_PATTERNS = ("burst_suppression", "electrodecrement", "grouped_multifocal_spikes", "paroxysmal_voltage_attenuation")
_MOST_FORMS = 4  # judgements of hypsarrhythmia that are told one by one
_COLUMNS = ("epoch", "foci", "pages", "bins", "high", "patterns", "score")


def visible_sheets(making: Making) -> tuple[ScoreSheet, ...]:
    """Return the sheets of BASED that the reader may see and that hold anything, by time and reader."""
    sheets = (line.sheet for line in making.study.sheets if line.sheet is not None)
    return tuple(sheet for sheet in sheets if sheet.has_record and sheet.key.scale_id == BASED_2021)


def own_sheet(making: Making) -> ScoreSheet | None:
    """Return the sheet that stands for the study: the reader's own, else the only committed one; the most severe."""
    sheets = [sheet for sheet in visible_sheets(making) if sheet.score.score is not None]
    own = [sheet for sheet in sheets if sheet.reader == making.study.reader]
    readers = {sheet.reader for sheet in sheets}
    chosen = own or (sheets if len(readers) == 1 else [])
    return max(chosen, key=lambda sheet: (sheet.score.score or 0, -sheet.key.start_s), default=None)


def score_value(making: Making, sheet: ScoreSheet) -> Value:
    """Return the score of a sheet, or that it has none yet."""
    score, name = sheet.score, "interictal.based"
    link = making.evidence.score(sheet)
    basis = making.labels(
        "basis.sheet", reader=sheet.reader, clock=making.clock(sheet.key.start_s), parameters=sheet.parameters_id
    )
    if score.score is None:
        return Value(making.labels("interictal.no_score"), name, basis=basis, link=link)
    return Value(f"{score.score}", name, float(score.score), "score", basis=basis, link=link)


def based_table(making: Making) -> tuple[Block, ...]:
    """Return the table of score sheets, with those of the study before; what is hidden is only said to be there."""
    rows = [_row(making, line) for line in making.study.sheets if _is_shown(line)]
    before = making.of_previous()
    if before is not None:
        rows += [_row(before, line) for line in before.study.sheets if _is_shown(line)]
    if not rows:
        return (Paragraph((making.line("interictal.not_scored"),), Tone.QUIET),)
    columns = tuple(making.labels(f"interictal.column_{name}") for name in _COLUMNS)
    sets = dict.fromkeys(sheet.parameters for sheet in visible_sheets(making))
    notes: list[Line] = [
        making.line("interictal.set_confirm", set=one.parameters_id, confirm=one.confirm)
        if one.confirm
        else making.line("interictal.set", set=one.parameters_id)
        for one in sets
    ]
    notes += [
        making.line(
            "interictal.display", filters=making.filters(one.filters_text), montage=making.montage(one.montage_id)
        )
        for one in sets
    ]
    notes.append(making.line("interictal.severity_only"))
    return (Table("based", columns, tuple(rows), making.labels("interictal.caption"), tuple(dict.fromkeys(notes))),)


def _is_shown(line: ReaderLine) -> bool:
    is_based = line.key.scale_id == BASED_2021
    return is_based and (line.sheet is None or line.sheet.has_record)


def _row(making: Making, line: ReaderLine) -> tuple[Line, ...]:
    clock = making.clock(line.key.start_s)
    where = making.labels("interictal.epoch", day=making.study_day, clock=clock)
    sheet = line.sheet
    if sheet is None:
        hidden = making.line("interictal.hidden", epoch=where, reader=line.reader)
        return (hidden, *((Words("–"),) for _column in _COLUMNS[1:]))
    state = making.study.hypnogram.state_text(sheet.span)
    parts = [where, state, line.reader] + ([] if sheet.is_blind else [making.labels("interictal.seen")])
    if not sheet.is_committed:
        parts.append(making.labels("interictal.not_committed"))
    if sheet.is_changed:
        parts.append(making.labels("interictal.changed"))
    score, evidence = sheet.score, making.evidence
    first_bin = next((sheet.bin_span(number) for number in sorted(sheet.bins) if sheet.bins[number].is_spike), None)
    high = next((one.span for one in sheet.amplitudes if one.is_high), None)
    n_rows = len({one.row for one in sheet.amplitudes})
    link = evidence.score(sheet)
    foci = making.count(len(sheet.foci), "interictal.foci", link, ", ".join(sheet.foci))
    pages = making.count(score.pages_met, "interictal.pages_met", link)
    bins = Value(
        making.labels("interictal.bins", n=score.bins_with_spike, of=sheet.n_pages * sheet.n_bins),
        "interictal.bins",
        float(score.bins_with_spike),
        "count",
        link=evidence.score(sheet, first_bin, Place.PAGE) if first_bin is not None else link,
    )
    share = making.percent(score.literal_percent / 100, "interictal.bins_share", link)
    if n_rows or sheet.high_amplitude:
        n_high = making.count(
            len(sheet.high_rows),
            "interictal.high_rows",
            evidence.score(sheet, high, Place.PAGE) if high is not None else link,
            ", ".join(sheet.high_rows),
        )
        high_cell: Line = (n_high, Words(making.labels("interictal.of_measured", n=n_rows)) if n_rows else Words(""))
    else:
        high_cell = making.quiet("state.not_assessed")
    return (
        (Words(" · ".join(filter(None, parts))),),
        (foci,),
        (pages, Words(making.labels("interictal.of_pages", n=sheet.n_pages))),
        (bins, Words(", "), share),
        tuple(run for run in high_cell if run.text),
        (*_flag(making, sheet, sheet.gmfs, "gmfs"), Words(" · "), *_flag(making, sheet, sheet.pva, "pva")),
        (score_value(making, sheet),),
    )


def _flag(making: Making, sheet: ScoreSheet, flag: FlagEvidence, name: str) -> Line:
    if not flag.answer:
        return making.quiet("state.not_assessed")
    link = making.evidence.score(sheet, flag.examples[0].span, Place.PAGE) if flag.examples else None
    return (making.word(making.choice(flag.answer), f"interictal.{name}", link or making.evidence.score(sheet)),)


def _hypsarrhythmia(making: Making) -> Answer:
    """Return each judgement of hypsarrhythmia; of many those of one answer, state and reader together."""
    marks = form_marks(making)
    if len(marks) <= _MOST_FORMS:
        return given(*(_form_line(making, mark) for mark in marks))
    groups: dict[tuple[str, str, str], list[Annotation]] = {}
    for mark in marks:
        state = mark.attribute("state") or ""
        groups.setdefault((mark.attribute("presence") or "", state, mark.layer), []).append(mark)
    lines: list[Line] = []
    for (answer, state, layer), held in groups.items():
        link = making.evidence.marks(held, FORM_TERM, Place.PAGE)
        seconds = seconds_of(common_of((mark.span for mark in held), making.study.recording.segments))
        duration = making.seconds(seconds, "interictal.hypsarrhythmia_s", link)
        said = ", ".join(filter(None, (choice_label(making, FORM_TERM, "state", state) if state else "", layer)))
        n = making.count(len(held), "interictal.hypsarrhythmia", link)
        lines.append(
            making.counted("interictal.epochs", n, answer=_presence(making, answer), duration=duration, said=said)
        )
    return given(*lines)


def _presence(making: Making, answer: str) -> str:
    return choice_label(making, FORM_TERM, "presence", answer) if answer else making.labels("state.not_said")


def _form_line(making: Making, mark: Annotation) -> Line:
    text = _presence(making, mark.attribute("presence") or "")
    found = making.word(text, "interictal.hypsarrhythmia", making.evidence.page(mark.span, [mark]))
    said = [making.clock(mark.onset_s), making.study.hypnogram.state_text(mark.span), mark.layer]
    if patterns := mark.attribute("pattern"):
        said.insert(0, ", ".join(choice_label(making, FORM_TERM, "pattern", p) for p in patterns.split("+")))
    if certainty := certainty_of(mark):
        said.append(choice_label(making, FORM_TERM, "certainty", certainty))
    return (found, Words(f" ({', '.join(filter(None, said))})"))


def form_marks(making: Making) -> tuple[Annotation, ...]:
    """Return the marks of hypsarrhythmia that the report counts: the counted layer's and the reader's own."""
    layers = (making.study.layer, making.study.reader)
    found = (mark for mark in making.study.marks if mark.term_id == FORM_TERM and mark.layer in layers)
    return tuple(sorted(found, key=lambda mark: (mark.onset_s, mark.layer, mark.annotation_id)))


def _spike_foci(making: Making) -> Answer:
    parts: list[tuple[Run, ...]] = []
    sheet = own_sheet(making)
    if sheet is not None:
        for electrode, bins in sheet.foci.items():
            link = making.evidence.score(sheet, sheet.bin_span(bins[0]), Place.PAGE)
            n = making.count(len(bins), "interictal.focus_bins", link, making.labels("basis.bins", reader=sheet.reader))
            parts.append(making.counted("interictal.focus", n, name=electrode))
        parts += [((Words(name)),) for name in sheet.study_foci if name not in sheet.foci]
    marks = making.study.counted_of("spike_focus")
    if marks:
        n = making.count(len(marks), "interictal.focus_marks", making.evidence.marks(marks, "spike_focus", Place.PAGE))
        names = ", ".join(dict.fromkeys(name for mark in marks for name in mark.channels))
        parts.append(
            making.counted("interictal.focus_marks", n, names=names or making.labels("interictal.focus_not_named"))
        )
    if not parts and sheet is not None and sheet.are_foci_named and not any(sheet.spike_bins):
        return given(making.line("interictal.no_bins", reader=sheet.reader))
    return given(listed(parts)) if parts else NOT_ASSESSED


def _patterns(making: Making) -> Answer:
    parts: list[tuple[Run, ...]] = []
    for term_id in _PATTERNS:
        marks = making.study.counted_of(term_id)
        term = making.study.vocabulary.term(term_id)
        if marks and term is not None:
            n = making.count(
                len(marks), f"interictal.{term_id}", making.evidence.marks(marks, term_id, Place.PAGE), _basis(making)
            )
            parts.append((Words(f"{term.label}: "), n))
    return given(listed(parts)) if parts else NOT_ASSESSED


def _basis(making: Making) -> str:
    return making.labels("basis.layer", layer=making.study.layer)


COMPUTED: Mapping[str, Computed] = {
    "interictal.hypsarrhythmia": _hypsarrhythmia,
    "interictal.spike_foci": _spike_foci,
    "interictal.patterns": _patterns,
}
