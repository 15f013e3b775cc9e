"""A signed report and its study: recorded in the log, compared with it, added to by addenda."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from reports.signed_reports import AT_UTC, made_signer, signatory, small_pdf

from eegview.app.comparing.comparison import compare
from eegview.app.comparing.decisions import TAKE_B, Adjudication, Decider
from eegview.app.library.editing import Editor
from eegview.app.marks.index import MarkIndex
from eegview.app.report.labels import load_labels
from eegview.app.report.signing.addendum import Addendum, as_addendum
from eegview.app.report.signing.signed_report import (
    SignedReport,
    addendum_in,
    document_to_sign,
    keep_signature,
    sign_report,
)
from eegview.app.report.signing.signed_study import SignedStudy, study_in_library
from eegview.app.report.signing.signing import STATEMENTS, Signatory, sign_pdf
from eegview.app.report.signing.verdict import Outcome
from eegview.app.report.signing.verifying import Verification, verify
from eegview.app.review.signing import state_of
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.edit import Change
from eegview.model.errors import UsageError
from eegview.model.report.binding import report_binding
from eegview.model.report.document import Field, Fields, ReportDocument, Section, SignatureLine, Words
from eegview.model.report.signature import report_signatures
from eegview.model.scoring.evidence import SheetKey
from eegview.model.scoring.records import page_record
from eegview.model.signature import Meaning, latest_signatures
from eegview.model.study.patient_age import held_age, parsed_age
from eegview.model.study.records import AGE_TERM, REPORT_ENTRY_TERM, REPORT_SIGNATURE_TERM, study_record
from eegview.model.sync import is_clinical, is_signed
from eegview.store.library import Library, open_library

RECORDING = "f" * 64
SETTINGS = '{"montage":"longitudinal_bipolar"}'


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = open_library(str(tmp_path / "library.sqlite"))
    yield opened
    opened.close()


@pytest.fixture
def doc(library: Library) -> Editor:
    editor = Editor(library, RECORDING, "doc", "neurologist")
    for name, onset_s in (("a", 1.0), ("b", 9.0)):
        editor.add(Annotation(name, "spasm", onset_s, 1.0))
    return editor


def document(editor: Editor, layer: str = "doc", readers: tuple[str, ...] = ("doc",)) -> ReportDocument:
    binding = report_binding(RECORDING, editor.head(), layer, editor.stored(), readers, SETTINGS)
    boxes = tuple(
        SignatureLine(meaning.value, statement, meaning_id=meaning.value) for meaning, statement in STATEMENTS.items()
    )
    return ReportDocument(
        *(
            "EEG report",
            "",
            "standard",
            "1",
            "en",
            (),
            None,
            ("Draft, not signed",),
            (),
            (),
            boxes,
            (),
            "SIM-031",
            binding,
            "2026-03-17",
        )
    )


def signed(editor: Editor, layer: str = "doc", keep: bool = True, count: str = "138") -> SignedReport:
    made = document(editor, layer)
    addendum = addendum_in(editor, made, str.capitalize)
    report = sign_report(made, lambda _document: small_pdf(count), made_signer(), signatory(), addendum)
    if keep:
        keep_signature(editor, report.signature, signatory())
    return report


def checked(pdf: bytes, library: Library) -> Verification:
    study = study_in_library(library, RECORDING)
    assert study is not None
    return verify(pdf, studies=[study])


def texts(found: Verification, outcome: Outcome) -> str:
    return "\n".join(line.text for line in found.lines if line.outcome is outcome)


def test_what_is_printed_names_signer_and_key_before_it_is_signed(doc: Editor) -> None:
    report = signed(doc)
    box, other = report.document.signatures
    assert (box.printed_name, box.role, box.at_utc) == ("Dr. Dora Doe", "neurologist", signatory().at_utc)
    assert box.key_fingerprint == made_signer().fingerprint
    assert not other.printed_name


def test_a_signed_report_does_not_call_its_own_marks_unsigned(doc: Editor) -> None:
    labels = load_labels()
    limit = labels("limits.not_signed", layer="doc")
    fields = (
        Field("limits.computed", "Limits", ((Words(limit),), (Words("Another limit."),))),
        Field("coverage.signed", "Signatures", ((Words(labels("coverage.not_signed")),),)),
    )
    made = replace(document(doc), sections=(Section("limits", "Limits", (Fields(fields),)),))
    printed = document_to_sign(made, signatory(), "7C41")
    (block,) = printed.sections[0].blocks
    assert isinstance(block, Fields)
    limits, coverage = block.fields
    texts_of = ["".join(run.text for run in line) for line in (*limits.lines, *coverage.lines)]
    assert texts_of == [
        "The marks of layer doc are signed with this report (Reviewed).",
        "Another limit.",
        "doc: signed with this report (Reviewed)",
    ]
    # who signs over marks of another leaves them unsigned
    other = replace(signatory(), author="bo")
    assert document_to_sign(made, other, "7C41").sections == made.sections


def test_an_addendum_of_an_addendum_says_the_newest_once(doc: Editor) -> None:
    first = as_addendum(document(doc), Addendum(1, "a" * 64, "Dr. Bo", AT_UTC, ("One.",)))
    second = as_addendum(first, Addendum(2, "b" * 64, "Dr. Bo", AT_UTC, ("Two.",)))
    assert [section.title for section in second.sections] == ["Addendum 2"]
    assert second.badges == ("Draft, not signed", "ADDENDUM 2")


def test_a_signed_report_stands_in_the_log_and_signs_the_layer(doc: Editor, library: Library) -> None:
    report = signed(doc)
    stored = doc.stored()
    ((record, signature),) = report_signatures(stored)
    assert signature == report.signature
    assert not is_clinical(record)
    assert not is_signed(record)
    assert library.verify(RECORDING) == []
    state = latest_signatures(stored)["doc"]
    assert state.meaning is Meaning.REVIEWED
    marks = [mark for mark in stored if is_signed(mark)]
    assert state_of(state, marks, library.changes_since(RECORDING, state.head_number)).is_matching
    assert doc.undo_text == f"Undo sign the report {signature.report_hash[:12]}…"
    with pytest.raises(UsageError, match="final"):
        doc.undo()
    with pytest.raises(UsageError, match="final"):
        doc.delete([record])
    edit = doc.delete([mark for mark in doc.marks() if mark.annotation_id == "b"])
    assert edit.reason == "addendum"


def test_the_study_is_compared_with_the_report(doc: Editor, library: Library) -> None:
    report = signed(doc)
    found = checked(report.pdf, library)
    assert found.is_ok
    assert "Unchanged since: the marks of the layer “doc”" in texts(found, Outcome.OK)
    assert "has a record of each signature" in texts(found, Outcome.OK)
    assert not texts(found, Outcome.CHANGED)

    doc.add(Annotation("c", "spasm", 20.0, 1.0))
    doc.add(study_record(AGE_TERM, "patient", "2026-03-17T11:00:00+00:00", held_age(parsed_age("6 months")), "doc"))
    Editor(library, RECORDING, "tech", "technologist").add(Annotation("t", "spasm", 30.0, 1.0))
    found = checked(report.pdf, library)
    assert found.is_ok
    assert "Changed since (1 change): the marks" in texts(found, Outcome.CHANGED)
    assert "Changed since (1 change): the entries" in texts(found, Outcome.CHANGED)
    assert "the scores" in texts(found, Outcome.OK)
    doc.undo()
    doc.undo()
    assert "2 changes since, all undone" in texts(checked(report.pdf, library), Outcome.OK)


def test_a_log_that_was_changed_from_outside_is_named(doc: Editor, library: Library, tmp_path: Path) -> None:
    report = signed(doc)
    with sqlite3.connect(tmp_path / "library.sqlite") as connection:
        for trigger in [row[0] for row in connection.execute("select name from sqlite_master where type='trigger'")]:
            connection.execute(f"drop trigger {trigger}")
        connection.execute("update annotation set onset_s = 2.0 where annotation_id = 'a'")
    found = checked(report.pdf, library)
    assert not found.is_ok
    assert "changed from outside" in texts(found, Outcome.FAILED)


def test_a_report_bound_to_other_marks_than_the_log_had_is_named(doc: Editor, library: Library) -> None:
    binding = dict(document(doc).binding) | {"marks": "0" * 64}
    pdf, _signature = sign_pdf(small_pdf(), made_signer(), signatory(), binding)
    found = checked(pdf, library)
    assert "differed from what the report is bound to" in texts(found, Outcome.FAILED)
    wrong = dict(document(doc).binding) | {"settings_text": "{}"}
    pdf, _signature = sign_pdf(small_pdf(), made_signer(), signatory(), wrong)
    assert "display settings" in texts(checked(pdf, library), Outcome.FAILED)


def test_another_library_cannot_say_and_does_not_pretend_to(doc: Editor, tmp_path: Path) -> None:
    report = signed(doc)
    there = open_library(str(tmp_path / "there.sqlite"))
    Editor(there, RECORDING, "doc", "neurologist").import_all(doc.marks())
    found = checked(report.pdf, there)
    assert found.is_ok
    assert "may be in a bundle" in texts(found, Outcome.NOT_CHECKED)
    assert "no record of the signature of Dr. Dora Doe" in texts(found, Outcome.NOT_CHECKED)
    assert "The same as in the report: the marks" in texts(found, Outcome.OK)
    there.close()
    assert "not available here" in texts(verify(report.pdf), Outcome.NOT_CHECKED)


def test_an_older_log_is_not_taken_for_a_changed_one(doc: Editor, library: Library, tmp_path: Path) -> None:
    old = SignedStudy(RECORDING, "bundle", doc.stored(), doc.history())
    doc.add(Annotation("c", "spasm", 20.0, 1.0))
    report = signed(doc)
    found = verify(report.pdf, studies=(old,))
    assert found.is_ok
    assert "ends with edit 2, but the report was made after edit 3" in texts(found, Outcome.NOT_CHECKED)
    assert "Not the same as in the report, from before it or from later: the marks" in texts(found, Outcome.CHANGED)
    assert "since" not in texts(found, Outcome.CHANGED)


def test_a_clock_that_went_backwards_is_said(doc: Editor, library: Library) -> None:
    report = signed(doc)
    assert "Signature 1 is dated before edit 2" in texts(checked(report.pdf, library), Outcome.NOTE)
    later = replace(signatory(), at_utc="2999-01-01T00:00:00+00:00")
    pdf, _signature = sign_pdf(small_pdf(), made_signer(), later, document(doc).binding)
    twice, _signature = sign_pdf(pdf, made_signer(2), signatory("Prof. Ute Ö", Meaning.APPROVED))
    found = verify(twice)
    assert "Signature 2 is dated before signature 1" in texts(found, Outcome.NOTE)
    assert found.is_ok


def test_a_signature_that_the_log_has_and_the_file_lacks_is_named(doc: Editor, library: Library) -> None:
    report = signed(doc)
    second = signatory("Prof. Ute Ö", Meaning.APPROVED)
    twice, signature = sign_pdf(report.pdf, made_signer(2), second)
    keep_signature(doc, signature, second)
    assert not texts(checked(twice, library), Outcome.CHANGED)
    assert "this file lacks: Prof. Ute Ö" in texts(checked(report.pdf, library), Outcome.CHANGED)


def test_a_report_made_before_the_last_change_is_not_signed(doc: Editor) -> None:
    report = signed(doc, keep=False)
    doc.add(Annotation("c", "spasm", 20.0, 1.0))
    n_edits = len(doc.history())
    with pytest.raises(UsageError, match="changed since this report was made"):
        keep_signature(doc, report.signature, signatory())
    assert len(doc.history()) == n_edits


def test_a_changed_report_is_a_numbered_addendum_that_lists_what_changed(doc: Editor, library: Library) -> None:
    first = signed(doc)
    assert addendum_in(doc, document(doc)) is not None
    mark = next(mark for mark in doc.marks() if mark.annotation_id == "b")
    doc.change_together(
        [
            Change(mark, Annotation("b", "spasm", 9.5, 1.0, layer="doc")),
            Change(None, Annotation("c", "spasm", 20.0, 1.0)),
            Change(
                None,
                study_record(AGE_TERM, "patient", "2026-03-17T11:00:00+00:00", held_age(parsed_age("6 months")), ""),
            ),
        ]
    )
    second = signed(doc, count="139")
    assert second.document.badges == ("ADDENDUM 1",)
    assert second.document.addendum_to == first.signature.report_hash == second.signature.addendum_to
    addendum = second.document.sections[0]
    shown = json.dumps([[run.text for run in line] for line in addendum.blocks[0].lines])  # pyright: ignore[reportAttributeAccessIssue]
    assert "Spasm: 2 before, 3 now (1 added, 1 changed)." in shown
    assert "Set the age to 6 months" in shown

    third = signed(doc, count="140")
    assert third.signature.addendum_number == 2
    assert third.signature.addendum_to == second.signature.report_hash
    found = checked(first.pdf, library)
    assert found.is_ok
    assert "Addendum 1" in texts(found, Outcome.CHANGED)
    assert "Addendum 2" in texts(found, Outcome.CHANGED)
    assert "This is addendum 1" in texts(checked(second.pdf, library), Outcome.NOTE)


def test_an_addendum_says_nothing_of_scores_that_its_reader_may_not_see(doc: Editor, library: Library) -> None:
    signed(doc)
    other = Editor(library, RECORDING, "eve", "neurologist")
    other.add(page_record(RECORDING, SheetKey("based2021", 0.0), 0, 15.0, "eve"))
    made: Addendum | None = addendum_in(doc, document(doc))
    assert made is not None
    assert made.changes == ("No mark, score or entry was changed.",)
    named = addendum_in(doc, document(doc, readers=("doc", "eve")))  # hers is not committed, so not even counted
    assert named is not None
    assert named.changes == made.changes
    doc.add(page_record("own", SheetKey("based2021", 600.0), 0, 15.0, "doc"))
    own = addendum_in(doc, document(doc))
    assert own is not None
    assert own.changes == ("Scores of doc: 1 record changed.",)


def test_an_addendum_says_nothing_of_what_a_blind_reader_may_not_see(doc: Editor, library: Library) -> None:
    signed(doc)
    doc.add(page_record(RECORDING, SheetKey("based2021", 0.0), 0, 15.0, "doc"))  # begins to score
    final = Editor(library, RECORDING, "eve", "neurologist")
    final.add(Annotation("h", "hypsarrhythmia", 20.0, 60.0, (), (("presence", "present"),), layer=FINAL_LAYER))
    final.add(study_record(REPORT_ENTRY_TERM, "interictal.description", AT_UTC, {"state": "given", "text": "x"}, "eve"))
    made = addendum_in(doc, document(doc, layer=FINAL_LAYER, readers=()))
    assert made is not None
    assert not any("ypsarrhythmia" in text or "description" in text for text in made.changes)
    there = addendum_in(final, document(final, layer="doc", readers=()))
    assert there is not None
    assert "Set “description” in the report." in there.changes


def test_a_colleagues_report_does_not_sign_for_another(doc: Editor, library: Library) -> None:
    tech = Editor(library, RECORDING, "tech", "technologist")
    made = document(tech)
    who = Signatory("Tom Tech", "tech", "technologist", Meaning.REVIEWED, AT_UTC)
    report = sign_report(made, lambda _document: small_pdf(), made_signer(3), who)
    edit = keep_signature(tech, report.signature, who)
    assert [change.mark.term_id for change in edit.changes] == [REPORT_SIGNATURE_TERM]
    assert latest_signatures(tech.stored()) == {}
    assert library.verify(RECORDING) == []
    assert latest_signatures(doc.stored()).get(FINAL_LAYER) is None


def test_a_record_in_anothers_name_or_of_another_log_is_found(doc: Editor, tmp_path: Path) -> None:
    signed(doc)
    ((record, _signature),) = report_signatures(doc.stored())
    there = open_library(str(tmp_path / "forged.sqlite"))
    Editor(there, RECORDING, "eve", "neurologist").import_all([record])
    problems = " ".join(there.verify(RECORDING))
    there.close()
    assert "of a log that is not this one" in problems
    assert "was entered by “eve”" in problems


def test_a_report_does_not_sign_a_final_layer_with_open_differences(library: Library, doc: Editor) -> None:
    Editor(library, RECORDING, "ada", "technologist").add(Annotation("c", "spasm", 30.0, 1.0))
    held = doc.stored()
    found = compare(held, "ada", "doc", load_vocabulary())
    settling = Adjudication(found, MarkIndex(held), (), RECORDING, load_vocabulary())
    decider = Decider("doc", "neurologist", datetime(2026, 3, 17, tzinfo=UTC))
    doc.change_together(settling.plan(found.differences[0], TAKE_B, decider))
    with pytest.raises(UsageError, match="2 differences between ada and doc are not decided"):
        signed(doc, FINAL_LAYER)
    assert not report_signatures(doc.stored())
