"""What a stored run says of the marks that it searched by."""

import pytest

from eegview.model.marked_times import has_marked_times, sealed, shown_setting

SETTINGS = (("examples", "12.5, 61.25; 3.0"), ("marked", "7.125"), ("term", "spasm"))
SECRET = b"s" * 32


def test_times_become_their_number_and_a_fingerprint():
    (_, examples), (_, marked), term = sealed(SETTINGS, SECRET)
    assert examples.startswith("3 times (fingerprint ")
    assert marked.startswith("1 time (fingerprint ")
    assert term == ("term", "spasm")
    assert not any(time_s in examples + marked for time_s in ("12.5", "61.25", "7.125"))
    assert has_marked_times(dict(SETTINGS))
    assert not has_marked_times(dict(sealed(SETTINGS, SECRET)))


def test_a_fingerprint_tells_the_same_times_for_who_has_the_secret_only():
    assert sealed(SETTINGS, SECRET) == sealed((("examples", "12.5,61.25,3.0"), *SETTINGS[1:]), SECRET)
    assert sealed(SETTINGS, SECRET) != sealed((("examples", "12.5, 61.25, 3.1"), *SETTINGS[1:]), SECRET)
    assert sealed(SETTINGS, SECRET) != sealed(SETTINGS, b"t" * 32)


def test_what_is_sealed_stays_so_and_nothing_is_nothing():
    once = sealed(SETTINGS, SECRET)
    assert sealed(once, b"t" * 32) == once
    assert sealed((("examples", ""),), SECRET) == (("examples", ""),)
    assert not has_marked_times({"examples": "", "marked": "", "term": "12.5"})


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("examples", "12.5, 61.25", "2 times"),  # as older versions stored it
        ("marked", "12.5", "1 time"),
        ("marked", "", ""),
        ("examples", "2 times (fingerprint 0123456789abcdef)", "2 times (fingerprint 0123456789abcdef)"),
        ("threshold", "12.5", "12.5"),
    ],
)
def test_what_everybody_may_read(name: str, value: str, shown: str):
    assert shown_setting(name, value) == shown
