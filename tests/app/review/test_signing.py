"""Sign-off: bound by hash to marks, settings, log and recording; what follows is an addendum, and it is told."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from eegview.app.library.editing import Editor
from eegview.app.library.signing import check_signer, sign
from eegview.app.review.signing import (
    SignatureState,
    details_text,
    settings_text,
    state_of,
    state_text,
)
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import NO_FILTERS, FilterSpec
from eegview.model.display.view import ViewState
from eegview.model.edit import GENESIS
from eegview.model.errors import UsageError
from eegview.model.signature import SIGNATURE_TERM, Meaning, latest_signatures, marks_hash, signature_of
from eegview.store.library import Library, open_library

RECORDING = "f" * 64
SETTINGS = settings_text(ViewState())


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = open_library(str(tmp_path / "library.sqlite"))
    yield opened
    opened.close()


@pytest.fixture
def doc(library: Library) -> Editor:
    return Editor(library, RECORDING, "doc", "neurologist")


def spasm(name: str, onset_s: float) -> Annotation:
    return Annotation(name, "spasm", onset_s, 1.0)


def state(library: Library, layer: str = "doc") -> SignatureState:
    marks = library.annotations(RECORDING)
    signature = latest_signatures(marks)[layer]
    clinical = [mark for mark in marks if mark.term_id != SIGNATURE_TERM]
    return state_of(signature, clinical, library.changes_since(RECORDING, signature.head_number))


def test_what_is_signed_is_bound_by_hash(doc: Editor, library: Library) -> None:
    first = doc.add(spasm("a", 1.0))
    Editor(library, RECORDING, "tech", "technologist").add(spasm("t", 5.0))
    head = doc.head()
    edit = sign(doc, "  Dr. Dora Doe ", Meaning.REVIEWED, "doc", SETTINGS)
    signature = signature_of(edit.changes[0].mark)
    assert signature is not None
    assert (signature.printed_name, signature.role, signature.meaning) == ("Dr. Dora Doe", "neurologist", "reviewed")
    assert (signature.n_marks, signature.marks_hash) == (1, marks_hash([first.changes[0].mark]))
    assert (signature.head_number, signature.head_hash) == head == (2, library.edit(RECORDING, 2).hash)
    assert (signature.fingerprint, signature.settings) == (RECORDING, SETTINGS)
    assert edit.reason == "signed as reviewed"
    assert library.verify(RECORDING) == []
    assert state_text(state(library)).endswith("by Dr. Dora Doe, unchanged since")


def test_the_first_act_of_all_may_be_a_signature(doc: Editor) -> None:
    signature = signature_of(sign(doc, "D", Meaning.REVIEWED, "doc", SETTINGS).changes[0].mark)
    assert signature is not None
    assert (signature.n_marks, signature.head_number, signature.head_hash) == (0, 0, GENESIS)


def test_later_changes_are_addenda_and_are_counted(doc: Editor, library: Library) -> None:
    held = doc.add(spasm("a", 1.0)).changes[0].mark
    sign(doc, "D", Meaning.APPROVED, "doc", SETTINGS)
    edit = doc.change(held, replace(held, onset_s=2.0), "onset seen better on video")
    assert edit.reason == "addendum: onset seen better on video"
    assert doc.add(spasm("b", 9.0)).reason == "addendum"  # nobody can forget to say so
    assert state_text(state(library)).endswith("2 changes since")
    doc.undo()
    undone = doc.undo("mistaken")
    assert undone.reason == "addendum: mistaken"
    assert state_text(state(library)).endswith("4 changes since, all undone")


def test_others_go_on_freely(doc: Editor, library: Library) -> None:
    sign(doc, "D", Meaning.REVIEWED, "doc", SETTINGS)
    assert Editor(library, RECORDING, "tech", "technologist").add(spasm("t", 5.0)).reason == ""
    assert state(library).n_changes == 0


def test_a_signature_stays_and_undo_does_not_reach_behind_it(doc: Editor, library: Library) -> None:
    doc.add(spasm("a", 1.0))
    signed = sign(doc, "D", Meaning.REVIEWED, "doc", SETTINGS).changes[0].mark
    for act in (doc.undo, lambda: doc.delete([signed]), lambda: doc.change(signed, replace(signed, onset_s=3.0))):
        with pytest.raises(UsageError, match="signature is final"):
            act()
    assert len(library.annotations(RECORDING)) == 2


def test_marks_changed_behind_the_log_are_found(doc: Editor, library: Library) -> None:
    held = doc.add(spasm("a", 1.0)).changes[0].mark
    sign(doc, "D", Meaning.REVIEWED, "doc", SETTINGS)
    signature = latest_signatures(library.annotations(RECORDING))["doc"]
    forged = state_of(signature, [replace(held, onset_s=1.1)], library.changes_since(RECORDING, signature.head_number))
    assert forged.is_broken
    assert "differ from those signed" in state_text(forged)


def test_signing_again_is_what_counts(doc: Editor, library: Library) -> None:
    sign(doc, "D", Meaning.REVIEWED, "doc", SETTINGS)
    doc.add(spasm("a", 1.0))
    sign(doc, "D", Meaning.APPROVED, "doc", SETTINGS)
    assert state(library).signature.meaning is Meaning.APPROVED
    assert state(library).n_changes == 0


def test_the_final_layer_is_signed_by_a_neurologist(doc: Editor, library: Library) -> None:
    doc.add(replace(spasm("a", 1.0), layer=FINAL_LAYER))
    sign(doc, "D", Meaning.APPROVED, FINAL_LAYER, SETTINGS)
    assert state(library, FINAL_LAYER).signature.n_marks == 1
    second = Editor(library, RECORDING, "second", "neurologist")
    assert second.add(replace(spasm("b", 4.0), layer=FINAL_LAYER)).reason == "addendum"
    tech = Editor(library, RECORDING, "tech", "technologist")
    with pytest.raises(UsageError, match="Only a neurologist"):
        sign(tech, "T", Meaning.REVIEWED, FINAL_LAYER, SETTINGS)


@pytest.mark.parametrize(("name", "layer", "words"), [(" ", "doc", "printed name"), ("D", "tech", "their own marks")])
def test_what_cannot_be_signed_is_refused(name: str, layer: str, words: str) -> None:
    with pytest.raises(UsageError) as refused:
        check_signer(name, layer, "doc", "neurologist")
    assert words in refused.value.sentence


def test_a_signature_slipped_into_anothers_layer_counts_for_nothing(doc: Editor) -> None:
    mark = sign(doc, "D", Meaning.REVIEWED, "doc", SETTINGS).changes[0].mark
    assert latest_signatures([replace(mark, layer="tech")]) == {}


def test_settings_are_canonical() -> None:
    filters = NO_FILTERS.with_kind(ChannelKind.EEG, FilterSpec(0.5, 70.0))
    text = settings_text(ViewState(filters=filters, bad_channels=frozenset({"T8", "Fp1"})))
    assert json.loads(text)["bad_channels"] == ["Fp1", "T8"]
    assert json.loads(text)["filters"] == {"eeg": [0.5, 70.0, 0.0, "causal"]}
    assert " " not in text


def test_details_say_all_that_was_signed(doc: Editor, library: Library) -> None:
    doc.add(spasm("a", 1.0))
    sign(doc, "Dora", Meaning.REVIEWED, "doc", SETTINGS)
    words = details_text(state(library))
    assert all(
        part in words for part in ("Dora, neurologist: reviewed", "(UTC)", "1 mark of", "after edit 1", "montage")
    )
