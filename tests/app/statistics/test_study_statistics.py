"""A study's statistics: which layer counts, what was covered, and the warnings with the published figures."""

import csv
import io
import json

import numpy as np
import pytest
from trends.trend_tables import column, table_of

from eegview.app.review.coverage import DisplayState, ReviewedTime, Seen
from eegview.app.statistics.absence_warnings import SERIES, ReadTime, absence_warnings
from eegview.app.statistics.counted_layer import counted_layer
from eegview.app.statistics.figure_texts import csv_rows, interval_text, percent_text, time_text, value_text
from eegview.app.statistics.figures import RATE_END, SHARE_END, StatisticFigure, statistic_figures
from eegview.app.statistics.statistics_json import statistics_json
from eegview.app.statistics.study_statistics import study_statistics
from eegview.app.statistics.video_coverage import CoveredVideo, covered_video
from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.stages import staging_layer
from eegview.clinical.statistics.spasm_statistics import NOTHING_MARKED
from eegview.exchange.plain_table import comma_text
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.film.video import SyncMap
from eegview.model.recording import Recording
from eegview.model.report.link import EvidenceLink, parse_link
from eegview.model.signature import SIGNATURE_TERM
from eegview.model.span import Span
from eegview.model.sync import SyncFit, SyncLevel

VOCABULARY = load_vocabulary()
SEGMENTS = (Span(0, 1800), Span(2100, 3900))
RECORDING = Recording("study.edf", "EDF+D", (), SEGMENTS, None, "ab" * 32)


def mark(name: str, at_s: float, term: str = "spasm", layer: str = "ada", length_s: float = 1.0, **said: str):
    return Annotation(name, term, at_s, length_s, attributes=tuple(sorted(said.items())), layer=layer)


def stage(name: str, start_s: float, stop_s: float, value: str, layer: str = "ada") -> Annotation:
    return mark(name, start_s, "sleep_stage", layer, stop_s - start_s, stage=value)


def read(*spans: Span, page_s: float = 15.0, has_video: bool = False) -> ReviewedTime:
    return ReviewedTime(Seen(span, DisplayState(page_s, "longitudinal", "off"), has_video) for span in spans)


STUDY = (
    *(mark(f"s{run}{k}", 120 + 500 * run + 12 * k, movement="flexor") for run in range(6) for k in range(3 + run)),
    stage("w", 0, 300, "W"),
    stage("n", 300, 2400, "N2"),
    stage("r", 2400, 2700, "R"),
    stage("w2", 2700, 3300, "W"),
    mark("m", 50, "mimic", kind="startle"),
)


def test_the_final_layer_counts_else_the_readers_own_else_another():
    own, others = mark("a", 1), mark("b", 1, layer="bob")
    assert counted_layer([own, others, mark("f", 1, "mimic", FINAL_LAYER)], "ada") == FINAL_LAYER
    assert counted_layer([own, others], "ada") == "ada"
    assert counted_layer([others, mark("c", 1, layer="cy"), mark("x", 1, layer=FILE_LAYER)], "ada") == "bob"
    assert counted_layer([mark("s", 0, SIGNATURE_TERM, FINAL_LAYER)], "ada") == "ada"
    stages = [stage("1", 0, 30, "W", "cy"), stage("2", 0, 30, "W", "bob"), stage("3", 30, 60, "W", "bob")]
    assert (staging_layer(stages, "ada"), staging_layer(stages, "cy"), staging_layer([], "ada")) == ("bob", "cy", "")
    assert staging_layer([stage("0", 0, 900, "?", "ada"), *stages], "ada") == "bob"


