"""A page on paper: what it states, how long its bars are, and that it is written whole."""

import errno
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from recordings.memory_source import MemorySource, make_channels, make_recording

from eegview.app.montage.store import montage_by_id
from eegview.app.page.building import build_page
from eegview.app.page.picture import PageFacts, PicturePageStyle, draw_page, strip_text
from eegview.app.page.picture_frame import SCALE_BAR_S, SCALE_BAR_UV
from eegview.app.page.picture_marks import PictureMarks
from eegview.app.presets import preset_by_id
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import Annotation
from eegview.model.display.filters import NO_FILTERS
from eegview.model.display.page import PageRequest, PageResult
from eegview.model.errors import UsageError
from eegview.model.span import Span

STARTED_AT = datetime(2024, 1, 2, 23, 59, 50)


FROM_5_TO_15_S = Span(5, 15)


def page(
    span: Span = FROM_5_TO_15_S, montage_id: str = "longitudinal_bipolar", preset_id: str = "clinical"
) -> PageResult:
    channels = make_channels(["Fp1", "F7", "Fz", "Cz", "Fp2", "F8"], limit_uv=200.0)
    recording = make_recording(channels, ((0, 10), (12, 30)), STARTED_AT)
    rng = np.random.default_rng(0)
    data = [
        [(40 * rng.standard_normal(round((b - a) * 256))).clip(-200, 200) for a, b in ((0, 10), (12, 30))]
        for _ in channels
    ]
    data[0][0][1500:1600] = 200.0
    request = PageRequest("f", span, montage_by_id(montage_id), preset_by_id(preset_id).filters, frozenset({"F8"}))
    return build_page(MemorySource(recording, data), request)


def test_the_strip_states_what_the_page_was_read_under() -> None:
    text = strip_text(page(), PicturePageStyle(sensitivity_uv_per_mm=7.0), STARTED_AT)
    for part in ("Longitudinal bipolar", "low cut 0.5 Hz", "high cut 70 Hz", "notch off", "causal"):
        assert part in text
    for part in ("7 µV/mm", "10 s/page", "from 00:00:05.0", "clock 23:59:55"):
        assert part in text
    raw = strip_text(page(preset_id="raw"), PicturePageStyle())
    assert "low cut off" in raw
    assert "clock" not in raw


def test_svg_says_in_text_what_is_missing_bad_and_clipped(tmp_path: Path) -> None:
    out = tmp_path / "page.svg"
    draw_page(page(), out, PicturePageStyle(footer="Not for diagnosis."), STARTED_AT)
    svg = out.read_text(encoding="utf-8")
    for text in (
        "Fp1-F7",
        "Fp2-F8 (bad)",
        "no T7",
        "limit of the file's range",
        "150",
        "µV",
        "Not for diagnosis.",
    ):
        assert text in svg
    assert "00:00:10" in svg


def test_png_has_the_size_asked_for_and_ink(tmp_path: Path) -> None:
    from PIL import Image

    out = tmp_path / "page.png"
    draw_page(page(), out, PicturePageStyle(640, 480), STARTED_AT)
    with Image.open(out) as picture:
        assert picture.size == (640, 480)
        pixels = np.asarray(picture.convert("L"))
    assert 0.01 < (pixels < 200).mean() < 0.5


def test_pdf_and_odd_pages_are_written(tmp_path: Path) -> None:
    for number, odd in enumerate((page(Span(10.5, 11.5)), page(Span(0, 0.05), "none", "raw"), page(Span(100, 110)))):
        out = tmp_path / f"{number}.pdf"
        draw_page(odd, out, PicturePageStyle())
        assert out.read_bytes().startswith(b"%PDF")
    nothing = PageResult(PageRequest("f", Span(0, 10), montage_by_id("none"), NO_FILTERS), (), ())
    draw_page(nothing, tmp_path / "none.pdf", PicturePageStyle())
    assert (tmp_path / "none.pdf").exists()


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("page.gif", PicturePageStyle()),
        ("page.png", PicturePageStyle(width_px=10)),
        ("page.png", PicturePageStyle(height_px=100_000)),
        ("away/page.png", PicturePageStyle()),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(tmp_path: Path, name: str, style: PicturePageStyle) -> None:
    with pytest.raises(UsageError):
        draw_page(page(), tmp_path / name, style)
    assert not (tmp_path / name).exists()


def test_a_dense_page_keeps_its_spikes(tmp_path: Path) -> None:
    """At 64 samples to a pixel one sample of 1.5 mV still stands 30 mm tall."""
    from PIL import Image

    recording = make_recording(make_channels(["C3"]), ((0, 100),))
    values = np.zeros((1, 25_600), np.float32)
    values[0, 12_345] = -1500.0
    request = PageRequest("f", Span(0, 100), montage_by_id("none"), NO_FILTERS)
    out = tmp_path / "page.png"
    draw_page(build_page(MemorySource(recording, values), request), out, PicturePageStyle(400, 400, 50.0))
    with Image.open(out) as picture:
        pixels = np.asarray(picture.convert("L")).astype(int)
    column = 110 + round(12_345 / 25_600 * (400 - 110 - 64))
    assert (pixels[100:160, column - 1 : column + 2].min(axis=1) < 200).all()


