"""Figures of a report: chosen by stated rules, drawn at one true scale, captioned with what they were drawn with."""

import io
import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from recordings.memory_source import MemorySource, noise_source
from reports.score_sheets import made_sheet
from trends.made_trends import made_table

from eegview.app.library.opening import Reviewer
from eegview.app.report.figures.choosing import span_around, typical_spasm, worst_page
from eegview.app.report.figures.drawing import FigureSources, report_figures
from eegview.app.report.figures.frame import FoundFrame, with_frame
from eegview.app.report.figures.page_look import fitting_sensitivity, look_of
from eegview.app.report.figures.raster import averaged_spasms, locked_epochs_of
from eegview.app.report.figures.strip_figure import hypnogram_figure
from eegview.app.report.gathering import study_of
from eegview.app.report.labels import load_labels
from eegview.app.report.study import ReportStudy
from eegview.app.scoring.blindness import ReaderLine
from eegview.app.statistics.locked_picture import LockedPictureFacts, locked_caption
from eegview.exchange.report.layout import HALF_MM, WIDTH_MM, shown_mm
from eegview.model.annotation import Annotation
from eegview.model.display.page import PageRequest
from eegview.model.errors import Cancelled, UsageError
from eegview.model.report.document import Figure
from eegview.model.report.link import Place, parse_link
from eegview.model.span import Span
from tests.helpers.as_of import AS_OF

WANTED = ("spasm", "worst_epoch", "trends", "hypnogram", "raster", "response")


def marks() -> list[Annotation]:
    doubted = (("certainty", "unsure"),)
    stages = [
        Annotation(f"s{n}", "sleep_stage", 30.0 * n, 30.0, attributes=(("stage", stage),), layer="ada")
        for n, stage in enumerate(("W", "N1", "N2", "N2", "R", "W", "W", "N1", "N2", "N3"))
    ]
    spasms = [
        Annotation("a", "spasm", 20.0, 1.5, attributes=doubted, text="of Jane Doe?", layer="ada"),
        Annotation("b", "spasm", 60.0, 1.5, layer="ada"),
        Annotation("c", "spasm", 75.0, 1.5, layer="ada"),
        Annotation("other", "spasm", 200.0, 1.5, layer="bo"),
    ]
    return [*stages, *spasms]