def test_coverage_of_a_joined_study_with_a_gap():
    reviewed = {
        "ada": read(Span(0, 2000), has_video=True),
        "bob": ReviewedTime([*read(Span(3000, 4500)).seen, *read(Span(0, 3900), page_s=300.0).seen]),
    }
    videos = [
        CoveredVideo(Span(-50, 1000), confirming=(Span(100, 1000),), close=(Span(200, 400),)),
        CoveredVideo(Span(900, 2300)),
        CoveredVideo(Span(2300, 3900), is_placed=False),
    ]
    artifact = table_of(3900, {column("artifact", "%"): np.full(1800, 25.0)})
    found = study_statistics(RECORDING, STUDY, "ada", VOCABULARY, None, reviewed, videos, artifact)
    coverage = found.coverage
    assert (coverage.recorded_s, coverage.gaps, coverage.gaps_s) == (3600, (Span(1800, 2100),), 300)
    assert (coverage.reviewed_by, coverage.reviewed, coverage.reviewed_with_video_s) == (
        ("ada",),
        (Span(0, 1800),),
        1800,
    )
    assert [(one.reader, one.reviewed_s) for one in coverage.readers] == [("ada", 1800), ("bob", 900)]
    assert (coverage.video, coverage.video_gaps) == (
        (Span(0, 1800), Span(2100, 2300)),
        (Span(2300, 3900),),
    )
    assert (coverage.n_clips, coverage.n_unplaced, coverage.video_s) == (3, 1, 2000)
    assert (coverage.matched_video_s, coverage.close_video_s) == (900, 200)
    assert {one.stage: one.seconds for one in coverage.stages} == {"W": 900, "N2": 1800, "R": 300}
    assert (coverage.not_staged_s, coverage.sleep_s, coverage.rem_captured) == (600, 2100, True)
    assert (coverage.awakenings_s, coverage.awakening_captured) == ((2700,), True)
    assert (coverage.artifact_share, coverage.artifact_of_s) == (pytest.approx(0.25), 1800)
    assert [one.code for one in coverage.warnings] == ["under_first_hour", "not_all_reviewed", "gaps"]
    assert coverage.warning("gaps").basis == "1 gap, 5 min"
    assert coverage.warning("under_first_hour").basis == "30 min recorded and reviewed"
    spasms = found.spasms
    assert spasms.reviewed_s == 1800
    assert spasms.per_hour_reviewed.n == 3 + 4 + 5 + 6
    both = study_statistics(
        RECORDING, [mark("f", 5, layer=FINAL_LAYER), *STUDY], FINAL_LAYER, VOCABULARY, None, reviewed
    )
    assert (both.coverage.reviewed_by, both.coverage.reviewed_s) == (("ada", "bob"), 2700)
    assert (both.coverage.stages_layer, both.spasms.n_total) == ("ada", 1)
    assert both.spasms.state("awake").count == 1
    assert dict(both.not_counted) == {"ada": 33}
    unknown = study_statistics(RECORDING, STUDY, "ada", VOCABULARY, None, {"bob": read(Span(0, 9))})
    assert (unknown.coverage.reviewed_s, unknown.spasms.per_hour_reviewed, unknown.spasms.unreviewed) == (
        None,
        None,
        (),
    )
    assert unknown.coverage.artifact_share is None
    assert unknown.coverage.warning("reviewed_unknown")
    unread = study_statistics(RECORDING, STUDY, "cy", VOCABULARY)
    assert unread.coverage.warning("not_read")
    for one in (unread.spasms.per_hour_recorded, unread.spasms.state("awake").rate):
        assert (one.value, one.high, one.method) == (0, None, NOTHING_MARKED)
    read_by_cy = study_statistics(RECORDING, STUDY, "cy", VOCABULARY, None, {"cy": read(Span(0, 3900))})
    assert read_by_cy.spasms.per_hour_reviewed.run_limit == pytest.approx(3.6889, abs=1e-4)
    empty = study_statistics(Recording("x", "EDF", (), (), None, "00"), [], "ada", VOCABULARY)
    assert [one.code for one in empty.coverage.warnings] == ["nothing_recorded"]


def time(recorded_s: float, read_s: float | None = None, **more) -> ReadTime:
    usual = {"gaps_s": 0.0, "n_gaps": 0, "by": "by ada", "staged_s": recorded_s, "sleep_s": 60.0, "n_awakenings": 1}
    return ReadTime(recorded_s, read_s=recorded_s if read_s is None else read_s, **(usual | more))


@pytest.mark.parametrize(
    ("minutes", "code", "figures"),
    [
        (37, "under_first_hour", ("45 %", "54 %")),
        (59.9, "under_first_hour", ("45 %", "54 %")),
        (60, "under_series", ("45 %", "54 %", "90–240 min")),
        (89.9, "under_series", ("45 %",)),
        (90, "as_in_series", ("30 %", "85 %", "55–98", "92 %")),
        (240, "as_in_series", ("30 %",)),
    ],
)
def test_a_short_recording_is_said_with_the_published_figures(minutes: float, code: str, figures: tuple[str, ...]):
    (warning,) = absence_warnings(time(minutes * 60))
    assert (warning.code, warning.source) == (code, SERIES)
    assert all(figure in warning.sentence for figure in (*figures, "37 infants"))
    assert "recorded and reviewed" in warning.basis