MARKS = (
    Annotation("a", "spasm", 7.0, 1.5, ("Fp1-F7",), text="left $arm^2_ & <b>\x00", layer="ada"),
    Annotation("b", "hypsarrhythmia", 0.0, 60.0, layer="ada"),
    Annotation("c", "spike_focus", 9.0, layer="ben"),
    Annotation("d", "file_note", 11.0, text="Augen zu $x$", layer="file"),
    Annotation("e", "spasm", 4.0, 1.0, text="before the page", layer="ada"),
    Annotation("f", "spasm", 15.0, 1.0, text="after the page", layer="ada"),
)


def svg_of(tmp_path: Path, style: PicturePageStyle | None = None, facts: PageFacts | None = None, **read: Any) -> str:
    out = tmp_path / "page.svg"
    draw_page(page(**read), out, style or PicturePageStyle(), STARTED_AT, facts)
    content = out.read_text(encoding="utf-8")
    ElementTree.fromstring(content)
    return content


def test_a_picture_says_what_it_shows(tmp_path: Path) -> None:
    marks = PictureMarks(MARKS, load_vocabulary(built_in_only=True), "ada")
    svg = svg_of(tmp_path, facts=PageFacts("night $1$.edf", "5.5 months", marks, ("18 of 19 rows shown",)))
    texts = " ".join(ElementTree.fromstring(svg).itertext())
    for text in (
        *("night $1$.edf", "recorded 2024-01-02", "age 5.5 months", "18 of 19 rows shown"),
        *("Spasm: left $arm^2_ & <b>", "Hypsarrhythmia", "Spike focus (ben)", "Augen zu $x$"),
        *("23:59:55", "00:00:05", "00:00:00", "low cut 0.5 Hz", "high cut 70 Hz", "notch off"),
        "For research and education. Not a medical device.",
    ):
        assert text in texts, text
    for text in ("before the page", "after the page"):
        assert text not in texts


def test_readers_are_named_where_there_are_several(tmp_path: Path) -> None:
    vocabulary = load_vocabulary(built_in_only=True)
    svg = svg_of(tmp_path, facts=PageFacts(marks=PictureMarks(MARKS, vocabulary)))
    assert "Hypsarrhythmia (ada)" in svg
    assert "Spike focus (ben)" in svg
    alone = tuple(mark for mark in MARKS if mark.layer != "ben")
    assert "(ada)" not in svg_of(tmp_path, facts=PageFacts(marks=PictureMarks(alone, vocabulary)))


def test_a_picture_without_date_counts_from_the_start_alone(tmp_path: Path) -> None:
    out = tmp_path / "page.svg"
    draw_page(page(), out, PicturePageStyle(), None, PageFacts("a.edf"))
    svg = out.read_text(encoding="utf-8")
    assert "no date in the file" in svg
    assert "00:00:05" in svg
    assert "23:59:55" not in svg


def test_a_start_within_a_second_is_on_the_clock(tmp_path: Path) -> None:
    out = tmp_path / "page.svg"
    draw_page(page(), out, PicturePageStyle(), STARTED_AT.replace(microsecond=250_000))
    text = out.read_text(encoding="utf-8")
    assert "23:59:56" in text
    assert "23:59:55.25" not in text
    assert re.search(r"00:00:0\d\.75", text)


def test_rows_state_their_own_scale(tmp_path: Path) -> None:
    style = PicturePageStyle(sensitivity_uv_per_mm=10.0, row_gain=(("Fp1-F7", 2.0), ("Fz-Cz", 0.5)))
    svg = svg_of(tmp_path, style)
    assert "5 µV/mm" in svg
    assert "20 µV/mm" in svg
    assert svg.count("µV/mm") == 3  # the two and the page's own


