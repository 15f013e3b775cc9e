"""HDR film is shown in the tones and colours of a common screen; the frame shown is the exact one."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from films.barcoded import barcode, read_barcode
from there import there

from eegview.readers.video.colour.gamut import Gamut, gamut_of, luminance, to_bt709
from eegview.readers.video.colour.tones import PEAK, WHITE, Tones, compressed, hlg_light, pq_light, pq_value, shown
from eegview.readers.video.video import open_video

TRANSFERS = {Tones.HLG: "arib-std-b67", Tones.PQ: "smpte2084"}


def write_hdr(path: Path, tones: Tones, pictures: list[np.ndarray]) -> Path:
    """Write (height, width, 3) 16-bit pictures of stored red, green and blue as 10-bit H.265 of BT.2020."""
    colours = f"colorprim=bt2020:transfer={TRANSFERS[tones]}:colormatrix=bt2020nc:range=limited"
    with av.open(str(path), "w") as container:
        options = {"preset": "ultrafast", "x265-params": f"log-level=none:crf=4:keyint=12:{colours}"}
        stream = container.add_stream("libx265", rate=30, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.height, stream.width, stream.pix_fmt = *pictures[0].shape[:2], "yuv420p10le"
        for number, rgb in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(rgb.astype(np.uint16), format="rgb48le")
            frame = frame.reformat(format="yuv420p10le", dst_colorspace=9, dst_color_range=1)
            frame.pts, frame.time_base = number, Fraction(1, 30)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def flat(red: float, green: float, blue: float) -> np.ndarray:
    return np.broadcast_to(np.array([red, green, blue]) * 65535, (64, 320, 3)).round()


def stored_colours(path: Path) -> list[np.ndarray]:
    """Return red, green and blue as the file holds them, by BT.2020's own matrix."""
    found = []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            y, cb, cr = (float(np.frombuffer(bytes(plane), np.uint16)[100]) for plane in frame.planes)
            luma = (y - 64) / 876
            blue, red = luma + 1.8814 * (cb - 512) / 896, luma + 1.4746 * (cr - 512) / 896
            found.append(np.array([red, (luma - 0.2627 * red - 0.0593 * blue) / 0.678, blue]))
    return found


@pytest.mark.parametrize("tones", [Tones.HLG, Tones.PQ])
def test_colours_of_hdr_film_are_those_of_the_published_curves(tmp_path, tones):
    everyday = [(0.2, 0.2, 0.2), (0.5, 0.5, 0.5), (0.75, 0.75, 0.75), (0.55, 0.45, 0.42), (0.3, 0.36, 0.33), (0, 0, 0)]
    strong = [tuple(colour) for colour in np.random.default_rng(3).uniform(0.1, 0.75, (40, 3))]
    path = write_hdr(tmp_path / "a.mov", tones, [flat(*colour) for colour in (*everyday, *strong)])
    video = open_video(path)
    errors = []
    try:
        assert (video.facts.tones, video.facts.n_bits) == (tones, 10)
        for number, colour in enumerate(stored_colours(path)):
            frame = video.frame_at((number + 0.5) / 30)
            expected = shown(colour[None], tones)[0] * 255
            errors.append(float(np.abs(there(frame).rgb[20:40, 100:200].mean(axis=(0, 1)) - expected).max()))
    finally:
        video.close()
    assert max(errors[: len(everyday)]) < 2.5
    assert (
        np.percentile(errors, 90) < 4
    )  # colours that BT.709 lacks lie between the steps of the table, and differ more


@pytest.mark.parametrize("tones", [Tones.HLG, Tones.PQ])
def test_every_frame_of_hdr_film_is_the_exact_one(tmp_path, tones):
    pictures = [barcode(number).astype(np.float64) * 200 for number in range(40)]
    video = open_video(write_hdr(tmp_path / "a.mov", tones, pictures))
    try:
        for number in (0, 39, 7, 8, 6, 25, 13):
            frame = video.frame_at((number + 0.5) / 30)
            assert read_barcode(there(frame).rgb) == number
    finally:
        video.close()


