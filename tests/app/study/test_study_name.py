"""A study has one name in every list."""

from eegview.app.study.study_name import study_name, whole_study_name
from eegview.model.study.known_recording import KnownChannel, KnownRecording

EEG = KnownRecording(
    "1a7c216d7ce4" * 5,
    started_at="2026-02-27T09:00:00",
    channels=(KnownChannel("Fp1", "eeg", 250.0, "uV"),),
    is_simulated=True,
    last_seen_utc="2026-03-01T08:00:00+00:00",
)
CLIP = KnownRecording("5327955e" * 8, last_seen_utc="2026-03-01T08:00:00+00:00")


def test_the_name_is_kind_start_and_short_id() -> None:
    assert study_name(EEG) == "EEG 2026-02-27 09:00 · 1a7c216d"
    assert study_name(CLIP) == "Clip without a date · 5327955e"


def test_the_file_on_this_computer_is_told_unless_the_patient_is_hidden() -> None:
    files = {EEG.fingerprint: (("/ward/before.edf",),), CLIP.fingerprint: (("/phone/a.mov", "/phone/b.mov"),)}
    whole = whole_study_name(EEG, files, False, EEG.fingerprint)
    assert whole == "SIMULATED · EEG 2026-02-27 09:00 · 1a7c216d · before.edf · open now"
    assert whole_study_name(CLIP, files, False).endswith(" · a.mov and 1 more")
    assert "before" not in whole_study_name(EEG, files, True)
