"""A reader's entries: checked, stored as edits with undo and history, shown in the form, warned of at an export."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from reports.report_study import NOW, OTHER, READER, entry, full_study, named, scored, source_at

from eegview.app.library.editing import Editor
from eegview.app.library.opening import Reviewer
from eegview.app.marks.index import MarkFilter
from eegview.app.report.building import build_report
from eegview.app.report.catalogue import Kind
from eegview.app.report.entries import entry_change, named_fields, statement
from eegview.app.report.form import FormField, FormSection, report_form
from eegview.app.report.gathering import gather_report_study, study_of
from eegview.app.report.template import template_by_id
from eegview.app.review.mark_texts import edit_text
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.errors import UsageError
from eegview.model.report.document import State
from eegview.store.library import Library, open_library
from tests.helpers.as_of import AS_OF

TEMPLATE = template_by_id("infant_prolonged")
AT = "2020-03-18T10:00:00+00:00"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with closing(open_library(f"sqlite:///{tmp_path / 'library.sqlite'}")) as opened:
        yield opened


def form_field(sections: tuple[FormSection, ...], field_id: str) -> FormField:
    return next(field for section in sections for field in section.fields if field.field_id == field_id)


def test_only_what_a_field_can_hold_is_taken() -> None:
    for field_id, choices, wanted in (
        ("personal.name", (), "no field “personal.name”"),
        ("episodes.spasms", (), "computed from the study"),
        ("personal.etiology", ("bad",), "“bad” is not a choice"),
        ("personal.etiology", ("genetic", "structural"), "one choice only"),
    ):
        with pytest.raises(UsageError, match=wanted):
            statement(field_id, choices=choices)
    assert statement("personal.question", text="  ").held == {"state": ""}
    assert statement("personal.etiology", State.NOT_ASSESSED, choices=("genetic",)).held["choices"] == ""


def test_an_entry_is_an_edit_with_history_and_undo(library: Library) -> None:
    source = source_at(NOW, "ab" * 32)
    editor = Editor(library, source.recording.fingerprint, READER, "neurologist")

    def say(text: str) -> None:
        change = entry_change(editor.study_records(), READER, statement("personal.question", text=text))
        assert change is not None
        editor.change_together([change])

    say("Spasms?")
    say("Response?")
    assert entry_change(editor.study_records(), READER, statement("personal.question", text="Response?")) is None
    reader = Reviewer(READER, "neurologist")
    study = gather_report_study(source, library, reader, reviewed={}, as_of=AS_OF)
    assert study.entries["personal.question"].text == "Response?"
    assert study.head[0] == 2
    editor.undo()
    assert (
        gather_report_study(source, library, reader, reviewed={}, as_of=AS_OF).entries["personal.question"].text
        == "Spasms?"
    )
    told = [edit_text(edit, load_vocabulary()) for edit in editor.history()]
    assert any("“question” in the report" in text for text in told)
    assert not any("Spasms?" in text for text in told)
    assert library.verify(source.recording.fingerprint) == []


def test_the_form_shows_what_is_computed_said_and_still_open() -> None:
    sections = report_form(full_study(), TEMPLATE)
    spindles = form_field(sections, "sleep.spindles")
    assert (spindles.kind, spindles.computed, spindles.is_said) == (Kind.CHOICE, "Present: 1", False)
    assert ("asymmetric", "asymmetric") in spindles.choices
    question = form_field(sections, "personal.question")
    assert (question.text, question.said, question.computed) == ("Response to treatment, day 14",) * 2 + ("",)
    assert question.help
    photic = form_field(sections, "modulators.photic")
    assert (photic.state, photic.is_said, photic.said) == (State.NOT_ASSESSED, True, "not assessed")
    impression = form_field(sections, "significance.impression")
    assert impression.said == "Infrequent spikes. / Nina did well."
    assert impression.others == (("bo", "Others see it so."),)
    etiology = form_field(sections, "personal.etiology")
    assert (etiology.chosen, etiology.said) == (("unknown",), "Unknown")
    assert form_field(sections, "episodes.spasms").kind is Kind.COMPUTED
    assert "quality" not in {section.section_id for section in sections}
    assert {section.section_id: section.n_open for section in sections}["significance"] == 2
    short = report_form(full_study(with_previous=False), template_by_id("short"))
    assert "recording.alertness" not in {field.field_id for section in short for field in section.fields}


def test_others_entries_are_hidden_from_who_scores_blind() -> None:
    source = source_at(NOW, "ab" * 32)
    stored = [
        *scored(source, 300.0, {3: ["P4"]}, is_committed=False),
        entry("interictal.description", "Multifocal.", layer=OTHER),
    ]
    sections = report_form(study_of(source, stored, Reviewer(READER), as_of=AS_OF), TEMPLATE)
    assert form_field(sections, "interictal.description").others == ()
    seen = report_form(study_of(source, stored[-1:], Reviewer(READER), as_of=AS_OF), TEMPLATE)
    assert form_field(seen, "interictal.description").others == ((OTHER, "Multifocal."),)


def test_a_text_with_the_patients_name_is_warned_of() -> None:
    source = named(source_at(NOW, "ab" * 32))
    stored = [
        entry("significance.impression", "Nina slept well."),
        entry("personal.question", "Response?"),
        entry("personal.referred_by", "MUSTER's doctor", layer=OTHER),
    ]
    study = study_of(source, stored, Reviewer(READER), as_of=AS_OF)
    assert named_fields(study) == ("significance.impression", "personal.referred_by")
    assert named_fields(study_of(source_at(NOW, "ab" * 32), stored, Reviewer(READER), as_of=AS_OF)) == ()
    assert build_report(study, TEMPLATE, AT, {}).patient_line.startswith("SIM-031")


def test_an_entry_is_in_no_list_and_no_export_of_marks() -> None:
    assert not MarkFilter().accepts(entry("personal.question", "Does Nina still have spasms?"))
