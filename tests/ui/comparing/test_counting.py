"""The numbers of the comparison are those of the department and of `eegview agreement`, from the same data."""

from dataclasses import replace
from pathlib import Path

import pytest
from made_studies.read_studies import mark, spasm
from recordings.memory_source import make_channels, make_recording

from eegview.app.review.coverage import DisplayState, Seen
from eegview.app.review.coverage_file import keep_seen
from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import Annotation
from eegview.model.signature import Meaning, signature_mark
from eegview.model.span import Span
from eegview.model.study.records import STAGING_TERM, study_record
from eegview.model.study.staging import EPOCHS, held_epoch_s
from eegview.ui.comparing.numbers.counting import NumbersRequest, number_lines

RECORDING = make_recording(make_channels(("C3",)), ((0.0, 600.0),), fingerprint="ab" * 32)
VOCABULARY = load_vocabulary()


def numbers(marks: list[Annotation], *records: Annotation) -> dict[tuple[str, str], AgreementNumber]:
    found = number_lines(
        NumbersRequest("ada", "ben", tuple(marks), records, RECORDING, VOCABULARY, SameEventRule(), "ada")
    )
    return {(line.term_id, line.measure): line.number for line in found}


def seen(reader: str, start_s: float, stop_s: float) -> None:
    keep_seen(RECORDING.fingerprint, reader, [Seen(Span(start_s, stop_s), DisplayState(15.0, "bipolar", ""))])


def test_they_are_of_what_both_readers_reviewed(own_folders: Path):
    seen("ada", 0, 400)
    seen("ben", 100, 600)
    found = numbers([spasm(200, "ada"), spasm(200, "ben"), spasm(500, "ben"), spasm(300, "ben")])
    assert found["spasm", "Cohen's kappa"].n_items == 300
    assert found["spasm", "F1, one to one"].value == pytest.approx(2 / 3)


def test_stages_are_counted_in_epochs_of_the_length_that_was_chosen(own_folders: Path):
    marks = [
        mark("sleep_stage", 20 * k, reader, 20, stage=stage)
        for reader, stages in (("ada", ("W", "N1", "N2")), ("ben", ("W", "N2", "N2")))
        for k, stage in enumerate(stages)
    ]
    chosen = study_record(STAGING_TERM, EPOCHS, "2026-01-01T00:00:00.000000+00:00", held_epoch_s(20.0), "ada")
    assert numbers(marks)["sleep_stage", "Cohen's kappa"].n_items == 2
    assert numbers(marks, chosen)["sleep_stage", "Cohen's kappa"].n_items == 3


def test_a_reader_who_signed_and_found_nothing_is_compared(own_folders: Path):
    signature = signature_mark(
        *("Ben", "fellow", Meaning.REVIEWED, "ben", "2026-01-01T10:00:00Z"), (), (0, ""), "{}", RECORDING.fingerprint
    )
    assert numbers([spasm(200, "ada")]) == {}
    found = numbers([spasm(200, "ada")], replace(signature, layer="ben"))
    assert found["spasm", "F1, one to one"].value == 0
    assert found["spasm", "Cohen's kappa"].n_items == 600