def test_no_figure_is_carried_beyond_its_study():
    assert absence_warnings(time(241 * 60)) == ()
    (short,) = absence_warnings(time(10 * 3600, 1200))[:1]
    assert (short.code, short.basis) == ("under_first_hour", "20 min recorded and reviewed")
    assert [one.code for one in absence_warnings(time(36000, staged_s=0, sleep_s=0))] == ["not_staged"]
    assert [one.code for one in absence_warnings(time(36000, sleep_s=0))] == ["no_sleep"]
    assert [one.code for one in absence_warnings(time(36000, n_awakenings=0))] == ["no_awakening"]


def test_video_counts_as_matched_where_the_fit_allows_it():
    fit = SyncFit(SyncMap(), (10.0, -10.0), (), 2, 0.02, 500.0, 0.0, False, 2.0)  # 200 ppm away from its anchors
    video = covered_video(Span(0, 3000), fit.level_at)
    at_least_ms = fit.uncertainty_s(500) * 1000
    close_s, confirming_s = ((limit - at_least_ms) / 0.2 for limit in (100, 250))
    ((close,), (confirming,)) = video.close, video.confirming
    assert (close.start_s, close.stop_s) == pytest.approx((500 - close_s, 500 + close_s), abs=0.02)
    assert (confirming.start_s, confirming.stop_s) == pytest.approx((0, 500 + confirming_s), abs=0.02)
    unknown = covered_video(Span(0, 10), lambda _time_s: SyncLevel.UNKNOWN)
    assert (unknown.close, unknown.confirming) == ((), ())
    whole = covered_video(Span(0, 10), lambda _time_s: SyncLevel.OK)
    assert whole.close == whole.confirming == (Span(0, 10),)


def test_every_figure_has_a_name_of_its_own_and_reopens():
    found = study_statistics(RECORDING, STUDY, "ada", VOCABULARY, None, {"ada": read(Span(0, 1800))})
    figures = statistic_figures(found)
    names = [one.name for one in figures]
    assert len(set(names)) == len(names)
    by_name = dict(zip(names, figures, strict=True))
    assert by_name["spasms.total"].value == 33
    rate = by_name["spasms.per_hour_recorded"]
    assert (rate.value, rate.n, len(rate.marks)) == (33, 33, 33)
    assert (rate.low or 0) < 33 < (rate.high or 0)
    assert by_name[f"semiology.movement.flexor{SHARE_END}"].value == 1
    assert by_name[f"spasms.by_state.asleep{RATE_END}"].n == by_name["spasms.by_state.asleep"].value
    assert by_name["others.mimic.startle"].marks == ("m",)
    for one in figures:
        assert one.unit in ("count", "per_hour", "share", "s", "min")
        assert (one.low is None) == (one.high is None)
        if one.low is not None and one.high is not None:
            assert one.low <= (one.value or 0) <= one.high
            assert one.method
        link = EvidenceLink(found.fingerprint, found.coverage.span, marks=one.marks)
        assert parse_link(link.url).marks == one.marks
    held = json.loads(json.dumps(statistics_json(found), allow_nan=False))
    assert held["figures"]["spasms.per_hour_recorded"]["low_95"] == rate.low
    assert [len(one["marks"]) for one in held["clusters"]] == [3, 4, 5, 6, 7, 8]
    assert held["warnings"][0]["source"] == SERIES
    rows = list(csv.DictReader(io.StringIO(comma_text(csv_rows(figures)))))
    assert [row["name"] for row in rows] == names
    assert float(rows[names.index("spasms.per_hour_recorded")]["high_95"]) == pytest.approx(rate.high)


def test_texts_have_units():
    assert [value_text(*one) for one in ((None, "s"), (0.004, "share"), (14.5, "count"), (3.0, "count"))] == [
        "–",
        "<1 %",
        "14.5",
        "3",
    ]
    assert [value_text(v, "per_hour") for v in (0, 0.123, 3.0, 138)] == ["0 /h", "0.12 /h", "3.0 /h", "138 /h"]
    assert (value_text(3.21, "min"), percent_text(0.999), percent_text(1)) == ("3.2 min", ">99 %", "100 %")
    assert [time_text(s) for s in (1.5, 59.97, 725, 3599.8, 36000)] == [
        "1.5 s",
        "1 min 00 s",
        "12 min 05 s",
        "1 h 00 min",
        "10 h 00 min",
    ]

    def interval(low: float | None, high: float | None, unit: str) -> str:
        return interval_text(StatisticFigure("", "", "", 1, unit, low=low, high=high))

    assert interval(8.1, 14, "s") == "8.1–14.0 s"
    assert interval(8.1, 75, "s") == "8.1 s – 1 min 15 s"
    assert interval(0.4, 0.61, "share") == "40–61 %"
    assert interval(3, 5, "count") == "3 – 5"
    assert interval(None, None, "s") == ""
