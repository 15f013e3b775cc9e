"""The notice of a video that tells the place: it is cut where the window is narrow, so what to do comes first."""

from eegview.readers.video.facts import place_issue

_SHOWN_LETTERS = 60  # of a notice, 1280 px wide


def test_what_to_do_about_the_place_stands_in_the_part_that_is_always_shown():
    assert "Export clip…" in place_issue().message[:_SHOWN_LETTERS]
    assert "where it was filmed" in place_issue().message
