"""`eegview page`: a page as the window would show it, without the window."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eegview.app.montage.store import montage_by_id
from eegview.app.page.row_styles import is_clutter
from eegview.app.presets import DEFAULT_PRESET_ID, preset_by_id
from eegview.cli.blind_view import ViewerOption, viewers_library, without_hidden
from eegview.cli.output import print_message, stderr_progress
from eegview.cli.reviewer import EncodingOption, FilesArgument, LibraryOption
from eegview.exchange.writing import whole_file
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import HIGHEST_CUT_HZ, LOWEST_CUT_HZ, NO_FILTERS, DisplayFilters, FilterSpec, Phase
from eegview.model.display.montage import Montage, Row
from eegview.model.display.page import PageRequest
from eegview.model.display.preset import Preset
from eegview.model.errors import EegViewError, UsageError
from eegview.model.recording import Recording, SignalSource, patient_of
from eegview.model.span import Span
from eegview.model.time.clock import elapsed_text, parse_time_s
from eegview.model.time.wall_clock import even_start, recording_time_s

if TYPE_CHECKING:
    from eegview.app.page.picture_marks import PictureMarks

_NEVER_FILTERED = (ChannelKind.SPO2, ChannelKind.TRIGGER)  # a level and a switch, not waves
_LONGEST_S = 3600.0  # a page may be longer than a short recording
_COMPILE_ABOVE = 3_000_000  # samples; fewer are filtered sooner than the compiled kernels load


def page(
    files: FilesArgument,
    at: Annotated[str, typer.Option(help="Seconds, HH:MM:SS from start, or @HH:MM:SS by the clock.")] = "0",
    duration: Annotated[str, typer.Option(help="Length: seconds or HH:MM:SS.")] = "15",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="OUT.npz, .png, .svg or .pdf.")] = None,
    montage: Annotated[str, typer.Option(help="Montage id; see “eegview montages”.")] = "none",
    lff: Annotated[float | None, typer.Option(help="Low cut in Hz, 0 = off.")] = None,
    hff: Annotated[float | None, typer.Option(help="High cut in Hz, 0 = off.")] = None,
    notch: Annotated[float | None, typer.Option(help="Notch in Hz, 0 = off.")] = None,
    phase: Annotated[Phase | None, typer.Option(help="Filters that shift waves in time, or do not.")] = None,
    preset: Annotated[str | None, typer.Option(help="Display preset: clinical, timing …")] = None,
    sensitivity: Annotated[float | None, typer.Option(help="µV/mm of an image.")] = None,
    width: Annotated[int, typer.Option(help="Width of the image, px.")] = 1600,
    height: Annotated[int, typer.Option(help="Height of the image, px.")] = 900,
    marks: Annotated[bool, typer.Option(help="Draw the library's marks and the file's annotations.")] = True,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ViewerOption = None,
) -> None:
    """Write a page as the window would show it: samples (.npz) or the drawn page with its marks (.png, .svg, .pdf).

    Filters are off unless given, and then apply to every row but SpO2 and trigger; with --preset they replace
    the preset's filters of the EEG rows.

    Of clips without EEG the rows are movement and sound; montage, filters and sensitivity do not count then.

    Example: eegview page study.edf --at 00:12:30 --duration 10 --montage longitudinal_bipolar -o page.png
    """
    if output is None:
        raise UsageError("There is no file to write to.", "Name one with -o, for example -o page.png.")
    suffix = output.suffix.lower()
    if suffix not in (".npz", ".png", ".svg", ".pdf"):
        raise UsageError(f"A page cannot be written as “{output.suffix}”.", "Use .npz, .png, .svg or .pdf.")
    _check_folder(output)
    chosen = preset_by_id(preset) if preset else None
    filters = choose_filters(chosen, lff, hff, notch, phase)
    rows = montage_by_id(montage)
    from eegview.app.library.opening import kept_slowness, open_source

    source = open_source(files, encoding=encoding, slowness=kept_slowness(library))
    try:
        recording = source.recording
        span = _span(recording, at, duration)
        request = PageRequest(recording.fingerprint, span, rows, filters)
        if recording.is_film:
            _tell_of_eeg_options(montage, lff, hff, notch, sensitivity)
            shown = _marks_on(source, span, library, reviewer) if marks and suffix != ".npz" else None
            _write_film(source, request, output, (width, height), shown)
            return
        if lff or hff or notch:
            _report_idle_filters(recording, filters)
        _load_kernels_if_long(recording, span)
        if suffix == ".npz":
            _write_samples(source, request, output)
        else:
            shown = _marks_on(source, span, library, reviewer) if marks else None
            _write_picture(source, request, output, chosen, sensitivity, width, height, shown)
    finally:
        source.close()


def choose_filters(
    preset: Preset | None, lff: float | None, hff: float | None, notch: float | None, phase: Phase | None
) -> DisplayFilters:
    """Return the preset's filters, or none, with those given on the command line in their place.

    Raises
    ------
    UsageError : a cut is negative or not a number
    """
    given = {"low_cut_hz": lff, "high_cut_hz": hff, "notch_hz": notch}
    given = {name: value for name, value in given.items() if value is not None}
    if not all(value == 0 or LOWEST_CUT_HZ <= value <= HIGHEST_CUT_HZ for value in given.values()):
        raise UsageError(
            f"A filter's frequency is 0 (off), or {LOWEST_CUT_HZ:g} to {HIGHEST_CUT_HZ:g} Hz.",
            "Give --lff, --hff and --notch in Hz.",
        )
    filters = preset.filters if preset else NO_FILTERS
    if preset:
        kinds = [ChannelKind.EEG] if given else []
    else:
        kinds = [kind for kind in ChannelKind if kind not in _NEVER_FILTERED] if given else []
    for kind in kinds:
        old = filters.for_kind(kind)
        cuts = {"low_cut_hz": old.low_cut_hz, "high_cut_hz": old.high_cut_hz, "notch_hz": old.notch_hz}
        filters = filters.with_kind(kind, FilterSpec(**(cuts | given), phase=old.phase))
    return filters.with_phase(phase) if phase else filters


def _span(recording: Recording, at: str, duration: str) -> Span:
    start_s = recording_time_s(at, recording)
    duration_s = parse_time_s(duration)
    if not 0 < duration_s < float("inf"):
        raise UsageError("The page has no length.", "Give --duration in seconds, above 0.")
    longest_s = max(recording.duration_s, _LONGEST_S)
    if duration_s > longest_s:
        raise UsageError("The page is longer than the recording.", f"Give --duration up to {longest_s:g} seconds.")
    # A page may begin before the recording or run past its end, but some of it must be there.
    if not start_s < recording.duration_s or not start_s + duration_s > 0:
        raise UsageError(
            f"The recording has no data at {at}.", f"It runs from 0 to {elapsed_text(recording.duration_s)}."
        )
    return Span(start_s, start_s + duration_s)


def _report_idle_filters(recording: Recording, filters: DisplayFilters) -> None:
    """Report on stderr which of the requested filters have no effect at the EEG's sampling rate."""
    from eegview.app.page.filter_effect import problem_text

    rates_hz = [channel.rate_hz for channel in recording.channels if channel.kind is ChannelKind.EEG]
    problem = problem_text(filters.for_kind(ChannelKind.EEG), max(rates_hz)) if rates_hz else ""
    if problem:
        print_message(f"Filters: {problem}.")