def line_of(svg: str, name: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the ends of a line in an SVG, in points of 1/72 inch."""
    match = re.search(rf'<g id="{name}">\s*<path d="M ([\d.]+) ([\d.]+)\s*L ([\d.]+) ([\d.]+)', svg)
    assert match is not None
    x0, y0, x1, y1 = map(float, match.groups())
    return (x0, y0), (x1, y1)


@pytest.mark.parametrize("sensitivity", [1.0, 7.0, 15.0, 33.0])
@pytest.mark.parametrize("size", [(1600, 900), (700, 420)])
def test_scale_bars_have_their_true_length(tmp_path: Path, sensitivity: float, size: tuple[int, int]) -> None:
    """A square wave is as tall, and as long, as the bars say: all four are measured in the picture."""
    recording = make_recording(make_channels(["C3"], 200.0), ((0, 12),))
    values = np.zeros((1, 2400), np.float32)
    tall_uv = 6 * sensitivity
    values[0, 400:800] = -tall_uv  # 2 s to 4 s, up
    request = PageRequest("f", Span(0, 12), montage_by_id("none"), NO_FILTERS)
    out = tmp_path / "page.svg"
    draw_page(build_page(MemorySource(recording, values), request), out, PicturePageStyle(*size, sensitivity))
    svg = out.read_text(encoding="utf-8")
    texts = [text.strip() for text in ElementTree.fromstring(svg).itertext() if text.strip()]
    bar_uv = float(texts[texts.index("µV") - 1])
    bar_s = float(next(text for text in reversed(texts) if re.fullmatch(r"[\d.]+ s", text)).split()[0])
    trace = max(re.findall(r'<path d="(M [^"]+)" clip-path', svg), key=len)
    points = np.array([tuple(map(float, pair)) for pair in re.findall(r"([\d.]+) ([\d.]+)", trace)])
    pt_per_uv = (points[:, 1].max() - points[:, 1].min()) / tall_uv
    up = points[points[:, 1] < points[:, 1].mean()]
    pt_per_s = (up[:, 0].max() - up[:, 0].min()) / (399 / 200)
    (_x, low), (_same, high) = line_of(svg, SCALE_BAR_UV)
    assert abs(low - high) == pytest.approx(bar_uv * pt_per_uv, rel=0.01)
    assert abs(low - high) == pytest.approx(bar_uv / sensitivity / 25.4 * 72, rel=0.01)  # a millimetre on paper
    (left, _y), (right, _same) = line_of(svg, SCALE_BAR_S)
    assert right - left == pytest.approx(bar_s * pt_per_s, rel=0.02)


def test_a_scale_bar_of_a_png_has_its_true_length(tmp_path: Path) -> None:
    from PIL import Image

    out = tmp_path / "page.png"
    draw_page(page(), out, PicturePageStyle(sensitivity_uv_per_mm=15.0))
    with Image.open(out) as picture:
        ink = 1 - np.asarray(picture.convert("L")).astype(float) / 255
    traces_end_px = 1600 - 64, 900 - 65
    upright = ink[: traces_end_px[1] + 4, traces_end_px[0] + 10]  # 10 px right of the traces
    assert upright.sum() / upright.max() == pytest.approx(10 / 25.4 * 96, abs=0.3)  # 150 µV at 15 µV/mm
    level = ink[traces_end_px[1] + 44, 1300 : traces_end_px[0] + 4]
    assert level.sum() / level.max() == pytest.approx((1600 - 110 - 64) / 10, abs=0.3)  # 1 s of 10


def test_a_moved_row_is_drawn_where_it_is(tmp_path: Path) -> None:
    def top(style: PicturePageStyle) -> float:
        svg = svg_of(tmp_path, style, montage_id="none")
        trace = max(re.findall(r'<path d="(M [^"]+)" clip-path', svg), key=len)
        return float(np.mean([float(y) for y in re.findall(r"[\d.]+ ([\d.]+)", trace)]))

    labels = [row.label for row in page(montage_id="none").rows]
    moved = PicturePageStyle(row_offset_mm=tuple((label, 3.0) for label in labels))
    assert top(PicturePageStyle()) - top(moved) == pytest.approx(3 / 25.4 * 72, abs=0.5)


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_a_full_disk_leaves_no_half_picture(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / f"page{suffix}"
    out.write_bytes(b"the picture before")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("eegview.exchange.writing.os.fsync", full)
    with pytest.raises(UsageError, match="no space left"):
        draw_page(page(), out, PicturePageStyle())
    assert out.read_bytes() == b"the picture before"
    assert [file.name for file in tmp_path.iterdir()] == [out.name]


def test_an_average_is_stated(tmp_path: Path) -> None:
    assert "AVG is the mean of 5 electrodes: Fp1, F7, Fz, Cz, Fp2" in svg_of(tmp_path, montage_id="common_average")


def test_very_many_marks_and_signs_of_other_scripts_are_drawn(tmp_path: Path) -> None:
    vocabulary, style = load_vocabulary(built_in_only=True), PicturePageStyle(300, 260)
    many = tuple(Annotation(f"{i}", "spasm", 5 + i / 20, 0.02, text="闭眼 🙂", layer="ada") for i in range(150))
    for marks in (many, many[:3]):
        for suffix in (".png", ".pdf", ".svg"):
            out = tmp_path / f"page{suffix}"
            draw_page(page(), out, style, STARTED_AT, PageFacts(marks=PictureMarks(marks, vocabulary)))
            assert out.stat().st_size > 2000
    draw_page(page(), tmp_path / "many.svg", style, STARTED_AT, PageFacts(marks=PictureMarks(many, vocabulary)))
    assert "0 of 150 marks labelled, for lack of space" in (tmp_path / "many.svg").read_text(encoding="utf-8")
