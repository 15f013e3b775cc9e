"""A clip is exported with its face covered: the eyes are never seen, the strips stay, what was lost is said."""

import json
from pathlib import Path

import numpy as np
import pytest
from films.barcoded import read_barcode
from films.beeping_video import RATE_HZ, chirps
from films.faced_film import FACE_RADII_PX, sway, write_faced_film
from films.telling_clip import PHONE, told_in

from eegview.app.film_export.clean_copy import left_over
from eegview.app.film_export.export import export_film
from eegview.app.film_export.following import follow_faces
from eegview.app.film_export.small_film import read_small_film
from eegview.exchange.writing import CannotWrite
from eegview.model.errors import Cancelled, UsageError
from eegview.model.film.export.choice import Cover, Faces, FilmChoice, Voice
from eegview.model.film.export.face import Ellipse, FacePoint, Following
from eegview.model.span import Span
from eegview.readers.video.audio import open_audio
from eegview.readers.video.tags.metadata import read_metadata
from eegview.readers.video.video import open_video

N, GONE = 60, range(30, 42)
RADII = FACE_RADII_PX[0] + 3, FACE_RADII_PX[1] + 3


def where(number: int) -> tuple[float, float] | None:
    return None if number in GONE else sway(number)


def point(number: int, face: int = 1) -> FacePoint:
    x, y = sway(number)
    return FacePoint(face, 0.04 * number, Ellipse(x, y, *RADII))


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    return write_faced_film(
        path, N, where, metadata=PHONE, sound=chirps(RATE_HZ * N // 25), options={"movflags": "use_metadata_tags"}
    )


def eyes_seen(copy: Path, numbers: list[int], first: int = 0) -> list[int]:
    """Return the pictures in which something dark stands out where the eyes are."""
    source, seen = open_video(copy), []
    for number in numbers:
        frame = source.frame_at(source.first_s + 0.04 * (number - first) + 0.01)
        assert frame is not None
        if where(number) is None:
            continue
        x, y = (round(one) for one in sway(number))
        if np.ptp(frame.rgb[y - 14 : y - 6, x - 18 : x + 18].astype(int), axis=(0, 1)).max() > 60:
            seen.append(number)
    return seen


@pytest.mark.parametrize("cover", list(Cover))
def test_the_eyes_are_covered_in_every_picture_and_nothing_is_told(clip: Path, tmp_path: Path, cover: Cover) -> None:
    assert eyes_seen(clip, list(range(N))) == [number for number in range(N) if where(number)]
    out = tmp_path / "copy.mp4"
    done = export_film(clip, out, FilmChoice(Faces.FOLLOWED, Voice.MUTE, cover, (point(5),)))
    assert eyes_seen(out, list(range(N))) == []
    lost = done.covered_whole
    assert [(round(span.start_s, 2), round(span.stop_s, 2)) for span in lost] == [(1.2, 1.68)]
    source, original = open_video(out), open_video(clip)
    for number in range(N):
        at_s = original.facts.times.index.pts_s(number)
        frame = source.frame_at(at_s)
        assert frame is not None
        assert frame.pts_s == at_s
        if number not in GONE:
            assert read_barcode(frame.rgb) == number
    assert (told_in(out), left_over(read_metadata(out)), source.has_audio) == ([], (), False)


def test_what_lies_beside_the_copy_says_how_it_was_made_and_names_nothing(clip: Path, tmp_path: Path) -> None:
    done = export_film(clip, tmp_path / "copy.mp4", FilmChoice(Faces.FOLLOWED, Voice.MUTE, points=(point(5),)))
    text = done.files[1].read_text()
    said = json.loads(text)
    assert (said["Faces"], said["Voice"], said["NumberOfPictures"]) == ("followed", "mute", N)
    assert said["WholePictureCovered"] == [[1.2, 1.68]]
    assert "GeneratedBy" in said
    assert "clip.mp4" not in text


def test_a_voice_becomes_a_tone_at_the_same_times(clip: Path, tmp_path: Path) -> None:
    export_film(clip, tmp_path / "copy.mp4", FilmChoice(Faces.WHOLE, Voice.TONES))
    before, after = open_audio(clip), open_audio(tmp_path / "copy.mp4")
    assert before is not None
    assert after is not None
    heard, tone = before.read(0.5, 2.0)[:, 0], after.read(0.5, 2.0)[:, 0]
    levels = [np.sqrt((one.reshape(-1, 1600) ** 2).mean(axis=1)) for one in (heard, tone)]
    assert np.corrcoef(*levels)[0, 1] > 0.6
    spectrum = np.abs(np.fft.rfft(tone))
    assert abs(np.fft.rfftfreq(len(tone), 1 / RATE_HZ)[spectrum.argmax()] - 440) < 5


def test_a_part_is_covered_though_the_face_was_drawn_elsewhere_in_it(clip: Path, tmp_path: Path) -> None:
    out = tmp_path / "copy.mp4"
    export_film(clip, out, FilmChoice(Faces.FOLLOWED, Voice.KEPT, points=(point(20),), span=Span(0.39, 1.19)))
    assert open_video(out).first_s == 0.0
    assert eyes_seen(out, list(range(10, 30)), first=10) == []
    frame = open_video(out).frame_at(0.0)
    assert frame is not None
    assert read_barcode(frame.rgb) == 10


def test_a_face_drawn_only_outside_the_part_is_lost_in_all_of_it(clip: Path, tmp_path: Path) -> None:
    choice = FilmChoice(Faces.FOLLOWED, Voice.MUTE, points=(point(50),), span=Span(0.0, 0.8))
    done = export_film(clip, tmp_path / "copy.mp4", choice)
    assert [(span.start_s, round(span.stop_s, 6)) for span in done.covered_whole] == [(0.0, 0.8)]


def test_out_of_sight_from_a_picture_on_covers_nothing_until_it_is_drawn_again(clip: Path) -> None:
    film = read_small_film(open_video(clip))
    gone = FacePoint(1, 0.04 * GONE.start, None)
    (face,) = follow_faces(film, (point(5), gone, point(GONE.stop)))
    assert all(face.state[GONE.start : GONE.stop] == Following.ABSENT)
    assert all(face.ellipses_at(number) == () for number in GONE)
    assert all(face.state[: GONE.start] == Following.FOLLOWED)
    assert all(face.state[GONE.stop :] == Following.FOLLOWED)


def test_where_both_sides_disagree_both_places_are_covered_and_it_is_said(clip: Path) -> None:
    film = read_small_film(open_video(clip))
    x, y = sway(20)
    wrong = FacePoint(1, 0.8, Ellipse(x + 100, y - 60, *RADII))
    (face,) = follow_faces(film, (point(5), wrong))
    between = [number for number in range(8, 18) if len(face.ellipses_at(number)) == 2]
    assert between
    assert all(face.state[number] in (Following.DRIFTING, Following.LOST) for number in between)


def test_a_turned_clip_is_followed_as_it_is_shown(tmp_path: Path) -> None:
    clip = write_faced_film(tmp_path / "clip.mp4", 20, sway, rotation=90)
    source = open_video(clip)
    x, y = sway(4)
    turned = Ellipse(y, source.height_px - 1 - x, RADII[1], RADII[0])  # a quarter counterclockwise
    film = read_small_film(source)
    (face,) = follow_faces(film, (FacePoint(1, 0.16, turned),))
    assert (film.width_px, film.height_px) == (320, 480)
    assert all(face.state == Following.FOLLOWED)
    for number in range(20):
        x, y = sway(number)
        found = face.ellipses_at(number)[0]
        assert np.hypot(found.x_px - y, found.y_px - (479 - x)) < 5


@pytest.mark.parametrize("how", ["itself", "link", "ending", "no face", "there already", "date"])
def test_what_cannot_be_done_is_refused_before_anything_is_written(clip: Path, tmp_path: Path, how: str) -> None:
    out, choice = tmp_path / "copy.mp4", FilmChoice(Faces.WHOLE, Voice.MUTE)
    content = clip.read_bytes()
    if how == "itself":
        out = clip
    elif how == "link":
        out.hardlink_to(clip)
    elif how == "ending":
        out = tmp_path / "copy.mkv"
    elif how == "date":
        out = tmp_path / "spasms 1 March 2026.mp4"
    elif how == "no face":
        choice = FilmChoice(Faces.FOLLOWED, Voice.MUTE)
    else:
        out.write_text("kept")
    with pytest.raises(UsageError):
        export_film(clip, out, choice)
    assert clip.read_bytes() == content
    if how == "there already":
        assert out.read_text() == "kept"


@pytest.mark.parametrize("how", ["itself", "same content", "in its folder"])
def test_another_file_of_the_study_is_never_replaced_though_replacing_was_agreed(
    clip: Path, tmp_path: Path, how: str
) -> None:
    other, choice = tmp_path / "night" / "B.mp4", FilmChoice(Faces.WHOLE, Voice.MUTE)
    other.parent.mkdir()
    other.write_bytes(clip.read_bytes()[:5000])
    protected, out = {"in its folder": other.parent}.get(how, other), other
    if how == "same content":
        out = tmp_path / "copy.mp4"
        out.write_bytes(other.read_bytes())
    with pytest.raises(UsageError):
        export_film(clip, out, choice, may_replace=True, protected=(protected,))
    assert out.read_bytes() == other.read_bytes() == clip.read_bytes()[:5000]


def test_a_file_of_nobody_is_replaced_where_that_was_agreed(clip: Path, tmp_path: Path) -> None:
    out = tmp_path / "copy.mp4"
    out.write_text("an older copy")
    export_film(clip, out, FilmChoice(Faces.WHOLE, Voice.MUTE, span=Span(0, 0.2)), may_replace=True)
    assert len(open_video(out).facts.times.index.pts) == 5


def test_cancelling_leaves_nothing_behind(clip: Path, tmp_path: Path) -> None:
    def stop(share: float) -> None:
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        export_film(clip, tmp_path / "copy.mp4", FilmChoice(Faces.WHOLE, Voice.TONES), progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_part_too_long_for_the_memory_is_refused_before_it_is_read(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eegview.app.film_export.small_film._MOST_BYTES", 50_000)
    read: list[float] = []
    with pytest.raises(UsageError, match="so many pictures"):
        read_small_film(open_video(clip), None, read.append)
    assert read == []
    assert len(read_small_film(open_video(clip), Span(0.0, 0.2)).pictures) == 5


def test_no_film_is_left_where_it_cannot_be_said_how_it_was_made(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _content: bytes) -> None:
        raise CannotWrite("The disk is full.", "Free some space.")

    monkeypatch.setattr("eegview.app.film_export.export.write_whole", full)
    with pytest.raises(CannotWrite):
        export_film(clip, tmp_path / "copy.mp4", FilmChoice(Faces.WHOLE, Voice.MUTE, span=Span(0, 0.2)))
    assert list(tmp_path.iterdir()) == []
