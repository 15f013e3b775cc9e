"""What is said of files that end before their end."""

import pytest

from eegview.readers.truncation import events_missing, length_not_declared, truncated, truncated_inside_sample


@pytest.mark.parametrize(
    ("n_there", "n_declared", "sentence"),
    [
        (256 * 60, 256 * 120, "The file is truncated: 00:01:00 of 00:02:00 are present."),
        (256 * 60 - 1, 256 * 60, "The file is truncated: 00:00:59.996 of 00:01:00.000 are present."),
        (0, 256, "The file is truncated: 00:00:00 of 00:00:01 are present."),
    ],
)
def test_a_truncated_file_is_told_with_two_times_that_differ(n_there: int, n_declared: int, sentence: str) -> None:
    issue = truncated(n_there, n_declared, 256.0)
    assert (issue.code, issue.message) == ("file_truncated", sentence)


def test_less_than_a_millisecond_is_told_in_samples() -> None:
    sentence = "a.eeg is truncated: 99,999 of 100,000 samples are present."
    assert truncated(99_999, 100_000, 100_000.0, "a.eeg").message == sentence


def test_what_is_missing_beside_whole_samples_is_told() -> None:
    assert truncated_inside_sample().message == "The file is truncated inside a sample; all whole samples are shown."
    assert length_not_declared().code == "sample_count_missing"
    assert "1 event is missing" in events_missing(1).message
    assert "2 events are missing" in events_missing(2).message