def test_colours_that_cannot_be_shown_right_are_told(tmp_path):
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as container:
        options = {"preset": "ultrafast", "x265-params": "log-level=none:colormatrix=ictcp:transfer=smpte2084"}
        stream = container.add_stream("libx265", rate=30, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 320, 64, "yuv420p10le"
        frame = av.VideoFrame(320, 64, "yuv420p10le")
        frame.pts, frame.time_base = 0, Fraction(1, 30)
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    video = open_video(path)
    assert [issue.code for issue in video.issues] == ["video_colours"]
    assert video.frame_at(0.0) is not None
    video.close()


def test_the_curves_meet_their_published_points():
    assert pq_light(pq_value(np.array([0.0, 100.0, 203.0, 1000.0, 10_000.0]))) == pytest.approx(
        [0, 100, 203, 1000, 10_000], abs=0.01
    )
    assert pq_value(np.array([203.0]))[0] == pytest.approx(0.58, abs=0.005)  # BT.2408: reference white in PQ
    assert hlg_light(np.array([[0.75] * 3]))[0, 0] == pytest.approx(WHITE, rel=0.01)  # BT.2408: reference white in HLG
    assert hlg_light(np.array([[1.0] * 3]))[0, 0] == pytest.approx(PEAK, rel=0.001)


def test_dark_tones_stay_and_bright_ones_come_below_white_in_order():
    light = np.linspace(0.0, 2000.0, 2001)
    after = compressed(light)
    assert after[:80] == pytest.approx(light[:80], abs=1e-6)
    assert np.all(np.diff(after[:1001]) > 0)
    assert after.max() == pytest.approx(WHITE, abs=0.5)


def test_grey_stays_grey():
    grey = np.linspace(0, 1, 50)[:, None].repeat(3, axis=1)
    for tones in (Tones.HLG, Tones.PQ):
        assert np.ptp(shown(grey, tones), axis=1).max() < 0.002


@pytest.mark.parametrize(
    ("tagged", "size", "blue_share", "red_share"),
    [
        (1, (320, 240), 0.0722, 0.2126),
        (5, (320, 240), 0.114, 0.299),
        (None, (320, 240), 0.114, 0.299),
        (None, (1920, 1080), 0.0722, 0.2126),
    ],
)
def test_common_film_has_the_colours_that_it_says_or_that_its_size_means(tmp_path, tagged, size, blue_share, red_share):
    red, green, blue = 200 / 255, 60 / 255, 40 / 255
    luma = red_share * red + (1 - red_share - blue_share) * green + blue_share * blue
    chroma = (blue - luma) / (2 * (1 - blue_share)), (red - luma) / (2 * (1 - red_share))
    values = (16 + 219 * luma, *(128 + 224 * value for value in chroma))
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast", "crf": "4"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = size[0], size[1], "yuv420p"
        frame = av.VideoFrame(size[0], size[1], "yuv420p")
        for plane, value in zip(frame.planes, values, strict=True):
            plane.update(np.full(plane.buffer_size, round(value), np.uint8).tobytes())
        frame.pts, frame.time_base = 0, Fraction(1, 25)
        if tagged is not None:
            stream.codec_context.colorspace = frame.colorspace = tagged
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    video = open_video(path)
    try:
        assert there(video.frame_at(0.0)).rgb[100, 100] == pytest.approx([200, 60, 40], abs=3)
    finally:
        video.close()


def test_the_way_from_other_colours_to_bt709_is_the_published_one():
    # ITU-R BT.2087-0, section 4, and SMPTE RP 177 worked out for P3 with the white D65
    bt2020 = [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
    p3 = [[1.2249, -0.2249, 0.0], [-0.0420, 1.0420, 0.0], [-0.0197, -0.0786, 1.0983]]
    assert to_bt709(Gamut.BT2020) == pytest.approx(np.array(bt2020), abs=2e-4)
    assert to_bt709(Gamut.P3) == pytest.approx(np.array(p3), abs=2e-4)
    assert luminance(Gamut.BT2020) == pytest.approx(np.array([0.2627, 0.6780, 0.0593]), abs=1e-4)


def test_what_a_stream_does_not_say_goes_by_its_tones():
    assert [gamut_of(2, is_hdr) for is_hdr in (True, False)] == [Gamut.BT2020, Gamut.BT709]
    assert [gamut_of(code, True) for code in (1, 9, 12, 11)] == [Gamut.BT709, Gamut.BT2020, Gamut.P3, None]


@pytest.mark.parametrize(("prim", "gamut"), [("smpte432", Gamut.P3), ("bt2020", Gamut.BT2020), ("bt709", Gamut.BT709)])
@pytest.mark.parametrize("tones", [Tones.SDR, Tones.HLG])
def test_film_is_shown_by_the_colours_that_it_names(tmp_path, prim, gamut, tones):
    colour = np.array([0.6, 0.45, 0.4])
    luma = float(colour @ (0.2126, 0.7152, 0.0722))
    blue, red = (colour[2] - luma) / 1.8556, (colour[0] - luma) / 1.5748
    values = [round(64 + 876 * luma), round(512 + 896 * blue), round(512 + 896 * red)]
    transfer = TRANSFERS.get(tones, "bt709")
    with av.open(str(tmp_path / "a.mkv"), "w") as container:
        said = f"colorprim={prim}:transfer={transfer}:colormatrix=bt709:range=limited"
        stream = container.add_stream("libx265", rate=30, options={"x265-params": f"log-level=none:crf=4:{said}"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 320, 64, "yuv420p10le"
        frame = av.VideoFrame(320, 64, "yuv420p10le")
        for plane, value in zip(frame.planes, values, strict=True):
            plane.update(np.full(plane.buffer_size // 2, value, np.uint16).tobytes())
        frame.pts, frame.time_base = 0, Fraction(1, 30)
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    video = open_video(tmp_path / "a.mkv")
    try:
        assert (video.facts.tones, video.facts.gamut) == (tones, gamut)
        expected = shown(colour[None], tones, gamut)[0] * 255
        four = there(video.frame_at(0.0)).rgb[32:34, 100:102].mean(axis=(0, 1))  # they share one chroma sample
        assert four == pytest.approx(expected, abs=3)
    finally:
        video.close()