def _load_kernels_if_long(recording: Recording, span: Span) -> None:
    n_samples = span.duration_s * sum(channel.rate_hz for channel in recording.channels)
    if n_samples > _COMPILE_ABOVE:
        from eegview.app.kernel_file import load_kernels

        load_kernels()


def _tell_of_eeg_options(montage: str, *given: float | None) -> None:
    if montage != "none" or any(value is not None for value in given):
        print_message("The clips have no EEG: montage, filters and sensitivity change nothing.")


def _write_film(
    source: SignalSource, request: PageRequest, output: Path, size_px: tuple[int, int], marks: "PictureMarks | None"
) -> None:
    import numpy as np

    from eegview.app.film.page import film_page, steady_rows
    from eegview.app.page.picture import PageFacts, PicturePageStyle, draw_page
    from eegview.app.page.picture_marks import PictureMarks

    found = film_page(source, request, stderr_progress("Measuring movement and sound"))
    if output.suffix.lower() == ".npz":
        data, times_s, rate_hz = steady_rows(found.page)
        rows = np.array([row.label for row in found.page.rows], dtype=np.str_)
        with whole_file(output) as file:
            np.savez(file, data=data, times=times_s, rows=rows, rate_hz=np.float64(rate_hz))
        return
    base = preset_by_id(DEFAULT_PRESET_ID)
    style = PicturePageStyle(*size_px, base.sensitivity_uv_per_mm, base.kind_gain, is_film=True)
    recording = source.recording
    n_more = len(recording.clips) - 1
    name = Path(recording.path).name + (f" and {n_more} more" if n_more else "")
    is_simulated = patient_of(source).is_simulated
    facts = PageFacts(name, "", marks or PictureMarks(), found.notes, is_simulated)
    draw_page(found.page, output, style, found.started_at, facts)


