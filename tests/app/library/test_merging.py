"""Two changes of one mark: both stand where they are about different things, else the second is refused by name."""

from dataclasses import replace

import pytest

from eegview.app.library.merging import changed_parts, clashes, forced, merged, rebased
from eegview.model.annotation import Annotation
from eegview.model.edit import Change
from eegview.model.film.video import SyncMap
from eegview.model.sync import sync_mark

MARK = Annotation("a", "spasm", 10.0, 1.0, ("Fp1",), (("class", "focal"), ("side", "left")), "seen", "ann")
PARTS = {
    "time": {"onset_s": 10.5},
    "kind": {"term_id": "mimic"},
    "channels": {"channels": ("O1",)},
    "note": {"text": "clear"},
    "class": {"attributes": (("class", "generalised"), ("side", "left"))},
    "side": {"attributes": (("class", "focal"),)},
    "new": {"attributes": (("class", "focal"), ("new", "yes"), ("side", "left"))},
}


def changed(*names: str) -> Annotation:
    mark = MARK
    for name in names:
        mark = rebased(MARK, replace(MARK, **PARTS[name]), mark)  # type: ignore[arg-type]
    return mark


@pytest.mark.parametrize("mine", PARTS)
@pytest.mark.parametrize("theirs", PARTS)
def test_different_parts_are_brought_together(mine: str, theirs: str) -> None:
    done = merged([Change(MARK, changed(mine))], {"a": changed(theirs)})
    if mine == theirs:
        assert done == ()  # the same was done there
    else:
        assert done == (Change(changed(theirs), changed(mine, theirs)),)
        assert changed(mine, theirs) == changed(theirs, mine)


def test_onset_and_duration_are_one_span() -> None:
    mine, theirs = replace(MARK, onset_s=9.0, duration_s=2.0), replace(MARK, duration_s=3.0)
    assert clashes(MARK, mine, theirs) == ("time",)
    assert merged([Change(MARK, mine)], {"a": theirs}) is None


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (replace(MARK, text="mine"), replace(MARK, text="theirs")),
        (None, replace(MARK, text="theirs")),
        (replace(MARK, text="mine"), None),
    ],
)
def test_the_same_part_is_not(mine: Annotation | None, theirs: Annotation | None) -> None:
    assert merged([Change(MARK, mine)], {"a": theirs}) is None


def test_deleted_by_both_is_deleted() -> None:
    assert merged([Change(MARK, None)], {"a": None}) == ()


def test_one_of_several_that_clashes_stops_all() -> None:
    other = replace(MARK, annotation_id="b")
    changes = [Change(MARK, changed("note")), Change(other, None)]
    assert merged(changes, {"b": replace(other, text="theirs")}) is None


def test_a_record_is_one_thing() -> None:
    """An offset of one fit and a drift of another place a video nowhere."""
    first, mine, theirs = (
        sync_mark("v", SyncMap(offset_s, drift_ppm, "by hand"), (), "ann", "s")
        for offset_s, drift_ppm in ((1.0, 0.0), (2.0, 0.0), (1.0, 50.0))
    )
    assert rebased(first, mine, theirs) == mine
    assert merged([Change(first, mine)], {"s": theirs}) is None
    assert merged([Change(None, mine)], {"s": theirs}) == (Change(theirs, mine),)


def test_what_is_done_all_the_same_wins_in_its_own_part_only() -> None:
    mine, theirs = replace(MARK, text="mine"), replace(changed("time"), text="theirs")
    assert forced([Change(MARK, mine)], {"a": theirs}) == (Change(theirs, replace(theirs, text="mine")),)
    assert forced([Change(MARK, mine)], {}) == (Change(None, mine),)
    assert forced([Change(MARK, None)], {"a": theirs}) == (Change(theirs, None),)
    assert forced([Change(MARK, None)], {}) == ()


def test_what_changed_is_named() -> None:
    assert changed_parts(MARK, changed("time", "class", "note")) == ("class", "note", "time")
