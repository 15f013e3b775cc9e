from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from memory_source import MemorySource, make_channels, make_recording

from eegview.app.montage.store import montage_by_id
from eegview.app.page.building import build_page
from eegview.app.page.picture import PicturePageStyle, draw_page, strip_text
from eegview.app.presets import preset_by_id
from eegview.model.errors import UsageError
from eegview.model.filters import NO_FILTERS
from eegview.model.page import PageRequest, PageResult
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
        "limit of what the file can hold",
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
