"""Anchors in tables as people write them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.exchange.anchors_file import AnchorRow, read_anchors, write_suggestions
from eegview.exchange.writing import CannotWrite
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.sync import Anchor, SuggestedAnchor
from eegview.model.time.clock import recorder_time


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "anchors.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    "text",
    [
        "video_s,eeg_s\n1.5,10.25\n61.0,70\n",
        "\ufeffeeg_s,video_s\r\n10.25,1.5\r\n70,61.0\r\n",
        "Video_s;EEG_s\n1,5;10,25\n61,0;70,0\n",
        "video_s\teeg_s\n1.5\t10.25\n\n00:01:01\t00:01:10.0\n",
        "# paired by eye\nvideo_s , eeg_s , by\n1.5 , 10.25 , ann\n# the clap\n61,@23:59:30\n",
    ],
)
def test_as_people_write_them(tmp_path: Path, text: str) -> None:
    found = read_anchors(written(tmp_path, text), recorder_time(2024, 1, 1, 23, 58, 20))
    assert found == (AnchorRow("", Anchor(1.5, 10.25)), AnchorRow("", Anchor(61.0, 70.0)))


def test_all_columns(tmp_path: Path) -> None:
    text = 'video_s,eeg_s,kind,note,video\n1,2,clap,"loud, once",night 1.mp4\n3,4\n'
    assert read_anchors(written(tmp_path, text)) == (
        AnchorRow("night 1.mp4", Anchor(1.0, 2.0, "clap", "loud, once")),
        AnchorRow("", Anchor(3.0, 4.0)),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("\n# nothing\n", "is empty"),
        ("1,2\n3,4\n", "no column “video_s”"),
        ("video_s,ecg_s\n3,4\n", "no column “eeg_s”"),
        ("video_s,eeg_s\n", "contains no anchor"),
        ("video_s,eeg_s\n1,2\n\n3,soon\n", "Line 4 of the anchors: “soon” is not a time"),
        ("video_s,eeg_s\n1\n", "Line 2 of the anchors: “” is not a time"),
        ("video_s,eeg_s\n1,@10:00:00\n", "Line 2 of the anchors: This recording has no start time"),
    ],
)
def test_what_makes_no_sense_is_told_by_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_anchors(written(tmp_path, text))
    assert said in refused.value.sentence


def test_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="not found"):
        read_anchors(tmp_path / "gone.csv")
    with pytest.raises(UnreadableFile, match="UTF-8"):
        read_anchors(written(tmp_path, b"video_s,eeg_s\n\xff\xfe,1\n"))
    with pytest.raises(UnreadableFile):
        read_anchors(tmp_path)


def test_suggestions_come_back_as_anchors(tmp_path: Path) -> None:
    path = tmp_path / "found.csv"
    anchor = Anchor(1.25, 10.5, "flash", "SZ START")
    write_suggestions(path, [("a.mp4", SuggestedAnchor(anchor, 0.8, "flash, and note “x”"))])
    assert read_anchors(path) == (AnchorRow("a.mp4", Anchor(1.25, 10.5, "flash", "flash, and note “x”")),)
    with pytest.raises(CannotWrite):
        write_suggestions(tmp_path / "nowhere" / "found.csv", [])


@given(st.binary(max_size=80))
def test_any_bytes_are_anchors_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    for text in (content, b"video_s,eeg_s\n" + content):
        path.write_bytes(text)
        try:
            found = read_anchors(path)
        except (UsageError, UnreadableFile):
            continue
        assert found
