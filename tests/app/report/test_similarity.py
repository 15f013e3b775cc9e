"""The report of a clip tells which recorded events its events resemble; that of an EEG never does."""

from dataclasses import replace

from reports.report_study import READER, empty_study

from eegview.app.report.building import build_report
from eegview.app.report.study import ReportStudy
from eegview.app.report.template import template_by_id
from eegview.app.resembling.home_events import HomeEvent
from eegview.model.annotation import Annotation
from eegview.model.film.clip import FilmClip
from eegview.model.report.document import Fields, ReportDocument
from eegview.model.span import Span
from eegview.model.study.records import RESEMBLES_TERM, study_record
from eegview.model.study.resemblance import Resemblance, held_resemblance

AT = "2026-03-01T12:00:00+00:00"


def spasms_text(document: ReportDocument) -> str:
    fields = [
        field
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Fields)
        for field in block.fields
    ]
    lines = next(field.lines for field in fields if field.field_id == "episodes.spasms")
    return "\n".join("".join(run.text for run in line) for line in lines)


def with_similarity(study: ReportStudy) -> ReportStudy:
    said = Resemblance("home", 20.0, "e" * 32, "there", 151.5, 1.0, "Spasm · Flexor", "similar")
    words = Resemblance("gone", 30.0, label="a stretch")
    records = [study_record(RESEMBLES_TERM, one.mark_id, AT, held_resemblance(one), READER) for one in (said, words)]
    mark = Annotation("home", "spasm", 20.0, 1.0, layer=READER)
    return replace(study, marks=(mark,), records=tuple(records), layer=READER)


def test_of_a_clip_each_similarity_is_a_sentence_with_the_event_and_the_reader() -> None:
    study = empty_study(60.0)
    film = replace(study.recording, channels=(), clips=(FilmClip("clip.mp4", Span(0, 60)),))
    said = spasms_text(build_report(with_similarity(replace(study, recording=film)), template_by_id("short"), AT, {}))
    assert f"looks similar to the recorded “Spasm · Flexor” of study eeeeeeee… ({READER})." in said
    assert "not a finding" in said
    assert "a stretch" not in said  # its mark is gone


def test_of_an_eeg_nothing_is_said_where_no_home_event_points_at_it() -> None:
    said = spasms_text(build_report(with_similarity(empty_study()), template_by_id("short"), AT, {}))
    assert "looks similar" not in said


def test_of_an_eeg_each_home_event_that_points_at_it_is_a_sentence_with_its_reader() -> None:
    mark = Annotation("there", "spasm", 20.0, 1.0, layer=READER)
    links = [
        HomeEvent("c" * 32, Resemblance("home", 2.0, "e" * 32, other, 20.0, 1.0, "Spasm", how, layer=READER))
        for other, how in (("there", "same"), ("gone", "unsure"))
    ]
    study = replace(empty_study(), marks=(mark,), layer=READER, home_events=tuple(links))
    said = spasms_text(build_report(study, template_by_id("short"), AT, {}))
    assert "The event at 00:00:02 of the home clip cccccccc… looks the same as “Spasm” at" in said
    assert "may look like “Spasm” at" in said  # its mark is gone: told with the time, without a link
    assert f"of this study ({READER})." in said
    assert "not a finding" in said
