"""Read all that a report is made from: marks, reviewed time, videos, trends, the study before; on any thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eegview.app.library.opening import Reviewer
from eegview.app.report.figures.drawing import FigureSources, never
from eegview.app.report.gathering import gather_report_study
from eegview.app.report.study import ReportStudy
from eegview.app.resources import data_folder
from eegview.app.study.local_places import local_places
from eegview.app.study.videos import find_study_videos
from eegview.app.sync.syncing import PlacedVideo, placed_videos
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.issue import Issue
from eegview.model.recording import Progress, SignalSource, no_progress, paths_of
from eegview.model.study.bad_channels import bad_channels
from eegview.model.study.records import VIDEO_TERM
from eegview.model.study.video import study_videos
from eegview.model.treatment.as_of import AsOf

if TYPE_CHECKING:
    from eegview.app.trends.table import TrendTable
    from eegview.store.library import Library

_VIDEO_SHARE, _TREND_SHARE = 0.1, 0.9  # of the progress, at their ends
NO_TRENDS = "Trends were not requested."


@dataclass(frozen=True, slots=True)
class Prepared:
    """A study as a report needs it, and what its figures are drawn from.

    problems : sentences for who makes the report; they may name files and stand in no report
    """

    study: ReportStudy
    sources: FigureSources
    problems: tuple[str, ...] = ()


def prepare_report(
    source: SignalSource,
    library: Library,
    reader: Reviewer,
    as_of: AsOf,
    *,
    layer: str = "",
    previous: SignalSource | None = None,
    with_trends: bool = True,
    with_videos: bool = True,
    progress: Progress = no_progress,
    cancelled: Callable[[], bool] = never,
) -> Prepared:
    """Return the study as this reader may see it, with videos, trends and the study before.

    Parameters
    ----------
    as_of : the day as of which the response is told
    layer : the counted one; "" = the final one where it holds marks, else the reader's own
    previous : the recording of the study before, open; its marks are in the same library
    with_trends : compute what of the trends is not in the cache
    with_videos : read where the videos lie; the first time each is read to its end

    Raises
    ------
    Cancelled : it was asked to stop; trends computed until then are kept
    EegViewError : the recording or the library cannot be read
    """

    def report(share: float) -> None:
        if cancelled():
            raise Cancelled
        progress(share)

    report(0.0)
    problems: list[str] = []
    videos = _videos(source, library, reader.name, problems) if with_videos else ()
    report(_VIDEO_SHARE)
    trends, why = None, NO_TRENDS
    if with_trends:
        share = _TREND_SHARE - _VIDEO_SHARE
        trends, why = _trends(source, library, problems, lambda done: report(_VIDEO_SHARE + share * done))
    report(_TREND_SHARE)
    before = None
    if previous is not None:
        old_videos = _videos(previous, library, reader.name, problems) if with_videos else ()
        table, problem = kept_trends(previous, library)
        before = gather_report_study(
            previous, library, reader, layer=layer, videos=old_videos, trends=table, trends_problem=problem, as_of=as_of
        )
    study = gather_report_study(
        source,
        library,
        reader,
        layer=layer,
        videos=videos,
        trends=trends,
        trends_problem=why,
        previous=before,
        as_of=as_of,
    )
    report(1.0)
    return Prepared(study, FigureSources(previous=previous, videos=videos), tuple(problems))


def kept_trends(source: SignalSource, library: Library) -> tuple[TrendTable | None, str]:
    """Return the trends that were computed before, as far as they go, or why there are none; computes nothing."""
    from eegview.app.trends.cache import TrendCache, last_written_ns, trends_key
    from eegview.app.trends.plan import plan_trends
    from eegview.app.trends.table import TrendTable

    recording = source.recording
    plan = plan_trends(recording, frozenset(bad_channels(library.annotations(recording.fingerprint))))
    found = TrendCache().load(trends_key(recording, plan, last_written_ns(source)), plan, recording.duration_s)
    if found is None:
        return None, "Its trends were not computed."
    values, computed = found
    left_out = tuple(row.why for row in plan.rows.left_out)
    table = TrendTable(
        recording.duration_s, plan.columns, plan.missing, computed, plan.parameters, plan.parameters_id,
        plan.rows.labels, left_out, values.arrays(),
    )  # fmt: skip
    return table, ""


def _trends(
    source: SignalSource, library: Library, problems: list[str], progress: Progress
) -> tuple[TrendTable | None, str]:
    table, _why = kept_trends(source, library)
    duration_s = source.recording.duration_s
    if table is not None and sum(span.duration_s for span in table.computed) >= duration_s - 1e-6:
        return table, ""
    from eegview.app.kernel_file import load_kernels
    from eegview.app.trends.cache import TrendCache
    from eegview.app.trends.computing import compute_trends

    load_kernels()
    issues: list[Issue] = []
    bad = frozenset(bad_channels(library.annotations(source.recording.fingerprint)))
    try:
        return compute_trends(source, bad, None, TrendCache(), progress, issues), ""
    except Cancelled:
        raise
    except EegViewError as error:
        problems.append(error.sentence)
        return None, error.sentence
    finally:
        problems += [issue.message for issue in issues]


def _videos(source: SignalSource, library: Library, reader: str, problems: list[str]) -> tuple[PlacedVideo, ...]:
    """Return the videos of a study in their best known place; a sentence for each that is missing or cannot be read."""
    from eegview.readers.companion_files import companion_videos

    fingerprint, paths = source.recording.fingerprint, paths_of(source)
    marks = library.annotations(fingerprint)
    known = study_videos(mark for mark in marks if mark.term_id == VIDEO_TERM)
    beside = list(dict.fromkeys(video for path in paths for video in companion_videos(path)))
    places = (*library.video_places(fingerprint), *local_places(data_folder()))
    found = find_study_videos(paths[0], beside, known, places)
    problems += [one.text for one in found.missing]
    placed: list[PlacedVideo] = []
    for path in found.paths.values():
        try:
            placed += placed_videos([path], source.recording, marks, reader)
        except EegViewError as error:
            problems.append(f"A video of the study counts as none: {error.sentence}")
    return tuple(placed)
