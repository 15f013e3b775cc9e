"""Confirmed on video: stored with frame, file, map and error; refused where these say too little."""

import pytest

from eegview.app.marks.confirming import SyncUnsure, confirmation_text, confirmed, is_confirmed, retracted
from eegview.app.marks.index import MarkFilter
from eegview.app.marks.layers import own_copy
from eegview.app.review.mark_texts import answer_text
from eegview.app.video.clip_sync import ClipSync, clip_sync
from eegview.app.vocabulary.store import load_vocabulary
from eegview.dsp.sync.fit import fit_anchors
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.film.video import SyncMap
from eegview.model.sync import Anchor, sync_mark

SPASM = Annotation("a1", "spasm", 500.0, 1.0, attributes=(("side", "left"),), layer="ann")
FILE = "ab" * 32


def state_with(*anchors: Anchor) -> ClipSync:
    marks = (sync_mark(FILE, fit_anchors(anchors).sync, anchors, "ann"),) if anchors else ()
    return clip_sync("v.mp4", FILE, SyncMap(10.0, 0.0, "file times"), marks, "ann")[0]


NEAR = (Anchor(0.0, 10.0), Anchor(490.0, 500.0), Anchor(980.0, 990.0))


def test_what_was_seen_is_stored() -> None:
    mark = confirmed(SPASM, 490.2, state_with(*NEAR))
    held = dict(mark.attributes)
    assert is_confirmed(mark)
    assert held["video_file"] == FILE
    assert float(held["video_frame_s"]) == 490.2
    assert "3 anchors" in held["video_sync"]
    assert 0 < float(held["video_residual_ms"]) < 100
    assert held["side"] == "left"
    assert mark.attributes == tuple(sorted(mark.attributes))
    assert "sync ±" in confirmation_text(mark)


def test_taken_back_it_is_as_before() -> None:
    assert retracted(confirmed(SPASM, 490.2, state_with(*NEAR))) == SPASM
    assert confirmation_text(SPASM) == ""


def test_an_unchecked_video_confirms_nothing() -> None:
    with pytest.raises(SyncUnsure, match="has not been verified"):
        confirmed(SPASM, 490.2, state_with())


def test_above_a_quarter_of_a_second_it_is_refused() -> None:
    day_s = 86_400.0
    with pytest.raises(UsageError, match="more than the 250 ms"):
        confirmed(SPASM, day_s, state_with(NEAR[0]))


def test_the_facts_of_a_confirmation_are_no_answers() -> None:
    mark = confirmed(SPASM, 490.2, state_with(*NEAR))
    vocabulary = load_vocabulary(built_in_only=True)
    assert answer_text(mark, vocabulary) == answer_text(SPASM, vocabulary)
    assert not MarkFilter(text=FILE[:6]).accepts(mark)


def test_a_copy_of_anothers_mark_is_not_confirmed() -> None:
    mark = confirmed(SPASM, 490.2, state_with(*NEAR))
    assert not is_confirmed(own_copy(mark, load_vocabulary(built_in_only=True)))
