"""Studies that are film alone give no items, and say so."""

from clip_study import write_clips

from eegview.app.training.cases.settled.opening import open_studies
from eegview.store.library import open_library


def test_a_clip_gives_no_items_in_a_sentence(tmp_path):
    (clip, _second) = write_clips(tmp_path / "clips", seconds=(1.0, 1.0))
    library = open_library(f"sqlite:///{tmp_path / 'library.sqlite'}")
    try:
        opened = open_studies([clip], library, "me", tmp_path, False)
    finally:
        library.close()
    (refused,) = opened.refused
    assert refused.sentence == "A study that is film alone gives no items: they show EEG first."
    assert opened.studies == ()
