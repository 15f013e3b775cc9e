"""`eegview spasms`: statistics of the spasms of a study, and what of it was recorded, reviewed and filmed."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eegview.app.provenance import provenance_of, write_sidecar
from eegview.cli.blind_view import viewers_library, without_hidden
from eegview.cli.events import SameEventOption
from eegview.cli.output import print_json, print_line, print_message
from eegview.cli.reviewer import (
    DEFAULT_REVIEWER,
    EncodingOption,
    FilesArgument,
    JsonOption,
    LibraryOption,
    ReviewerOption,
)
from eegview.clinical.clusters import ClusterRule
from eegview.clinical.same_event import SAME_EVENT_S, SameEventRule
from eegview.clinical.statistics.spasm_statistics import WITHIN_WAKING_MIN
from eegview.model.annotation import Annotation as Mark
from eegview.model.errors import UsageError
from eegview.model.provenance import Provenance

if TYPE_CHECKING:
    from eegview.app.statistics.figures import StatisticFigure
    from eegview.app.statistics.reading import StatisticsRead
    from eegview.app.statistics.study_statistics import StudyStatistics

_DEFAULT = ClusterRule()


def spasms(
    files: FilesArgument,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="OUT.csv", help="Write a table.")] = None,
    layer: Annotated[
        str, typer.Option("--layer", metavar="NAME", help="Whose marks count. Default: final, else the reviewer's.")
    ] = "",
    min_spasms: Annotated[
        int, typer.Option("--min-spasms", metavar="N", min=1, help="A cluster has at least N spasms …")
    ] = _DEFAULT.min_spasms,
    max_interval: Annotated[
        float, typer.Option("--max-interval", metavar="S", min=0.1, help="… with successive onsets within S seconds.")
    ] = _DEFAULT.max_interval_s,
    within_waking: Annotated[
        float,
        typer.Option("--within-waking", metavar="MIN", min=0.0, help="What is soon after waking, minutes."),
    ] = WITHIN_WAKING_MIN,
    same_event: SameEventOption = SAME_EVENT_S,
    no_video: Annotated[
        bool, typer.Option("--no-video", help="Leave the videos closed; the first time each is read to its end.")
    ] = False,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    as_json: JsonOption = False,
) -> None:
    """Count spasms: per hour, by state, in clusters, how they look; with 95 % intervals, and what was covered.

    Rates per hour reviewed come from the reviewed time kept on this computer, artifact from trends computed before.
    With --json each figure has its definition, its marks and its spans.

    Example: eegview spasms night.edf --json
    """
    if output is not None:
        _check_output(output)
    rule = ClusterRule(min_spasms, max_interval)
    read = _read(
        files, library, reviewer, encoding, layer, rule, SameEventRule(same_event), not no_video, within_waking
    )
    found, provenance = read
    statistics = found.statistics
    for problem in found.problems:
        print_message(problem)
    if statistics.not_counted:
        others = ", ".join(f"{name} ({n})" for name, n in statistics.not_counted.items())
        print_message(f"Spasms are marked in other layers, too, and not counted here: {others}.")
    if output is not None:
        _write(statistics, output)
        write_sidecar(output, provenance)
    if as_json:
        from eegview.app.statistics.statistics_json import statistics_json

        print_json(statistics_json(statistics, found.problems), provenance)
        return
    for line in _lines(statistics):
        print_line(line)
    print_line("For research and education; not a cleared medical device.")


def _read(
    files: Sequence[str],
    library_url: str | None,
    reviewer: str,
    encoding: str,
    layer: str,
    rule: ClusterRule,
    same_event: SameEventRule,
    opens_videos: bool,
    within_waking_min: float,
) -> "tuple[StatisticsRead, Provenance]":
    from eegview.app.library.opening import kept_slowness, open_source
    from eegview.app.statistics.reading import read_statistics
    from eegview.app.vocabulary.store import load_vocabulary

    source = open_source(files, encoding=encoding, slowness=kept_slowness(library_url))
    try:
        library = viewers_library(library_url, reviewer, source)
        for issue in library.issues:
            print_message(issue.message)
        try:
            fingerprint = source.recording.fingerprint
            marks = without_hidden(reviewer, library.whole.annotations(fingerprint))
            places = library.video_places(fingerprint)
            provenance = provenance_of(fingerprint, library, vocabulary=(vocabulary := load_vocabulary()))
        finally:
            library.close()
        if layer and layer != reviewer:
            _check_layer(layer, marks, source.recording.reviewed_id)
        found = read_statistics(
            source,
            marks,
            reviewer,
            vocabulary,
            places,
            layer,
            rule,
            same_event,
            opens_videos,
            within_waking_min,
        )
        return found, provenance
    finally:
        source.close()


def _check_layer(layer: str, marks: Sequence[Mark], fingerprint: str) -> None:
    """Refuse a layer that holds no marks and whose reader reviewed nothing: that would count none for a slip."""
    from eegview.app.review.coverage_file import read_reviewed

    known = {mark.layer for mark in marks if mark.layer} | set(read_reviewed(fingerprint).by_reviewer)
    if layer not in known:
        raise UsageError(
            f"There are no marks of the layer “{layer}” on this recording.",
            f"Layers: {', '.join(sorted(known)) or 'none'}.",
        )


def _check_output(output: Path) -> None:
    if output.suffix.lower() != ".csv":
        raise UsageError(f"Statistics cannot be written as “{output.suffix}”.", "Use .csv, or --json.")
    if not output.absolute().parent.is_dir():
        raise UsageError(
            f"The folder of {output.name} does not exist.", "Make it first, or choose a folder that exists."
        )


def _write(statistics: "StudyStatistics", output: Path) -> None:
    from eegview.app.statistics.figure_texts import csv_rows
    from eegview.app.statistics.figures import statistic_figures
    from eegview.exchange.plain_table import comma_text
    from eegview.exchange.writing import write_whole

    write_whole(output, comma_text(csv_rows(statistic_figures(statistics))).encode())


def _lines(statistics: "StudyStatistics") -> Iterator[str]:
    from eegview.app.statistics.figures import RATE_END, SHARE_END, TIME_END, statistic_figures

    ends = SHARE_END, TIME_END, RATE_END
    spasms, coverage = statistics.spasms, statistics.coverage
    yield f"Layer “{statistics.layer}”. {spasms.counting_text}"
    yield f"Clusters: {spasms.rule.text}."
    staged = f"Sleep stages: of layer “{coverage.stages_layer}”." if coverage.stages_layer else "No sleep stages."
    yield staged
    figures = statistic_figures(statistics)
    by_name = {one.name: one for one in figures}
    parts = {one.name: [by_name[name] for end in ends if (name := one.name + end) in by_name] for one in figures}
    belonging = {part.name for members in parts.values() for part in members}
    methods: list[str] = []
    shown = [one for one in figures if one.name not in belonging and _matters(one)]
    width = max(len(one.label) for one in shown) + 2
    for group, members in groupby(shown, key=lambda one: one.group):
        yield ""
        yield group
        for one in members:
            texts = (
                f"{'in ' if part is not one and part.name.endswith(TIME_END) else ''}{_text(part, methods)}"
                for part in (one, *parts[one.name])
            )
            yield f"  {one.label:{width}}{'  '.join(texts)}"
    if methods:
        yield ""
        yield "95 % intervals"
        yield from (f"  [{number}] {method}" for number, method in enumerate(methods, 1))
    if coverage.warnings:
        yield ""
        yield "What is not covered"
        yield from (f"  {one.sentence} ({one.basis}; {one.source})" for one in coverage.warnings)


def _matters(figure: "StatisticFigure") -> bool:
    """Whether a figure is printed: answers that nobody gave, and what is none by default, stay out of the table."""
    is_answer = figure.name.startswith("semiology.")
    is_none = figure.name in ("spasms.unrecorded", "spasms.unreviewed")
    return bool(figure.value) or not (is_answer or is_none)


def _text(figure: "StatisticFigure", methods: list[str]) -> str:
    """Return a figure as text: value, interval with the number of its method, quartiles."""
    from eegview.app.statistics.figure_texts import interval_text, value_text

    parts = [value_text(figure.value, figure.unit)]
    if interval := interval_text(figure):
        if figure.method not in methods:
            methods.append(figure.method)
        parts.append(f"({interval}) [{methods.index(figure.method) + 1}]")
    elif figure.method:
        parts.append(f"({figure.method})")
    if figure.lower_quartile is not None and figure.upper_quartile is not None:
        quartiles = (value_text(one, figure.unit) for one in (figure.lower_quartile, figure.upper_quartile))
        parts.append(f"quartiles {' – '.join(quartiles)}, n = {figure.n}")
    return "  ".join(parts)
