"""A report's sections, values, links, limits and summary, from studies in every state."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from reports.report_study import (
    LENGTH_S,
    NOW,
    OTHER,
    READER,
    before_study,
    empty_study,
    entry,
    full_study,
    mark,
    named,
    reviewed,
    scored,
    source_at,
    spasms,
    stages,
    video,
)
from trends.trend_tables import column, table_of

from eegview import __version__
from eegview.app.blind_reading.blindness import NOT_BLIND, Blindness
from eegview.app.library.opening import Reviewer
from eegview.app.report.building import build_report
from eegview.app.report.catalogue import SECTION_IDS, SECTIONS, Kind
from eegview.app.report.gathering import study_of
from eegview.app.report.study import ReportStudy
from eegview.app.report.template import Template, load_templates, template_by_id
from eegview.detect.code_hash import whole_hash
from eegview.exchange.report.document_hash import document_hash
from eegview.exchange.report.json import json_text
from eegview.model.display.filters import NO_FILTERS
from eegview.model.errors import UsageError
from eegview.model.report.document import (
    Field,
    Fields,
    Figure,
    Paragraph,
    Picture,
    ReportDocument,
    Section,
    State,
    Table,
    Value,
    Words,
)
from eegview.model.report.link import Place, parse_link
from eegview.model.scoring.evidence import SheetKey
from eegview.model.study.blind_reading import BlindSetting
from eegview.model.study.display_state import PageDisplay
from tests.helpers.as_of import AS_OF

AT = "2020-03-18T10:00:00+00:00"
TEMPLATE = template_by_id("infant_prolonged")


@pytest.fixture(scope="module")
def full() -> ReportStudy:
    return full_study()


@pytest.fixture(scope="module")
def report(full: ReportStudy) -> ReportDocument:
    return build_report(full, TEMPLATE, AT, {})


def built(study: ReportStudy, template: Template = TEMPLATE) -> ReportDocument:
    return build_report(study, template, AT, {})


def lines_of(section: Section) -> Iterator[tuple[Words | Value, ...]]:
    for block in section.blocks:
        if isinstance(block, Fields):
            yield from (line for field in block.fields for line in field.lines)
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row)
            yield from block.notes
        elif isinstance(block, Paragraph):
            yield from block.lines


def all_lines(document: ReportDocument) -> list[tuple[Words | Value, ...]]:
    return [*document.summary, *(line for section in document.sections for line in lines_of(section))]


def values_of(document: ReportDocument) -> list[Value]:
    return [run for line in all_lines(document) for run in line if isinstance(run, Value)]


def fields_of(document: ReportDocument) -> dict[str, Field]:
    blocks = itertools.chain.from_iterable(section.blocks for section in document.sections)
    return {f.field_id: f for block in blocks if isinstance(block, Fields) for f in block.fields}


def section(document: ReportDocument, section_id: str) -> Section:
    return next(one for one in document.sections if one.section_id == section_id)


def text_of(line: tuple[Words | Value, ...]) -> str:
    return "".join(run.text for run in line)


def text(document: ReportDocument, field_id: str) -> str:
    return "\n".join(map(text_of, fields_of(document)[field_id].lines))


def summary_text(document: ReportDocument) -> str:
    return "\n".join(map(text_of, document.summary))


# in every state


STUDIES = {
    "nothing known": empty_study,
    "full": full_study,
    "no spasms": lambda: full_study(layer_marks=(), with_previous=False),
    "first study": before_study,
}


@pytest.mark.parametrize("name", STUDIES)
@pytest.mark.parametrize("template", load_templates(), ids=lambda one: one.template_id)
def test_no_section_and_no_field_is_ever_blank(name: str, template: Template) -> None:
    document = built(STUDIES[name](), template)
    expected = tuple(one for one in template.sections if one != "course")  # none of these belongs to an infant
    assert tuple(one.section_id for one in document.sections) == expected
    for one in document.sections:
        assert one.title
        assert one.blocks or one.state is not State.GIVEN
    for field in fields_of(document).values():
        assert field.label
        if field.state is State.GIVEN:
            assert text(document, field.field_id).strip()
        else:
            assert field.lines == ()
    for line in all_lines(document):
        assert text_of(line).strip()
        assert all(run.text for run in line)
    assert 1 <= len(document.summary) <= 4


@pytest.mark.parametrize("name", STUDIES)
def test_each_link_parses_and_lies_within_its_recording(name: str) -> None:
    study = STUDIES[name]()
    lengths = {study.fingerprint: study.recording.duration_s}
    known = {one.annotation_id for one in study.marks}
    if study.previous is not None:
        lengths[study.previous.fingerprint] = study.previous.recording.duration_s
        known |= {one.annotation_id for one in study.previous.marks}
    linked = [value for value in values_of(built(study)) if value.link is not None]
    assert linked
    for value in linked:
        assert value.link is not None
        link = parse_link(value.link.url)
        assert link == value.link
        assert 0.0 <= link.span.start_s <= link.span.stop_s <= lengths[link.fingerprint], value
        assert link.frame_s is None or 0.0 <= link.frame_s <= lengths[link.fingerprint]
        assert set(link.marks) <= known


@pytest.mark.parametrize("name", STUDIES)
def test_each_number_has_its_unit_and_stands_in_its_text(name: str) -> None:
    for value in values_of(built(STUDIES[name]())):
        assert value.name
        assert value.number is None or value.unit or value.name.startswith("comparison."), value
        if value.unit == "count" and value.number is not None and "/" not in value.text:
            assert value.text.startswith(f"{value.number:,.0f}"), value
        if value.low is not None and value.high is not None and value.number is not None:
            assert value.low <= value.number <= value.high
            assert value.interval_method


def test_the_same_study_gives_the_same_document(full: ReportStudy, report: ReportDocument) -> None:
    again = built(full_study())
    assert again == report
    assert document_hash(again) == document_hash(report)
    assert json.loads(json_text(report))["document"]["title"] == "EEG report"
    other = build_report(full, TEMPLATE, "2020-03-19T10:00:00+00:00", {})
    assert document_hash(other) != document_hash(report)


def test_it_says_how_it_was_made(full: ReportStudy, report: ReportDocument) -> None:
    told = report.provenance
    program, detector = told["GeneratedBy"]
    assert program["CodeHash"] == whole_hash()
    (run,) = full.runs
    assert (detector["Name"], detector["CodeHash"]) == (run.detector_id, run.content_hash)
    assert full.previous is not None
    assert [one["fingerprint"] for one in told["recordings"]] == [full.fingerprint, full.previous.fingerprint]
    assert told["vocabulary"]["version"] == full.vocabulary.version
    assert told["made_utc"] == AT
    assert report.made_by[0] == f"eegview {__version__}, code {whole_hash()[:12]}…"
    assert any(full.fingerprint[:12] in line for line in report.made_by)
    written = json.loads(json_text(report))["document"]
    assert written["provenance"] == told
    assert f"SIM-{31:03d}" not in json.dumps(told)


def test_how_it_was_made_tells_a_blind_reader_nothing_of_the_log(full: ReportStudy) -> None:
    asked = BlindSetting(True, OTHER, AT)
    blind = replace(full, head=(7, "a" * 64), blindness=Blindness(READER, (asked,)), previous=None)
    assert built(replace(blind, blindness=NOT_BLIND)).provenance["recordings"][0]["n_edits"] == 7
    (state,) = built(blind).provenance["recordings"]
    assert (state["n_edits"], state["head_hash"]) == (None, "")


def test_a_link_carries_how_the_reader_displays_pages() -> None:
    display = PageDisplay("transverse_bipolar", NO_FILTERS, 20.0, 10.0)
    source = source_at(NOW, "ab" * 32)
    study = study_of(source, spasms()[:1], Reviewer(READER, "resident"), display=display, videos=[video()], as_of=AS_OF)
    value = next(one for one in values_of(built(study)) if one.name == "spasms.total")
    assert value.link is not None
    assert value.link.place is Place.PAGE
    assert value.link.settings["montage"] == "transverse_bipolar"
    assert value.link.settings["sensitivity_uv_per_mm"] == "20"
    assert value.link.frame_s == 620.0
    assert value.link.span.start_s < 620.0 < value.link.span.stop_s


# sections


def test_identity_and_referral_are_given_and_the_name_is_nowhere(report: ReportDocument) -> None:
    assert text(report, "personal.identity") == "SIM-031, female"
    assert text(report, "personal.age").startswith("28 weeks (6.4 months")
    assert report.patient_line == "SIM-031 · 17 Mar 2020 · age 28 weeks"
    assert fields_of(report)["personal.question"].said_by == READER
    assert fields_of(report)["personal.birth"].state is State.NOT_ASSESSED
    assert "Muster" not in json_text(report)
    assert "nina_muster" not in json_text(report)


def test_hyperventilation_does_not_apply_to_infants_unless_the_reader_says_otherwise(report: ReportDocument) -> None:
    assert fields_of(report)["modulators.hyperventilation"].state is State.NOT_APPLICABLE
    done = entry("modulators.hyperventilation", choices=["done"])
    study = study_of(source_at(NOW, "ab" * 32), [done], Reviewer(READER), as_of=AS_OF)
    assert text(built(study), "modulators.hyperventilation") == "Done"


def test_not_assessed_is_an_answer_that_a_reader_gives(report: ReportDocument) -> None:
    photic = fields_of(report)["modulators.photic"]
    assert (photic.state, photic.said_by, photic.lines) == (State.NOT_ASSESSED, READER, ())


def test_the_reader_may_add_to_what_is_computed_but_not_replace_a_count(full: ReportStudy) -> None:
    said = [
        entry("sleep.spindles", choices=["asymmetric"]),
        entry("modulators.care", state=State.NOT_ASSESSED),
    ]
    document = built(replace(full, records=(*full.records, *said)))
    assert text(document, "sleep.spindles").splitlines() == ["Present: 1", "asymmetric"]
    assert fields_of(document)["modulators.care"].state is State.NOT_ASSESSED


def test_sheets_stand_as_a_table_with_the_study_before(report: ReportDocument) -> None:
    table = next(block for block in section(report, "interictal").blocks if isinstance(block, Table))
    rows = [list(map(text_of, row)) for row in table.rows]
    assert [row[-1] for row in rows] == ["2", "2", "5"]
    assert rows[0][0] == "17 Mar 2020, 21:05:00 · N2 60 %, REM 40 % · ada"
    assert rows[2][1:4] == ["3", "20 of 20", "180 of 300, 60 %"]
    assert any("confirm with the publication" in text_of(note) for note in table.notes)
    score = table.rows[2][-1][0]
    assert isinstance(score, Value)
    assert score.link is not None
    assert (score.link.place, score.link.fingerprint) == (Place.SCORE, "be" * 32)
    assert score.link.settings["montage"] == "longitudinal_bipolar"


def test_another_readers_score_stays_hidden_until_both_have_committed() -> None:
    source = source_at(NOW, "ab" * 32)
    stored = [
        *scored(source, 300.0, {3: ["P4"]}, READER, is_committed=False),
        *scored(source, 300.0, {n: ["T7", "O2", "F8"] for n in range(200)}, OTHER),
        mark("hypsarrhythmia", 300.0, 300.0, OTHER, presence="present"),
        entry("interictal.description", "Multifocal, T7 most.", layer=OTHER),
    ]
    document = built(study_of(source, stored, Reviewer(READER, "neurologist"), as_of=AS_OF))
    written = json_text(document)
    assert "T7" not in written.replace("T7, T8", "")
    assert "Multifocal" not in written
    assert "hidden until both have committed" in written
    table = next(block for block in section(document, "interictal").blocks if isinstance(block, Table))
    assert [text_of(row[-1]) for row in table.rows] == ["2", "–"]
    assert fields_of(document)["interictal.hypsarrhythmia"].state is State.NOT_ASSESSED
    assert "Another reader's score is hidden" in text(document, "limits.computed")
    assert "not committed" in summary_text(document)


def test_another_readers_score_is_hidden_from_who_has_just_opened_its_epoch() -> None:
    source = source_at(NOW, "ab" * 32)
    stored = [
        *scored(source, 300.0, {n: ["T7", "O2", "F8"] for n in range(200)}, OTHER),
        mark("hypsarrhythmia", 310.0, 20.0, OTHER, presence="present"),
        entry("interictal.description", "Multifocal, T7 most.", layer=OTHER),
    ]
    opened = {SheetKey("based2021", 300.0)}
    for epochs, is_shown in (((), True), (opened, False)):
        study = study_of(source, stored, Reviewer(READER, "neurologist"), layer=OTHER, opened=epochs, as_of=AS_OF)
        written = json_text(built(study))
        assert ("Multifocal, T7 most." in written) is is_shown
        assert ("hidden until both have committed" in written) is not is_shown
        assert study.facts is not None
        assert bool(study.facts.scores) is bool(study.facts.forms) is bool(study.facts.marks) is is_shown
        assert bool(json.loads(study.hashes["score_readers"])) is is_shown


def test_spasms_of_both_studies_stand_in_a_table_with_rule_and_layer(report: ReportDocument) -> None:
    assert text(report, "episodes.spasms").splitlines()[0] == "10 marked in 18 min reviewed of 20 min recorded"
    table = next(block for block in section(report, "episodes").blocks if isinstance(block, Table))
    assert [text_of(row[1]) for row in table.rows] == ["10", "10"]
    notes = "\n".join(map(text_of, table.notes))
    assert "at least 3 spasms with successive onsets at most 60 s apart" in notes
    assert "Counted layer: ada" in notes
    assert "bo (1)" in notes
    assert text(report, "episodes.other_seizures") == "1: Focal 1"
    assert text(report, "episodes.non_epileptic") == "1: Startle 1"


def test_proposals_of_detectors_are_counted_apart_and_are_no_findings(report: ReportDocument) -> None:
    table = next(block for block in section(report, "detectors").blocks if isinstance(block, Table))
    assert list(map(text_of, table.rows[0])) == ["Epileptic spasms 1.2", "5", "2", "1", "1", "1", "8", "1"]
    assert "1 proposal of a detector was left open and is not counted." in text(report, "limits.computed")
    total = next(value for value in values_of(report) if value.name == "spasms.total")
    assert total.number == 10


def test_a_run_is_told_without_the_times_of_the_marks_that_it_searched_by(full: ReportStudy) -> None:
    older = replace(full.runs[0], parameters=(("examples", "61.25, 70.5"), ("marked", "33.125"), ("term", "spasm")))
    written = json_text(built(replace(full, runs=(older,))))
    assert "examples = 2 times, marked = 1 time, term = spasm" in written
    assert "61.25" not in written


def test_coverage_sync_and_signatures_are_told(report: ReportDocument) -> None:
    assert text(report, "coverage.reviewed").startswith("ada 18 min (92 %) · bo 5 min (25 %)")
    assert text(report, "coverage.states") == "yes · yes · yes, 1 awakening"
    assert text(report, "coverage.video_gaps") == "5 min: 21:15:00 – 21:20:00"
    assert text(report, "coverage.sync").endswith("3 paired moments, drift +0 ppm")
    assert "marks unchanged since" in text(report, "coverage.signed")


def test_what_is_not_matched_or_signed_is_a_limit() -> None:
    source = source_at(NOW, "ab" * 32)
    seen = {READER: reviewed((0.0, 600.0), with_video=False)}
    clips = [video(is_matched=False)]
    document = built(
        study_of(source, [*stages(), *spasms()], Reviewer(READER), reviewed=seen, videos=clips, as_of=AS_OF)
    )
    limits = text(document, "limits.computed")
    assert "5 min of the recording has no video." in limits
    assert "10 min were reviewed without the video shown." in limits
    assert "15 min of video its match with the EEG is not known to be within 250 ms" in limits
    assert "The marks of layer ada are not signed." in limits
    assert "10 counted spasms lie in time that was not reviewed." in limits
    said = "10 spasms marked in 20 min recorded, 10 of them outside the 10 min that were reviewed"
    assert summary_text(document).startswith(said)
    assert not any(value.number == 0 for value in values_of(document) if value.name.startswith("spasms.per_hour"))
    assert "Too short to say" not in limits  # of absence, where spasms are marked
    assert text(document, "coverage.sync") == "by clocks only, not checked against the EEG"


def test_without_spasms_it_is_said_in_what_none_is_marked_and_what_that_misses() -> None:
    document = built(full_study(layer_marks=(), with_previous=False))
    assert summary_text(document).startswith("No spasms marked in 18 min reviewed of 20 min recorded.")
    limits = text(document, "limits.computed")
    assert "the first hour missed 45 % and captured sleep in only 54 %" in limits
    assert "epi4.12540" in limits
    assert fields_of(document)["episodes.spasm_semiology"].state is State.NOT_APPLICABLE
    for line in all_lines(document):
        assert not text_of(line).lower().startswith(("no epileptic spasms", "no spasms.", "none seen"))


def test_the_comparison_holds_both_studies_with_age_and_repeat_error(report: ReportDocument) -> None:
    table = next(block for block in section(report, "comparison").blocks if isinstance(block, Table))
    assert table.columns[1:3] == ("2 Mar 2020, 26 weeks", "17 Mar 2020, 28 weeks")
    rows = {text_of(row[0]): list(map(text_of, row[1:])) for row in table.rows}
    assert rows["BASED 2021 (ada)"][:3] == ["5", "2", "−3"]
    assert rows["Hypsarrhythmia, NREM sleep"][:2] == ["present", "absent"]
    assert all(value.link is None or value.link.fingerprint in ("ab" * 32, "be" * 32) for value in values_of(report))


def test_treatment_and_response_are_told_as_entered_and_stay_provisional(report: ReportDocument) -> None:
    assert text(report, "personal.medication") == "Prednisolone 40 mg/day"
    assert text(report, "personal.treatment_day") == "day 14 (day 0: 3 Mar 2020)"
    assert text(report, "treatment.drugs") == "Prednisolone 40 mg/day, from day 0 (3 Mar 2020)"
    assert text(report, "treatment.clinical_response").startswith("provisional ")
    assert "clinical provisional" in summary_text(report)
    assert "Response is provisional" in text(report, "limits.computed")
    without = built(full_study(with_previous=False))
    assert section(without, "comparison").state is State.NOT_ASSESSED


def test_no_treatment_entered_is_not_assessed() -> None:
    document = built(before_study())
    assert section(document, "treatment").state is State.NOT_ASSESSED
    assert "Response" not in summary_text(document)


def test_a_study_cannot_be_compared_with_itself() -> None:
    before = before_study()
    source = named(source_at(NOW, "be" * 32))
    with pytest.raises(UsageError, match="given twice"):
        study_of(source, (), Reviewer(READER), previous=before, as_of=AS_OF)


def test_indicators_of_quality_are_counted_as_the_report_gives_them(full: ReportStudy, report: ReportDocument) -> None:
    assert section(report, "quality").remark == "18 of 24 given, 5 not assessed, 1 not applicable"
    assert section(built(empty_study()), "quality").remark == "2 of 24 given, 22 not assessed"
    hidden = replace(TEMPLATE, hidden_fields=frozenset({"personal.age"}))
    assert section(built(full, hidden), "quality").remark.startswith("17 of 24 given, 6 not assessed")


def test_the_conclusion_is_only_the_readers(report: ReportDocument) -> None:
    fields = {name: one for name, one in fields_of(report).items() if name.startswith("significance.")}
    assert {one.said_by for one in fields.values() if one.state is State.GIVEN} == {READER}
    assert text(report, "significance.impression") == "Infrequent spikes.\nNina did well."
    assert section(built(empty_study()), "significance").state is State.NOT_ASSESSED
    paragraph = section(report, "significance").blocks[-1]
    assert isinstance(paragraph, Paragraph)
    assert text_of(paragraph.lines[0]) == "bo entered under “Impression”: Others see it so."


def test_a_longer_conclusion_by_another_reader_makes_no_answer_of_this_one() -> None:
    said = entry("significance.impression", "All is well.", layer=OTHER)
    document = built(study_of(source_at(NOW, "ab" * 32), [said], Reviewer(READER), as_of=AS_OF))
    assert fields_of(document)["significance.impression"].state is State.NOT_ASSESSED


# frame


def test_figures_stand_in_their_sections_and_only_where_the_template_wants_them(full: ReportStudy) -> None:
    picture = Picture(b"<svg/>", ".svg", 100.0, 50.0)
    figures = {name: Figure(name, picture, (Words(name),), name) for name in ("spasm", "trends", "hypnogram")}
    document = build_report(full, TEMPLATE, AT, figures)
    assert [block for block in section(document, "trends").blocks if isinstance(block, Figure)]
    short = build_report(full, template_by_id("short"), AT, figures)
    drawn = [b.figure_id for one in short.sections for b in one.blocks if isinstance(b, Figure)]
    assert drawn == ["spasm"]


def test_each_page_says_what_the_report_is_no_good_for(report: ReportDocument) -> None:
    assert report.footer[0].startswith("For research and education. Not a medical device; gives no diagnosis.")
    assert "Simulated study: not a patient." in report.footer[0]
    assert "Infant, prolonged video-EEG" in report.footer[1]
    assert report.badges == ("Simulated study", "Draft, not signed")
    short = built(empty_study(), template_by_id("short"))
    assert "Quality indicators" in short.footer[2]
    assert "Limits" not in short.footer[2]


def test_the_report_is_bound_to_what_it_was_made_from(full: ReportStudy, report: ReportDocument) -> None:
    assert {"recording", "log_head", "marks", "scores", "settings", "entries"} <= set(report.binding)
    assert report.binding["previous_recording"] == "be" * 32
    more = full_study(layer_marks=spasms()[:-1])
    assert built(more).binding["marks"] != report.binding["marks"]
    assert built(more).binding["scores"] == report.binding["scores"]


def test_every_section_of_the_catalogue_is_in_the_long_template() -> None:
    assert TEMPLATE.sections == SECTION_IDS
    assert len(SECTION_IDS) == 18
    answered = [item for one in SECTIONS for item in one.items if item.kind in (Kind.CHOICE, Kind.SEVERAL)]
    assert all(item.choices for item in answered)


def test_a_recording_without_a_clock_counts_from_its_start() -> None:
    source = source_at(None, "cc" * 32)
    study = study_of(
        source, [*stages(), *spasms()], Reviewer(READER), reviewed={READER: reviewed((0.0, LENGTH_S))}, as_of=AS_OF
    )
    document = built(study)
    assert "00:10:00" in text(document, "sleep.awakenings")
    assert "date not known" in text(document, "recording.recorded")
    assert "The recording has no clock" in text(document, "limits.computed")


def test_a_placeholder_for_the_date_is_no_date() -> None:
    source = source_at(datetime(1985, 1, 1, 23, 50), "cd" * 32)
    document = built(study_of(source, [*stages(), *spasms()], Reviewer(READER), as_of=AS_OF))
    assert "1985" not in str(document.sections) + document.patient_line
    assert "date not known, 23:50" in text(document, "recording.recorded")
    assert "is a placeholder" in text(document, "limits.computed")


def test_trends_give_amplitude_awake_artifact_and_heart_rate_with_links_to_them() -> None:
    rate = np.full(120, np.nan, np.float32)
    rate[10:40] = 128.0
    columns = {
        column("reeg_median_anterior"): 66.0,
        column("reeg_median_posterior"): 68.0,
        column("artifact", "%", 10.0): 7.0,
        column("heart_rate", "per min", 10.0): rate,
    }
    source = source_at(NOW, "ab" * 32)
    study = study_of(source, stages(), Reviewer(READER), trends=table_of(LENGTH_S, columns), as_of=AS_OF)
    document = built(study)
    assert text(document, "background.amplitude").startswith("Median range EEG (2 s), wake: anterior 66 µV")
    assert text(document, "artifacts.automatic").startswith("7 % of rows × time")
    assert text(document, "artifacts.ecg") == "median heart rate 128/min, computed"
    assert text(document, "trends.summary").startswith("computed over 20 min")
    heart_rate = next(value for value in values_of(document) if value.name == "artifacts.heart_rate")
    assert heart_rate.link is not None
    assert heart_rate.link.place is Place.TRENDS
    assert heart_rate.basis == "30 values of 10 s in which beats were certain"
    without = built(
        study_of(
            source, stages(), Reviewer(READER), trends_problem="The recording is too long for trends.", as_of=AS_OF
        )
    )
    assert text(without, "trends.summary") == "The recording is too long for trends."


def test_artifacts_of_two_kinds_that_begin_together_are_both_counted() -> None:
    marks = [
        mark("artifact", 10.0, 20.0, kind="movement"),
        mark("artifact", 10.5, 30.0, kind="sweat"),
        mark("artifact", 10.9, 30.0, kind="sweat"),  # the same event by hand and by another way
    ]
    document = built(study_of(source_at(None, "ee" * 32, 600.0), marks, Reviewer(READER), as_of=AS_OF))
    held = {value.name: value.number for value in values_of(document)}
    assert (held["artifacts.movement"], held["artifacts.sweat"]) == (1.0, 1.0)
    assert held["artifacts.marked"] == pytest.approx(100 * 30.9 / 600, abs=1e-3)


def test_what_lies_behind_the_end_of_the_recording_is_no_time_of_it() -> None:
    marks = [
        *(mark("hypsarrhythmia", 60.0 * n, 60.0) for n in range(12)),
        *(mark("sleep_stage", 30.0 * n, 30.0, stage="N2") for n in range(24)),
        mark("sleep_stage", 720.0, 60.0, stage="W"),
    ]
    held = {
        value.name: value.number
        for value in values_of(built(study_of(source_at(None, "ee" * 32, 600.0), marks, Reviewer(READER), as_of=AS_OF)))
    }
    assert held["interictal.hypsarrhythmia_s"] == 600.0
    assert held["coverage.awakenings"] == 0.0
