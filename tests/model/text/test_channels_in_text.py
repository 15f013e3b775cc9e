"""The channels that a note carries in its text."""

import pytest

from eegview.model.annotation import Annotation
from eegview.model.channel import Channel, ChannelKind
from eegview.model.text.channels_in_text import ChannelNames, split_all, texts_with_channels, with_channels_together


def channel(index: int, name: str, label: str) -> Channel:
    return Channel(index=index, name=name, label=label, kind=ChannelKind.EEG, rate_hz=100.0, unit="uV")


NAMES = ChannelNames(
    [
        channel(0, "C3", "EEG C3-Ref"),
        channel(1, "O1", "EEG O1-Ref"),
        channel(2, "EMG", "EMG"),
        channel(3, "EMG 2", "EMG"),
        channel(4, "X", "Double"),
        channel(5, "Y", "Double"),
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("spike", ("spike", ())),
        ("spike@@EEG C3-Ref", ("spike", ("C3",))),
        ("spike@@C3", ("spike", ("C3",))),
        ("spike @@ eeg c3-ref ", ("spike", ("C3",))),
        ("spike@@EEG C3-Ref@@EEG O1-Ref", ("spike", ("C3", "O1"))),
        ("spike@@C3@@EEG C3-Ref", ("spike", ("C3",))),
        ("spike@@EEG Cz-Ref", ("spike@@EEG Cz-Ref", ())),
        ("spike@@C3@@Cz", ("spike@@Cz", ("C3",))),
        ("@@C3", ("", ("C3",))),
        ("a@@", ("a@@", ())),
        ("@@", ("@@", ())),
        ("EMG@@EMG", ("EMG", ("EMG",))),
        ("a@@Double", ("a@@Double", ())),  # which of the two is not said
        ("a@@Y", ("a", ("Y",))),
        ("mail a@b", ("mail a@b", ())),
    ],
)
def test_channels_that_are_there_leave_the_text(text: str, expected: tuple[str, tuple[str, ...]]) -> None:
    assert NAMES.split(text) == expected


def test_one_mark_of_several_channels_is_written_and_found_as_several_notes() -> None:
    texts = texts_with_channels("spike", ["C3", "O1"])
    assert texts == ["spike@@C3", "spike@@O1"]
    notes = []
    for number, text in enumerate(texts):
        said, channels = split_all(text)
        notes.append(Annotation(str(number), "file_note", 2.5, 0.2, channels, text=said))
    other = Annotation("9", "file_note", 2.5, 0.2, ("O1",), text="wave")
    alone = Annotation("8", "file_note", 2.5, 0.2, text="spike")
    again = Annotation("7", "file_note", 2.5, 0.2, ("C3",), text="spike")
    together = with_channels_together([notes[0], other, alone, notes[1], again])
    assert [(mark.annotation_id, mark.channels) for mark in together] == [
        ("0", ("C3", "O1")),
        ("9", ("O1",)),
        ("8", ()),
        ("7", ("C3",)),
    ]
    assert texts_with_channels("spike", []) == ["spike"]
