"""The section on the infant's course: the timeline on paper, what is not known, the response as far as it is known."""

from dataclasses import replace

from infants.made_infant import FIRST_EEG, made_timeline
from reports.report_study import AT_UTC, NOW, full_study, source_at
from there import there

from eegview.app.report.building import build_report
from eegview.app.report.figures.course_figure import course_figure
from eegview.app.report.figures.multiples_figure import multiples_figure
from eegview.app.report.figures.page_look import look_of
from eegview.app.report.study import ReportStudy
from eegview.app.report.template import load_templates
from eegview.model.report.document import Figure, Paragraph, ReportDocument, Section, Table, Value


def study_of_infant() -> ReportStudy:
    return replace(full_study(), infant=made_timeline())


def built(study: ReportStudy, figures: dict[str, Figure] | None = None) -> ReportDocument:
    template = next(one for one in load_templates() if one.template_id == "infant_prolonged")
    return build_report(study, template, AT_UTC, figures or {})


def course_of(document: ReportDocument) -> Section | None:
    return next((one for one in document.sections if one.section_id == "course"), None)


def text_of(section: Section) -> str:
    found: list[str] = []
    for block in section.blocks:
        if isinstance(block, Table):
            found += [run.text for row in block.rows for cell in row for run in cell]
        elif isinstance(block, Paragraph):
            found += [run.text for line in block.lines for run in line]
        else:
            found += [run.text for field in getattr(block, "fields", ()) for line in field.lines for run in line]
    return " ".join(found)


def test_a_study_that_belongs_to_no_infant_has_no_such_section() -> None:
    assert course_of(built(full_study())) is None


def test_the_section_tells_the_response_and_why_with_unknown_days_said() -> None:
    text = text_of(there(course_of(built(study_of_infant()))))
    assert "SIM-031" in text
    assert "not assessed" in text
    assert "The diary does not say" in text
    assert "A recording alone cannot show 28 days" in text
    assert "not known for" in text


def test_every_study_is_a_line_and_each_number_opens_where_it_is_from() -> None:
    section = there(course_of(built(study_of_infant())))
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert [row[0][0].text for row in table.rows] == [
        "EEG 1",
        "Clip 1",
        "Clip 2",
        "Clip 3",
        "Clip 4",
        "EEG 2",
        "Clip 5",
    ]
    values = [run for row in table.rows for cell in row for run in cell if isinstance(run, Value)]
    assert {"138", "11", "5", "2", "3"} <= {one.text for one in values}
    assert all(one.link is not None for one in values)
    score = next(one for one in values if one.text == "5")
    assert there(score.link).fingerprint == FIRST_EEG
    assert there(score.link).span.start_s == 600.0


def test_the_timeline_is_drawn_on_the_full_width_of_the_page() -> None:
    figure = there(course_figure(study_of_infant()))
    assert figure.picture.content.startswith(b"<?xml")
    assert figure.picture.height_mm < 110
    assert "hatched" in "".join(run.text for run in figure.caption)
    document = built(study_of_infant(), {"course": figure})
    assert figure in there(course_of(document)).blocks


def test_the_studies_stand_side_by_side_and_one_whose_file_is_away_says_so() -> None:
    source = source_at(NOW, full_study().fingerprint)
    timeline = made_timeline()
    studies = tuple(
        replace(one, fingerprint=source.recording.fingerprint, scores=()) if one.label == "EEG 2" else one
        for one in timeline.studies
    )
    study = replace(full_study(), infant=replace(timeline, studies=tuple(replace(one, paths=()) for one in studies)))
    figure = there(multiples_figure(source, study, look_of(study)))
    assert figure.picture.content.startswith(b"<?xml")
    assert "EEG 1 · 2 Mar 2020" in figure.alternative
    assert "µV between two rows" in "".join(run.text for run in figure.caption)
    alone = replace(timeline, studies=studies[:1])
    assert multiples_figure(source, replace(study, infant=alone), look_of(study)) is None


def test_without_a_day_there_is_no_timeline_to_draw() -> None:
    assert course_figure(replace(full_study(), infant=replace(made_timeline(), last_on=None))) is None
    assert course_figure(full_study()) is None


def test_the_report_of_a_film_tells_the_infants_course_as_that_of_an_eeg_does() -> None:
    template = next(one for one in load_templates() if one.template_id == "home_film")
    figure = there(course_figure(study_of_infant()))
    assert {"course", "multiples"} <= set(template.figures)
    document = build_report(study_of_infant(), template, AT_UTC, {"course": figure})
    section = there(course_of(document))
    assert figure in section.blocks
    assert "not assessed" in text_of(section)
    assert course_of(build_report(full_study(), template, AT_UTC, {})) is None
