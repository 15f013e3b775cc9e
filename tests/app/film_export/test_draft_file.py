"""What was drawn for a copy of a clip is there on another day, and names nobody."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from there import there

from eegview.app.film_export.desk import FilmFacts
from eegview.app.film_export.draft import ExportDraft
from eegview.app.film_export.draft_file import KeptDraft, KeptPoint, keep_draft, read_draft
from eegview.exchange.writing import CannotWrite
from eegview.model.film.clip_metadata import ClipMetadata
from eegview.model.film.export.choice import Cover, Faces, Voice
from eegview.model.film.export.face import Ellipse, FacePoint

FACTS = FilmFacts(np.arange(50) / 25, 2.0, 320, 240, 1.0, True, ClipMetadata())
NAME = "ab" * 32
NUMBERS = st.floats(-1e4, 1e4)
POINTS = st.lists(
    st.builds(
        KeptPoint,
        st.integers(1, 5),
        st.integers(0, 49),
        st.none() | st.builds(Ellipse, NUMBERS, NUMBERS, NUMBERS, NUMBERS),
    )
).map(tuple)
DRAFTS = st.builds(
    KeptDraft,
    st.just(50),
    st.integers(0, 20),
    st.integers(21, 50),
    st.none() | st.sampled_from(Faces),
    st.none() | st.sampled_from(Voice),
    st.sampled_from(Cover),
    POINTS,
)


@given(DRAFTS)
def test_a_draft_is_read_as_it_was_kept(tmp_path_factory, kept):
    folder = tmp_path_factory.mktemp("drafts")
    keep_draft(NAME, kept, folder)
    assert read_draft(NAME, folder) == kept
    again = kept.taken_up(FACTS)
    assert (again.first, again.stop, again.faces) == (kept.first, kept.stop, kept.faces)
    drawn = [(one.face, one.frame / 25, one.ellipse) for one in kept.points]
    assert [(one.face, one.pts_s, one.ellipse) for one in again.points] == drawn
    assert not again.looked.any()
    assert again.followed is None


def test_a_draft_of_which_nothing_is_chosen_leaves_no_file(tmp_path: Path):
    keep_draft(NAME, KeptDraft(50, 0, 50, Faces.WHOLE, None, Cover.BLUR, ()), tmp_path)
    assert list(tmp_path.iterdir()) != []
    keep_draft(NAME, KeptDraft.of(ExportDraft.of(FACTS)), tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert read_draft(NAME, tmp_path) is None


def test_faces_stay_on_their_pictures_when_the_speed_of_the_clip_is_entered():
    draft = replace(ExportDraft.of(FACTS), points=(FacePoint(1, 30 / 25, Ellipse(9.0, 9.0, 3.0, 4.0)),))
    slowed = replace(FACTS, pts_s=FACTS.pts_s / 8, end_s=0.25)
    (point,) = there(KeptDraft.of(draft)).taken_up(slowed).points
    assert point == FacePoint(1, 30 / 25 / 8, Ellipse(9.0, 9.0, 3.0, 4.0))


def test_a_film_with_other_pictures_begins_anew(tmp_path: Path):
    keep_draft(NAME, KeptDraft(49, 0, 49, Faces.WHOLE, Voice.MUTE, Cover.FILL, ()), tmp_path)
    assert there(read_draft(NAME, tmp_path)).taken_up(FACTS).faces is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"format": "other"}', '{"format": "eegview clip export draft 1"}']
)
def test_a_damaged_file_is_none(tmp_path: Path, text):
    keep_draft(NAME, KeptDraft(50, 0, 50, Faces.WHOLE, None, Cover.BLUR, ()), tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_text(text)
    assert read_draft(NAME, tmp_path) is None


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        keep_draft(NAME, KeptDraft(50, 0, 50, Faces.WHOLE, None, Cover.BLUR, ()), tmp_path / "file" / "drafts")