def _write_samples(source: SignalSource, request: PageRequest, output: Path) -> None:
    import numpy as np

    from eegview.app.page.grid import build_grid

    grid = build_grid(source, request)
    shown = _shown_rows(grid.rows, request.montage)
    rows = np.array([grid.rows[index].label for index in shown], dtype=np.str_)
    with whole_file(output) as file:
        np.savez(file, data=grid.data[shown], times=grid.times_s, rows=rows, rate_hz=np.float64(grid.rate_hz))


def _write_picture(
    source: SignalSource,
    request: PageRequest,
    output: Path,
    preset: Preset | None,
    sensitivity: float | None,
    width: int,
    height: int,
    marks: "PictureMarks | None",
) -> None:
    from eegview.app.page.building import build_page
    from eegview.app.page.picture import PageFacts, PicturePageStyle, draw_page
    from eegview.app.page.picture_marks import PictureMarks
    from eegview.app.page.snapshot import age_text, only_rows

    base = preset or preset_by_id(DEFAULT_PRESET_ID)
    uv_per_mm = base.sensitivity_uv_per_mm if sensitivity is None else sensitivity
    if not 0 < uv_per_mm < 1e6:
        raise UsageError("The sensitivity is not valid.", "Give --sensitivity in µV/mm, above 0, for example 15.")
    style = PicturePageStyle(width, height, uv_per_mm, base.kind_gain)
    page, recording = build_page(source, request), source.recording
    age = age_text(recording.path, recording.started_at)
    is_simulated = patient_of(source).is_simulated
    facts = PageFacts(Path(recording.path).name, age, marks or PictureMarks(), is_simulated=is_simulated)
    draw_page(
        only_rows(page, _shown_rows(page.rows, request.montage)),
        output,
        style,
        even_start(recording, page.request.span),
        facts,
    )


def _marks_on(source: SignalSource, span: Span, library_url: str | None, viewer: str | None) -> "PictureMarks":
    """Return the readers' marks and the file's notes on a page; a library that cannot be read is told of."""
    from eegview.app.page.picture_marks import PictureMarks
    from eegview.app.vocabulary.store import load_vocabulary
    from eegview.model.sync import is_clinical

    found = list(source.scan_events().annotations)
    try:
        library = viewers_library(library_url, viewer, source)
        try:
            fingerprint = source.recording.fingerprint
            stored = without_hidden(viewer, library.whole.annotations(fingerprint))
            found = [] if library.blindness(fingerprint).is_blind else found
            found += filter(is_clinical, stored)
        finally:
            library.close()
    except EegViewError as error:
        print_message(f"The image is without the library's marks. {error.sentence}")
    marks = PictureMarks(tuple(found), load_vocabulary())
    return PictureMarks(marks.on(span), marks.vocabulary)


def _shown_rows(rows: tuple[Row, ...], montage: Montage) -> list[int]:
    """Return the indices of the rows that the window would show."""
    return [index for index, row in enumerate(rows) if not is_clutter(row, montage)]


def _check_folder(output: Path) -> None:
    if not output.absolute().parent.is_dir():
        raise UsageError(
            f"The folder of {output.name} does not exist.", "Make it first, or choose a folder that exists."
        )
