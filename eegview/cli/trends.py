"""`eegview trends`: trends of a whole study as a table or a picture, without the window."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eegview.app.film.no_eeg import refuse_film
from eegview.app.provenance import provenance_of, write_sidecar
from eegview.cli.blind_view import viewers_library, without_hidden
from eegview.cli.output import print_json, print_line, print_message, stderr_progress
from eegview.cli.reviewer import (
    DEFAULT_REVIEWER,
    EncodingOption,
    JsonOption,
    LibraryOption,
    OptionalFilesArgument,
    ReviewerOption,
)
from eegview.model.annotation import Annotation
from eegview.model.errors import EegViewError, UsageError
from eegview.model.provenance import Provenance
from eegview.model.recording import Recording, SignalSource
from eegview.model.span import Span
from eegview.model.time.clock import elapsed_text
from eegview.model.time.wall_clock import recording_time_s

if TYPE_CHECKING:
    from eegview.app.trends.plan import TrendPlan
    from eegview.app.trends.sets import TrendSet
    from eegview.app.trends.table import TrendTable
    from eegview.model.issue import Issue

_TABLE, _PICTURES = ".csv", (".png", ".svg", ".pdf")
_OF_THE_WINDOW = ("movement", "reviewed")  # kinds of panels whose matter is known where somebody reads


def trends(
    files: OptionalFilesArgument = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="OUT.csv, .png, .svg or .pdf.")] = None,
    set_id: Annotated[
        str | None,
        typer.Option("--set", metavar="NAME", help="Panels: night, spasms … Default: all curves; of a picture night."),
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="T", help="Where to begin; default: the start.")
    ] = None,
    stop: Annotated[str | None, typer.Option("--to", metavar="T", help="Where to end; else the end.")] = None,
    spectrograms: Annotated[
        bool, typer.Option("--spectrograms", help="In a CSV, also one column for each frequency of a spectrogram.")
    ] = False,
    width: Annotated[int, typer.Option(help="Width of the image, px.")] = 1600,
    show_list: Annotated[
        bool, typer.Option("--list", help="List sets and panels; with a FILE also the columns it gives.")
    ] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Compute everything again and keep nothing.")] = False,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    as_json: JsonOption = False,
) -> None:
    """Write the trends of a study: aEEG, range EEG, spectra, suppression … as a table or a picture.

    The CSV has one row for each 10 s: `time_s`, and one column a curve with its unit in the name; empty = not measured.
    Channels marked bad in the study library are left out. With --json the object says what each column is.

    Example: eegview trends night.edf --set night -o night.png
    """
    from eegview.app.trends.pair_panel import PAIR_PANEL
    from eegview.app.trends.sets import DEFAULT_SET_ID, load_sets, set_by_id

    if not files:
        if not show_list:
            raise UsageError("No recording was given.", "Name one: eegview trends study.edf -o trends.csv.")
        _list_sets(as_json)
        return
    if output is None and not show_list and not as_json:
        raise UsageError("There is no file to write to.", "Name one with -o, for example -o trends.csv.")
    if output is not None:
        _check_output(output)
    sets = load_sets()
    is_picture = output is not None and output.suffix.lower() in _PICTURES
    chosen = set_by_id(set_id or DEFAULT_SET_ID, sets) if set_id or is_picture else None
    from eegview.readers.opening import open_study

    source = open_study(files, encoding=encoding)
    try:
        refuse_film(source.recording, "Trends")
        marks, provenance = _marks_of(source, library, reviewer)
        if show_list or output is None:
            _list_columns(source, marks, chosen, provenance if as_json else None)
            return
        span = requested_span(source.recording, start, stop)
        table = _computed(source, marks, span, no_cache)
        if chosen is not None and PAIR_PANEL in chosen.panels:
            table = _with_pair(table, source, chosen.pair, _bad_channels(marks))
        if is_picture:
            _write_picture(
                source, table, span, chosen or set_by_id(DEFAULT_SET_ID, sets), marks, reviewer, output, width
            )
        else:
            _write_csv(table, span, chosen, spectrograms, output)
        write_sidecar(output, provenance)
    finally:
        source.close()
    _report(table, chosen, span, output, provenance if as_json else None)


def requested_span(recording: Recording, start: str | None, stop: str | None) -> Span | None:
    """Return the span to be written, None for the whole recording.

    Raises
    ------
    UsageError : a time cannot be read, the end is not after the beginning, or nothing was recorded there
    """
    if start is None and stop is None:
        return None
    start_s = 0.0 if start is None else recording_time_s(start, recording)
    stop_s = recording.duration_s if stop is None else recording_time_s(stop, recording)
    if start is not None and stop is not None and not start_s < stop_s:
        raise UsageError("The end is not after the beginning.", "Give --from before --to.")
    within = Span(start_s, stop_s).intersection(recording.span) if start_s < stop_s else None
    if within is None:
        end = elapsed_text(recording.duration_s)
        raise UsageError("The recording has no data there.", f"It runs from 0 to {end}.")
    return within


def _check_output(output: Path) -> None:
    if output.suffix.lower() not in (_TABLE, *_PICTURES):
        raise UsageError(f"Trends cannot be written as “{output.suffix}”.", "Use .csv, .png, .svg or .pdf.")
    if not output.absolute().parent.is_dir():
        raise UsageError(
            f"The folder of {output.name} does not exist.", "Make it first, or choose a folder that exists."
        )


def _marks_of(source: SignalSource, library_url: str | None, viewer: str) -> tuple[tuple[Annotation, ...], Provenance]:
    """Return what the library holds of a recording, and its state; a library that cannot be read is told of."""
    fingerprint = source.recording.fingerprint
    try:
        library = viewers_library(library_url, viewer, source)
        try:
            marks = without_hidden(viewer, library.whole.annotations(fingerprint))
            return marks, provenance_of(fingerprint, library)
        finally:
            library.close()
    except EegViewError as error:
        print_message(f"The trends are without the library's marks and bad channels. {error.sentence}")
        return (), provenance_of(fingerprint)


def _bad_channels(marks: Sequence[Annotation]) -> frozenset[str]:
    from eegview.model.study.bad_channels import bad_channels

    return frozenset(bad_channels(marks))


def _computed(source: SignalSource, marks: Sequence[Annotation], span: Span | None, no_cache: bool) -> "TrendTable":
    from eegview.app.kernel_file import load_kernels
    from eegview.app.trends.cache import TrendCache
    from eegview.app.trends.computing import compute_trends

    load_kernels()
    issues: list[Issue] = []
    progress = stderr_progress("Computing the trends")
    cache = None if no_cache else TrendCache()
    try:
        table = compute_trends(source, _bad_channels(marks), span, cache, progress, issues)
    finally:
        for issue in issues:
            print_message(issue.message)
    progress(1.0)
    return table


def _with_pair(table: "TrendTable", source: SignalSource, pair: str, bad_channels: frozenset[str]) -> "TrendTable":
    """Return the table with the aEEG of the pair that a set names; where it cannot be, with the reason."""
    from eegview.app.trends.aeeg_pair import pair_aeeg, with_pair

    why = "The set names no pair of electrodes." if not pair else ""
    try:
        found = pair_aeeg(source, pair, table, bad_channels) if pair else None
    except UsageError as error:
        found, why = None, f"{error.sentence} {error.advice}"
    if why:
        print_message(why)
    return with_pair(table, found, why)


def _write_csv(
    table: "TrendTable", span: Span | None, chosen: "TrendSet | None", spectrograms: bool, output: Path
) -> None:
    from eegview.app.trends.table_file import columns_of, write_table

    columns = columns_of(table, _panels(chosen))
    if not columns:
        raise UsageError(
            " ".join(("This recording gives none of these curves.", *table.left_out[:1])),
            "See which it gives with --list.",
        )
    write_table(table, output, columns, span, spectrograms)


def _write_picture(
    source: SignalSource,
    table: "TrendTable",
    span: Span | None,
    chosen: "TrendSet",
    marks: Sequence[Annotation],
    reviewer: str,
    output: Path,
    width: int,
) -> None:
    from eegview.app.page.snapshot import age_text
    from eegview.app.trends.picture import TrendPictureFacts, draw_trends
    from eegview.app.trends.study_marks import study_marks
    from eegview.app.vocabulary.store import load_vocabulary
    from eegview.model.recording import patient_of

    recording = source.recording
    facts = TrendPictureFacts(
        Path(recording.path).name,
        recording.started_at,
        age_text(recording.path, recording.started_at),
        recording.gaps,
        patient_of(source).is_simulated,
        chosen.label,
        study_marks(marks, reviewer, load_vocabulary()),
    )
    known_here = [(panel, lines) for panel, lines in chosen.shown() if panel.kind not in _OF_THE_WINDOW]
    draw_trends(table, known_here, output, span, facts, width)


def _report(
    table: "TrendTable", chosen: "TrendSet | None", span: Span | None, output: Path, provenance: Provenance | None
) -> None:
    from eegview.app.trends.table_file import columns_of, table_facts

    columns = columns_of(table, _panels(chosen))
    for sentence in table.left_out:
        print_message(sentence)
    if provenance is not None:
        within = span or Span(0.0, table.duration_s)
        facts: dict[str, Any] = {"output": output.name, "from_s": within.start_s, "to_s": within.stop_s}
        print_json(facts | {"set": chosen.set_id if chosen else None} | table_facts(table, columns), provenance)
    else:
        length_s = span.duration_s if span is not None else table.duration_s
        print_line(f"{output.name}: {len(columns)} curves, {elapsed_text(length_s, 0)}")
        print_line("For research and education; not a cleared medical device.")


def _panels(chosen: "TrendSet | None"):
    return None if chosen is None else [panel for panel, _lines in chosen.shown()]


def _list_sets(as_json: bool) -> None:
    """Print the sets and the panels there are."""
    from eegview.app.trends.panels import all_panels
    from eegview.app.trends.sets import load_sets, own_set_ids

    own = own_set_ids()
    if as_json:
        sets = [
            {"id": s.set_id, "label": s.label, "help": s.help, "panels": list(s.panels), "is_own": s.set_id in own}
            for s in load_sets()
        ]
        panels = [
            {"id": p.panel_id, "title": p.title, "kind": p.kind.value, "unit": p.unit, "columns": list(p.columns)}
            for p in all_panels()
        ]
        print_json({"sets": sets, "panels": panels})
        return
    print_line("Sets")
    for one in load_sets():
        print_line(
            f"  {one.set_id:12} {one.label}{' (your own)' if one.set_id in own else ''}: {', '.join(one.panels)}"
        )
    print_line("Panels")
    for panel in all_panels():
        print_line(f"  {panel.panel_id:20} {panel.title}; {panel.subtitle}{f', {panel.unit}' if panel.unit else ''}")


def _list_columns(
    source: SignalSource, marks: Sequence[Annotation], chosen: "TrendSet | None", provenance: Provenance | None
) -> None:
    """Print the columns that a recording gives, and why it lacks others; nothing is computed."""
    from eegview.app.trends.plan import plan_trends
    from eegview.app.trends.table import TrendTable
    from eegview.app.trends.table_file import columns_of, table_facts

    plan: TrendPlan = plan_trends(source.recording, _bad_channels(marks))
    left_out = tuple(row.why for row in plan.rows.left_out)
    table = TrendTable(
        source.recording.duration_s, plan.columns, plan.missing, (), plan.parameters, plan.parameters_id,
        plan.rows.labels, left_out,
    )  # fmt: skip
    columns = columns_of(table, _panels(chosen))
    if provenance is not None:
        print_json(table_facts(table, columns), provenance)
        return
    from eegview.app.trends.curve_names import curve_name

    print_line(f"Rows ({plan.rows.montage}): {', '.join(plan.rows.labels)}")
    for sentence in left_out:
        print_line(f"  {sentence}")
    for column in columns:
        shape = f"; {len(column.frequencies_hz)} frequencies" if column.frequencies_hz else ""
        print_line(f"  {curve_name(column):36} {column.title}; every {column.step_s:g} s{shape}")
    for one in plan.missing:
        print_line(f"  {one.column_id:36} missing: {one.why}")
