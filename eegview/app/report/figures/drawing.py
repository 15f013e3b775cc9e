"""All figures of a report, one after the other; each page with the same look, so that they can be compared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from eegview.app.report.figures.choosing import ChosenPage, ChosenSpasm, span_around, typical_spasm, worst_page
from eegview.app.report.figures.choosing import score_of as score_of_sheet
from eegview.app.report.figures.course_figure import course_figure
from eegview.app.report.figures.frame import FRAME_MM, GAP_MM, frame_at, with_frame
from eegview.app.report.figures.multiples_figure import multiples_figure
from eegview.app.report.figures.page_figure import (
    HALF_MM,
    WHOLE_MM,
    BuiltPage,
    built_page,
    common_sensitivity,
    page_figure,
)
from eegview.app.report.figures.page_look import PageLook, look_of
from eegview.app.report.figures.raster import distances_of, locked_epochs_of, raster_figure
from eegview.app.report.figures.strip_figure import hypnogram_figure, trends_figure
from eegview.app.report.figures.texts import figure_text
from eegview.app.report.labels import Labels
from eegview.app.report.study import ReportStudy
from eegview.app.sync.syncing import PlacedVideo
from eegview.model.errors import Cancelled
from eegview.model.recording import Progress, SignalSource, no_progress
from eegview.model.report.document import Figure, Words
from eegview.model.span import Span

SPASM, WORST_EPOCH, TRENDS, HYPNOGRAM, RASTER = "spasm", "worst_epoch", "trends", "hypnogram", "raster"
COURSE = "course"  # the timeline of the infant
MULTIPLES = "multiples"  # its EEG studies side by side, in small
RESPONSE = "response"  # a page of the study before, at the scale of this one's
_READ_SHARE = 0.4  # of the progress, once the spasms are read


def never() -> bool:
    """Whether to stop: no."""
    return False


@dataclass(frozen=True, slots=True)
class FigureSources:
    """What figures are drawn from beside the study.

    previous : the recording of the study before, None where there is none, or it is not opened
    videos : in their best known place, for a frame
    by_distance : (distance of its EEG from the median of all, id of the mark) of each spasm that was averaged
    labels : words of the report's language, None for English
    spasm_s : recording time of the spasm that the reader wants shown, None for the one by rule
    """

    previous: SignalSource | None = None
    videos: Sequence[PlacedVideo] = ()
    by_distance: Sequence[tuple[float, str]] = ()
    labels: Labels | None = None
    spasm_s: float | None = None


@dataclass(slots=True)
class _Work:
    study: ReportStudy
    source: SignalSource
    sources: FigureSources
    with_frames: bool
    look: PageLook
    done: dict[str, Figure] = field(default_factory=dict[str, Figure])


def report_figures(
    source: SignalSource,
    study: ReportStudy,
    wanted: Collection[str],
    with_frames: bool = False,
    progress: Progress = no_progress,
    cancelled: Callable[[], bool] = never,
    sources: FigureSources | None = None,
) -> dict[str, Figure]:
    """Return the wanted figures that this study has, by id; one that it has not is left out. Runs on any thread.

    with_frames : put the video frame of the spasm's beginning beside its page; it may show a face

    Raises
    ------
    Cancelled : it was asked to stop
    UnreadableFile : a file went away
    UsageError : there is no spasm at the time that was chosen
    """
    sources = sources or FigureSources()

    def report(share: float) -> None:
        if cancelled():
            raise Cancelled
        progress(share)

    report(0.0)
    work = _Work(study, source, sources, with_frames, look_of(study))
    epochs = None
    if {SPASM, RASTER} & set(wanted):
        epochs = locked_epochs_of(source, study, work.look, lambda done: report(_READ_SHARE * done))
    distances = sources.by_distance or (distances_of(epochs) if epochs is not None else ())
    spasm = typical_spasm(study, distances, sources.spasm_s) if {SPASM, RESPONSE} & set(wanted) else None
    epoch = worst_page(study) if {WORST_EPOCH, RESPONSE} & set(wanted) else None
    steps: list[Callable[[], None]] = []
    pages: dict[str, BuiltPage] = {}
    if spasm is not None:
        steps.append(lambda: _build(work, pages, SPASM, span_around(spasm.mark, study.recording.span)))
    if epoch is not None:
        steps.append(lambda: _build(work, pages, WORST_EPOCH, epoch.span))
    steps.append(lambda: _draw_pages(work, pages, spasm, epoch, wanted))
    if TRENDS in wanted:
        steps.append(lambda: _add(work, TRENDS, trends_figure(study, sources.labels)))
    if HYPNOGRAM in wanted:
        steps.append(lambda: _add(work, HYPNOGRAM, hypnogram_figure(study, sources.labels)))
    if RASTER in wanted:
        steps.append(lambda: _add(work, RASTER, raster_figure(study, epochs, sources.labels)))
    if COURSE in wanted:
        steps.append(lambda: _add(work, COURSE, course_figure(study, sources.labels)))
    if MULTIPLES in wanted:
        steps.append(lambda: _add(work, MULTIPLES, multiples_figure(source, study, work.look, sources.labels)))
    for number, step in enumerate(steps):
        report(_READ_SHARE + (1 - _READ_SHARE) * number / len(steps))
        step()
    report(1.0)
    return work.done


def _build(work: _Work, pages: dict[str, BuiltPage], name: str, span: Span) -> None:
    pages[name] = built_page(work.source, work.study, span, work.look)
    if name == SPASM or SPASM not in pages:
        work.look = replace(work.look, sensitivity_uv_per_mm=common_sensitivity([pages[name]]))


def _draw_pages(
    work: _Work,
    pages: Mapping[str, BuiltPage],
    spasm: ChosenSpasm | None,
    epoch: ChosenPage | None,
    wanted: Collection[str],
) -> None:
    if spasm is not None and SPASM in wanted:
        _add(work, SPASM, _spasm(work, pages[SPASM], spasm))
    if epoch is not None and WORST_EPOCH in wanted:
        _add(work, WORST_EPOCH, _epoch(work, work.study, pages[WORST_EPOCH], epoch, WORST_EPOCH))
    if RESPONSE in wanted:
        _add(work, RESPONSE, _before(work))


def _spasm(work: _Work, built: BuiltPage, chosen: ChosenSpasm) -> Figure:
    labels, study = work.sources.labels, work.study
    frame = frame_at(work.sources.videos, chosen.mark.onset_s) if work.with_frames else None
    figure = page_figure(
        study, built, work.look, SPASM, figure_text(labels, "figure.spasm"), (figure_text(labels, chosen.rule),),
        study.counted, labels, chosen.mark.onset_s if study.statistics.coverage.video else None,
        HALF_MM if frame is None else WHOLE_MM - FRAME_MM - GAP_MM,
    )  # fmt: skip
    return with_frame(figure, frame, study, labels) if work.with_frames else figure


def _epoch(
    work: _Work, study: ReportStudy, built: BuiltPage, chosen: ChosenPage, figure_id: str, about: Sequence[str] = ()
) -> Figure:
    labels, sheet = work.sources.labels, chosen.sheet
    page = figure_text(
        labels, "figure.worst_epoch_page", score=score_of_sheet(sheet), page=chosen.page + 1, n_pages=sheet.n_pages,
        n_bins=chosen.n_bins, of=sheet.n_bins,
    )  # fmt: skip
    title = figure_text(labels, "figure.worst_epoch")
    return page_figure(study, built, work.look, figure_id, title, (*about, page), study.counted, labels)


def _before(work: _Work) -> Figure | None:
    """Return a page of the study before: its typical spasm, else its worst epoch; None where it has neither."""
    study, source, labels = work.study.previous, work.sources.previous, work.sources.labels
    if study is None or source is None:
        return None
    before = figure_text(labels, "figure.before")
    spasm, epoch = typical_spasm(study), worst_page(study)
    same = (Words(f" {figure_text(labels, 'figure.same_scale')}"),) if work.done else ()
    if spasm is not None:
        built = built_page(source, study, span_around(spasm.mark, study.recording.span), work.look)
        title = f"{figure_text(labels, 'figure.spasm')}, {before}"
        about = (figure_text(labels, spasm.rule),)
        figure = page_figure(study, built, work.look, RESPONSE, title, about, study.counted, labels)
    elif epoch is not None:
        built = built_page(source, study, epoch.span, work.look)
        figure = _epoch(work, study, built, epoch, RESPONSE, (before,))
    else:
        return None
    return replace(figure, caption=(*figure.caption, *same))


def _add(work: _Work, name: str, figure: Figure | None) -> None:
    if figure is not None:
        work.done[name] = figure
