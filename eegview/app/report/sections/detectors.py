"""Detector use: what was proposed, and what people decided; a proposal is no finding."""

from __future__ import annotations

from collections.abc import Mapping

from eegview.app.report.making import Answer, Computed, Making, given
from eegview.app.report.study import RunUse
from eegview.model.marked_times import shown_setting
from eegview.model.report.document import Block, Line, Table, Words
from eegview.model.report.link import Place
from eegview.model.time.clock import elapsed_text

_LONGEST = 60  # letters of a setting
_COLUMNS = ("name", "proposed", "accepted", "rejected", "unsure", "open", "by_hand", "unseen")


def _use(making: Making) -> Answer:
    runs = making.study.runs
    if not runs:
        return given(making.line("detectors.none"))
    names = ", ".join(dict.fromkeys(f"{run.title} {run.version}" for run in runs))
    return given((Words(names),))


def table(making: Making) -> tuple[Block, ...]:
    """Return a row for each run of a detector, with what became of its proposals."""
    runs = making.study.runs
    if not runs:
        return ()
    columns = tuple(making.labels(f"detectors.column_{name}") for name in _COLUMNS)
    notes: list[Line] = [making.line("detectors.only_accepted")]
    readers = sorted({name for run in runs for name in run.judged_by})
    if readers:
        notes.append(making.line("detectors.judged_by", readers=", ".join(readers)))
    notes += [making.line("detectors.outside", name=run.title, why=why) for run in runs for why in run.outside]
    notes += [making.line("detectors.partial", name=run.title) for run in runs if run.is_partial]
    n_unseen = sum(run.n_accepted_unseen for run in runs)
    notes.append(
        (Words(making.labels.counted("detectors.unseen", n_unseen)),)
        if n_unseen
        else making.line("detectors.none_unseen")
    )
    notes += [_computed(making, run) for run in runs]
    rows = tuple(_row(making, run) for run in runs)
    return (Table("detectors", columns, rows, making.labels("detectors.caption"), tuple(dict.fromkeys(notes))),)


def _row(making: Making, run: RunUse) -> tuple[Line, ...]:
    link = making.evidence.at(Place.HISTORY, run.span)
    numbers = (
        ("proposed", run.n_proposed),
        ("accepted", run.n_accepted),
        ("rejected", run.n_rejected),
        ("unsure", run.n_unsure),
        ("open", run.n_open),
        ("by_hand", run.n_by_hand),
        ("unseen", run.n_accepted_unseen),
    )
    basis = making.labels("basis.run", version=run.version, content=run.content_hash[:12])
    cells = [
        (Words("–"),) if n is None else (making.count(n, f"detectors.{name}", link, basis),) for name, n in numbers
    ]
    return ((Words(f"{run.title} {run.version}"),), *cells)


def _computed(making: Making, run: RunUse) -> Line:
    """Return what a run searched, and what it computed with: enough to make it again."""
    unknown = making.labels("detectors.not_recorded")
    return making.line(
        "detectors.computed",
        name=f"{run.title} {run.version}",
        start=elapsed_text(run.span.start_s, 0),
        stop=elapsed_text(run.span.stop_s, 0),
        settings=_settings_text(run),
        content=run.content_hash[:16],
        program=f"eegview {run.program_version}" if run.program_version else unknown,
        code=run.code_hash[:16] or unknown,
    )


def _settings_text(run: RunUse) -> str:
    """Return how a run was set, its long values cut, and without the times of marks that it searched by."""
    shown = [(name, shown_setting(name, value)) for name, value in run.parameters]
    cut = [(name, value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…") for name, value in shown]
    return ", ".join(f"{name} = {value or '–'}" for name, value in cut) or "–"


COMPUTED: Mapping[str, Computed] = {"detectors.use": _use}
