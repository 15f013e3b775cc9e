"""What a recording is, said for a person."""

from dataclasses import replace

from recordings.memory_source import make_channels, make_recording

from eegview.app.page.recording_facts import gap_issues
from eegview.model.issue import Issue

CHANNELS = make_channels(["Cz"])


def test_gaps_are_a_notice_with_how_many_and_how_long() -> None:
    assert gap_issues(make_recording(CHANNELS, segments=((0.0, 60.0),))) == ()
    one = make_recording(CHANNELS, segments=((0.0, 60.0), (80.0, 120.0)))
    (issue,) = gap_issues(one)
    assert issue.message == "1 gap: nothing was recorded for 00:00:20.0, at 00:01:00 from start."
    three = make_recording(CHANNELS, segments=((0.0, 10.0), (12.0, 20.0), (50.0, 60.0), (61.0, 70.0)))
    (issue,) = gap_issues(three)
    assert issue.message == (
        "3 gaps: nothing was recorded for 00:00:33.0 together; the longest, 00:00:30.0, is at 00:00:20 from start."
    )
    told = replace(one, issues=(Issue("gaps_in_continuous_file", "It jumps."),))
    assert gap_issues(told) == ()  # the reader said it already
