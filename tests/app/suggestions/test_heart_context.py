"""The heart rate beside a suggestion, read from files."""

import re

from shared_data import DATA, needs_shared

from eegview.app.suggestions.heart_context import NO_ECG, NOT_READABLE, has_ecg, heart_around
from eegview.readers.opening import open_recording

INFANT, PRETERM = (DATA / "eeg" / f"{name}.edf" for name in ("infant_background_18min", "preterm_bipolar_11min"))


@needs_shared(INFANT)
def test_a_sleeping_infant_has_the_heart_rate_of_an_infant() -> None:
    source = open_recording(INFANT)
    context = heart_around(source, 400.0)
    assert context.change is not None
    assert 105 < context.change.before_bpm < 130
    assert re.fullmatch(r"Heart rate \d{3} → \d{3} /min \([+−]\d+ %\) within 20 s; usual here [+−]\d+ %", context.text)
    at_the_end = heart_around(source, source.recording.duration_s - 5)
    assert at_the_end.text == f"Heart rate: {NOT_READABLE}"
    ecg = {channel.name for channel in source.recording.channels if "ECG" in channel.name.upper()}
    assert has_ecg(source.recording)
    assert not has_ecg(source.recording, frozenset(ecg))
    source.close()


@needs_shared(PRETERM)
def test_no_ecg_is_said() -> None:
    source = open_recording(PRETERM)
    context = heart_around(source, 100.0)
    assert context.change is None
    assert NO_ECG in context.text
    source.close()
