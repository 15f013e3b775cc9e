"""The length of epochs as it is kept with a study."""

from eegview.model.study.records import STAGING_TERM, study_record
from eegview.model.study.staging import EPOCHS, chosen_epoch_s, epoch_length_text, held_epoch_s


def test_what_was_chosen_last_holds_and_nonsense_is_the_usual_length() -> None:
    first = study_record(STAGING_TERM, EPOCHS, "2026-01-01T00:00:00.000000+00:00", held_epoch_s(20.0), "ann")
    later = study_record(STAGING_TERM, EPOCHS, "2026-01-02T00:00:00.000000+00:00", {"length_s": "7"}, "bob")
    assert chosen_epoch_s(()) == 30.0
    assert chosen_epoch_s((first,)) == 20.0
    assert chosen_epoch_s((later, first)) == 30.0
    assert epoch_length_text(first) == "set sleep epochs to 20 s"
