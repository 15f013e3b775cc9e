"""Statistics of a film say what clips cannot show."""

from made_studies.clip_study import film_recording

from eegview.app.report.template import first_template_id
from eegview.app.statistics.figures import statistic_figures
from eegview.app.statistics.study_statistics import StudyStatistics, study_statistics
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import Annotation


def _statistics() -> StudyStatistics:
    evidence = (("clinical", "clinical_only"),)
    marks = [Annotation(f"{n}", "spasm", 5.0 + 10 * n, 1.0, attributes=evidence, layer="ann") for n in range(4)]
    return study_statistics(film_recording(), marks, "ann", load_vocabulary())


def test_spasms_of_a_film_have_counts_and_clusters_but_no_rate():
    found = {figure.name: figure for figure in statistic_figures(_statistics())}
    assert found["spasms.total"].value == 4
    for name in ("spasms.per_hour_recorded", "spasms.per_hour_reviewed", "spasms.sure_per_hour_recorded"):
        assert found[name].value is None
        assert found[name].method == "families film when something happens: no rate follows from clips"
    assert not any(name.endswith(".per_hour") for name in found)


def test_what_clips_cannot_show_is_said_and_sleep_is_not_asked_for():
    codes = [warning.code for warning in _statistics().coverage.warnings]
    assert codes == ["film_alone", "reviewed_unknown"]


def test_a_report_of_a_film_has_a_template_of_its_own():
    assert first_template_id(film_recording()) == "home_film"
