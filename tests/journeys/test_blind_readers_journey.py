"""Two readers of one study that is read blind: each marks alone, signs, and then sees the other's marks."""

from collections.abc import Callable
from pathlib import Path

from waiting import wait_until
from windows.at_the_window import own_marks, shown_dialog, study_of, wait_until_saved

from eegview.app.library.opening import Reviewer
from eegview.model.annotation import FILE_LAYER
from eegview.model.signature import Meaning
from eegview.ui.blind_reading.dialog import BlindDialog
from eegview.ui.workstation import Workstation

TECH, DOC = "tech", "doc"


def mark(window: Workstation, *onsets_s: float) -> None:
    for onset_s in onsets_s:
        study_of(window).go_to(onset_s)
        window.actions["event.mark.spasm"].trigger()
        wait_until_saved(window)


def layers_in(window: Workstation) -> set[str]:
    return {found.layer for found in study_of(window).review.marks}


def is_blind(window: Workstation) -> bool:
    return study_of(window).review.blindness.is_blind


def test_two_blind_readers_sign_and_then_see(
    station: Workstation, start_station: Callable[[], Workstation], small_edf: Path
) -> None:
    tech = station
    tech.reviewer.use(Reviewer(TECH, "technologist"))
    doc = start_station()
    doc.studies.reviewer = Reviewer(DOC, "neurologist")
    doc.open([str(small_edf)])
    for window in (tech, doc):
        wait_until(lambda w=window: w.studies.study is not None and layers_in(w) == {FILE_LAYER})

    # the neurologist asks for it; both are blind from then on, to the file's notes as well
    doc.actions["study.blind"].trigger()
    dialog = shown_dialog(doc, BlindDialog, "blind")
    dialog.switch.click()
    for window in (tech, doc):
        wait_until(lambda w=window: is_blind(w))
        wait_until(lambda w=window: not layers_in(w))
        wait_until(lambda w=window: w.blind_bar.isVisible())

    # each reads alone
    mark(tech, 2.0, 6.0, 10.0)
    mark(doc, 2.1, 30.0)
    for window, author, n_marks in ((tech, TECH, 3), (doc, DOC, 2)):
        study_of(window).review.catch_up()
        wait_until(lambda w=window, n=n_marks: len(own_marks(w)) == n)
        assert layers_in(window) == {author}

    # the first who signs sees all; the other still nothing but that it was signed
    tech.signing.sign("T. One", Meaning.REVIEWED, TECH)
    wait_until(lambda: layers_in(tech) == {TECH, DOC, FILE_LAYER})
    assert tech.blind_bar.text.text() == f"Now shown: layer of {DOC}, 2 file annotations."
    study_of(doc).review.catch_up()
    wait_until(lambda: study_of(doc).review.blindness.others_signed == (TECH,))
    assert layers_in(doc) == {DOC}
    wait_until(lambda: "hidden until you sign" in doc.signature_label.text())

    doc.signing.sign("D. Two", Meaning.REVIEWED, DOC)
    wait_until(lambda: layers_in(doc) == {TECH, DOC, FILE_LAYER})
    assert len(own_marks(doc)) == 5
    dialog = shown_dialog(doc, BlindDialog, "blind")
    wait_until(lambda: f"{DOC}: blind from" in dialog.layers.text())
    assert f"{TECH}: blind from" in dialog.layers.text()

    # after a restart it is as it was
    again = start_station()
    again.studies.reviewer = Reviewer("third", "resident")
    again.open([str(small_edf)])
    wait_until(lambda: again.studies.study is not None and study_of(again).review.is_open)
    wait_until(lambda: is_blind(again))
    assert not layers_in(again)