def study(source: MemorySource, **changes: object) -> ReportStudy:
    held = study_of(source, marks(), Reviewer("ada", "neurologist"), layer="ada", reviewed={}, as_of=AS_OF)
    return replace(held, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def source() -> MemorySource:
    return noise_source(segments=((0.0, 300.0),), rate_hz=128.0, scale_uv=40.0)


@pytest.fixture(scope="module")
def figures(source: MemorySource) -> dict[str, Figure]:
    before = noise_source(segments=((0.0, 120.0),), rate_hz=128.0, scale_uv=90.0, seed=2)
    old = study(before)
    now = study(source, trends=made_table(300.0), previous=old, sheets=sheets())
    return report_figures(source, now, WANTED, sources=FigureSources(previous=before))


def sheets() -> tuple[ReaderLine, ...]:
    """Return an own sheet with spikes on its third page, and one of another reader that is hidden."""
    bins = dict.fromkeys(range(30, 39), ("P4",))
    own = replace(made_sheet(bins, 20, are_foci_named=True), committed_score=2, committed_utc="2026-01-01T00:00:00Z")
    own = replace(own, key=replace(own.key, start_s=0.0))
    return (
        ReaderLine("ada", own.key, 20, 20, own.committed_utc, True, own),
        ReaderLine("bo", own.key, 20, 20, own.committed_utc, False, None),
    )


def test_all_that_a_study_has_is_drawn_and_nothing_else(source: MemorySource, figures: dict[str, Figure]) -> None:
    assert list(figures) == ["spasm", "worst_epoch", "response", "trends", "hypnogram", "raster"]
    nothing = study_of(source, (), Reviewer("ada"), reviewed={}, as_of=AS_OF)
    assert report_figures(source, nothing, WANTED) == {}
    assert report_figures(source, study(source), ("trends",)) == {}


def test_each_caption_says_montage_filters_scale_clock_and_state(figures: dict[str, Figure]) -> None:
    caption = "".join(run.text for run in figures["spasm"].caption)
    assert re.match(
        r"Typical spasm, the one whose EEG is nearest to the median of all, 2024-01-02, 03:0\d:[\d.]+, state ", caption
    )
    assert "Longitudinal bipolar" in caption
    assert "low cut 0.5 Hz, high cut 70 Hz, notch off" in caption
    assert re.search(r"\d+ µV/mm at full size", caption)
    epoch = "".join(run.text for run in figures["worst_epoch"].caption)
    assert "score 2, page 3 of 20: 9 of 15 bins with a spike" in epoch
    assert "previous study" in "".join(run.text for run in figures["response"].caption)
    for figure in figures.values():
        assert len(figure.alternative) > 60


def test_links_reopen_the_page_with_the_settings_it_was_drawn_with(figures: dict[str, Figure]) -> None:
    held = figures["spasm"].link
    assert held is not None
    assert parse_link(held.url) == held
    assert held.span.duration_s == 10.0
    (shown,) = [mark for mark in marks() if mark.layer == "ada" and mark.annotation_id in held.marks][:1]
    assert held.span.contains(shown.onset_s)
    assert held.settings["montage"] == "longitudinal_bipolar"
    assert held.settings["lff_hz"] == "0.5"
    strip = figures["trends"].link
    assert strip is not None
    assert (strip.place, strip.span) == (Place.TRENDS, Span(0.0, 300.0))


def test_pictures_have_true_scale_and_no_free_notes(figures: dict[str, Figure]) -> None:
    for name in ("spasm", "worst_epoch"):
        picture = figures[name].picture
        assert shown_mm(picture, figures[name].is_half_width) == pytest.approx(picture.width_mm)
        text = picture.content.decode()
        assert "<text" not in text  # letters are lines: the same without any font
        points = float(re.search(r'width="([\d.]+)pt"', text)[1])  # type: ignore[index]
        assert points * 25.4 / 72 == pytest.approx(picture.width_mm, abs=0.3)
    scale = [figures[name].link.settings["sensitivity_uv_per_mm"] for name in ("spasm", "worst_epoch", "response")]  # type: ignore[union-attr]
    assert len(set(scale)) == 1
    assert figures["spasm"].picture.width_mm == HALF_MM
    assert figures["trends"].picture.width_mm == WIDTH_MM
    assert b"Jane" not in figures["spasm"].picture.content
    said = " ".join(figure.alternative + "".join(run.text for run in figure.caption) for figure in figures.values())
    assert "Jane" not in said
    assert "memory.edf" not in said


def test_the_same_study_gives_the_same_pictures(source: MemorySource, figures: dict[str, Figure]) -> None:
    again = report_figures(source, study(source), ("spasm", "hypnogram"))
    assert again["spasm"].picture == figures["spasm"].picture


def test_many_spasms_are_stacked_at_equal_steps_and_it_is_said(source: MemorySource) -> None:
    many = [Annotation(f"m{n:03}", "spasm", 10 + 1.1 * n, 1.0, layer="ada") for n in range(250)]
    chosen = averaged_spasms(many)
    assert len(chosen) == len(set(chosen)) == 120
    assert (chosen[0], chosen[-1]) == (many[0], many[-1])
    assert averaged_spasms(many[:7]) == tuple(many[:7])
    two = study_of(source, many[::100][:2], Reviewer("ada"), layer="ada", reviewed={}, as_of=AS_OF)
    assert "raster" not in report_figures(source, two, ("raster",))


def test_the_typical_spasm_is_the_nearest_to_the_median_where_that_is_known(source: MemorySource) -> None:
    held = study(source)
    found = typical_spasm(held, [(2.0, "b"), (0.5, "a"), (float("nan"), "c"), (0.1, "other")])
    assert found is not None
    assert (found.mark.annotation_id, found.rule) == ("a", "figure.spasm_median")
    first = typical_spasm(held)
    assert first is not None
    assert first.mark.annotation_id == "b"
    only = study_of(source, marks()[10:11], Reviewer("ada"), reviewed={}, as_of=AS_OF)
    doubted = typical_spasm(only)
    assert doubted is not None
    assert doubted.rule == "figure.spasm_doubted"
    assert worst_page(held) is None


def test_a_reader_may_choose_the_spasm_that_is_shown(source: MemorySource) -> None:
    held = study(source)
    for time_s, mark_id in ((61.0, "b"), (52.0, "b"), (76.49, "c"), (74.0, "c")):
        found = typical_spasm(held, [(0.1, "a")], time_s)
        assert found is not None
        assert (found.mark.annotation_id, found.rule) == (mark_id, "figure.spasm_chosen")
    with pytest.raises(UsageError, match="No counted spasm begins within 10 s of 200 s"):
        typical_spasm(held, (), 200.0)  # there is one, of another layer
    with pytest.raises(UsageError):
        typical_spasm(held, (), float("nan"))


def test_a_page_stays_inside_the_recording() -> None:
    mark = Annotation("x", "spasm", 1.0, 1.0)
    assert span_around(mark, Span(0.0, 60.0)) == Span(0.0, 10.0)
    assert span_around(replace(mark, onset_s=59.0), Span(0.0, 60.0)) == Span(50.0, 60.0)
    assert span_around(mark, Span(0.0, 4.0)) == Span(0.0, 10.0)


def test_a_recording_without_the_montages_electrodes_shows_its_own_rows() -> None:
    odd = noise_source(("X1", "X2"), 128.0, ((0.0, 100.0),))
    figure = report_figures(odd, study(odd), ("spasm",))["spasm"]
    assert "2 rows" in figure.alternative
    empty = noise_source((), 128.0, ((0.0, 100.0),))
    assert "0 rows" in report_figures(empty, study(empty), ("spasm",))["spasm"].alternative


def test_gaps_and_missing_rows_are_said() -> None:
    names = ("Fp1", "F7", "T7", "P7", "O1", "F3", "C3", "P3")
    gappy = noise_source(names, 128.0, ((0.0, 58.0), (62.0, 120.0)))
    one = study_of(gappy, [Annotation("b", "spasm", 57.0, 0.5, layer="ada")], Reviewer("ada"), reviewed={}, as_of=AS_OF)
    caption = "".join(run.text for run in report_figures(gappy, one, ("spasm",))["spasm"].caption)
    assert "Hatched: nothing was recorded." in caption
    assert "Rows that cannot be formed: " in caption


def test_the_scale_is_the_finest_at_which_rows_stay_apart(source: MemorySource) -> None:
    from eegview.app.page.building import build_page

    look = look_of(study(source))
    page = build_page(source, PageRequest("memory", Span(10, 20), look.montage, look.filters))
    quiet = noise_source(segments=((0.0, 60.0),), rate_hz=128.0, scale_uv=4.0)
    small = build_page(quiet, PageRequest("memory", Span(10, 20), look.montage, look.filters))
    assert fitting_sensitivity([page]) > 5 * fitting_sensitivity([small])
    assert fitting_sensitivity([]) == 50.0


def test_a_frame_stands_beside_its_page_in_the_same_drawing(source: MemorySource, figures: dict[str, Figure]) -> None:
    rgb = np.full((90, 160, 3), (200, 30, 30), np.uint8)
    figure = with_frame(figures["spasm"], FoundFrame(rgb, 60.0, "camera 1", "sync ±18 ms"), study(source))
    assert not figure.is_half_width
    assert figure.picture.width_mm <= WIDTH_MM
    assert b"data:image/jpeg;base64," in figure.picture.content
    assert figure.picture.content.count(b"<svg") == 2
    assert "the video frame at 03:05:05, sync ±18 ms (camera 1)" in figure.alternative
    from reports.report_document import report

    from eegview.exchange.report.pdf import page_pictures
    from eegview.model.report.document import Section

    sheet = page_pictures(report(sections=(Section("f", "F", (figure,)),), summary=()), 50)[0]
    pixels = np.asarray(Image.open(io.BytesIO(sheet)).convert("RGB")).reshape(-1, 3).astype(int)
    assert (np.abs(pixels - (200, 30, 30)).max(axis=1) < 12).sum() > 200  # the frame is really on the paper
    none = with_frame(figures["spasm"], None, study(source))
    assert none.picture == figures["spasm"].picture
    assert "There is no video at this time." in "".join(run.text for run in none.caption)


def test_it_stops_when_asked_and_says_how_far_it_is(source: MemorySource) -> None:
    shares: list[float] = []
    report_figures(source, study(source), ("spasm", "hypnogram"), progress=shares.append)
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    assert shares == sorted(shares)
    with pytest.raises(Cancelled):
        report_figures(source, study(source), ("spasm",), cancelled=lambda: True)


def test_a_study_of_a_day_with_many_spasms_stays_small(source: MemorySource) -> None:
    day = replace(source.recording, segments=(Span(0.0, 86_400.0),))
    many = [Annotation(f"m{n}", "spasm", 40.0 * n, 1.0, layer="ada") for n in range(2000)]
    held = study_of(source, many, Reviewer("ada"), layer="ada", reviewed={}, as_of=AS_OF)
    figure = hypnogram_figure(replace(held, recording=day))
    assert figure is not None
    assert len(figure.picture.content) < 1_500_000


def test_the_raster_speaks_the_language_of_the_report(source: MemorySource) -> None:
    many = [Annotation(f"{n}", "spasm", 10.0 + 12.0 * n, 1.5, layer="ada") for n in range(5)]
    held = study_of(source, many, Reviewer("ada"), layer="ada", reviewed={}, as_of=AS_OF)
    own = {
        "figure.raster_of": "{n} von {of} Spasmen, {layer}.", "figure.raster_emg": "gleichgerichtet, {ms} ms",
        "figure.high_cut": "Tiefpass", "figure.filter_off": "{name} aus", "figure.zero_phase": "phasenfrei",
    }  # fmt: skip
    labels = replace(load_labels(), texts={**load_labels().texts, **own})
    (german,) = report_figures(source, held, ("raster",), sources=FigureSources(labels=labels)).values()
    (english,) = report_figures(source, held, ("raster",)).values()
    said = "".join(run.text for run in german.caption)
    assert "5 von 5 Spasmen, ada." in said
    assert "Tiefpass 70 Hz, notch aus, phasenfrei; EMG" in said
    assert "Tiefpass aus, notch aus, phasenfrei, gleichgerichtet, 50 ms" in said
    assert locked_caption_of(source, held) in "".join(run.text for run in english.caption)


def locked_caption_of(source: MemorySource, held: ReportStudy) -> str:
    """Return the caption that the screen of the statistics gives the same picture."""
    epochs = locked_epochs_of(source, held, look_of(held))
    assert epochs is not None
    return locked_caption(epochs, LockedPictureFacts(layer="ada", is_figure=True))
