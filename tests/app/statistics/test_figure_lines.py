"""Figures as lines of the window's table: each with its interval or none, its definition, and its marks."""

import csv
import io

import pytest

from eegview.app.statistics.figure_lines import FigureLine, figure_lines, figures_csv
from eegview.app.statistics.study_statistics import StudyStatistics, study_statistics
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import Annotation
from eegview.model.recording import Recording
from eegview.model.span import Span

ONSETS_S = (600.0, 610.0, 622.0, 700.0, 2000.0, 2010.0, 2025.0)


@pytest.fixture(scope="module")
def statistics() -> StudyStatistics:
    recording = Recording("a.edf", "EDF", (), (Span(0.0, 3000.0),), None, "f")
    marks = [
        Annotation(f"s{k}", "spasm", onset_s, 1.2, attributes=(("movement", "flexor"),) if k < 3 else (), layer="ann")
        for k, onset_s in enumerate(ONSETS_S)
    ]
    marks.append(Annotation("other", "spasm", 100.0, 1.0, layer="bob"))
    marks.append(Annotation("w", "sleep_stage", 0.0, 1500.0, attributes=(("stage", "W"),), layer="ann"))
    return study_statistics(recording, marks, "ann", load_vocabulary())


@pytest.fixture(scope="module")
def lines(statistics: StudyStatistics) -> dict[str, FigureLine]:
    found = figure_lines(statistics, "ann", lambda time_s: f"{time_s:.0f} s")
    return {f"{line.group}: {line.name.strip()}": line for line in found}


def test_counts_name_their_layer_and_their_marks(lines):
    total = lines["Spasms: Total"]
    assert total.value == "7"
    assert total.marks == tuple(f"s{k}" for k in range(7))
    assert "Marks of “My marks”." in total.tip
    assert "Not counted, marks of other layers: bob 1." in total.tip


def test_a_rate_has_its_interval_or_says_that_there_is_none(lines):
    rate = lines["Spasms per hour: Recorded"]
    assert rate.value == "8.4 /h"
    assert rate.interval
    assert "interval" in rate.tip
    assert lines["Spasms per hour: Reviewed"].value == "not known"


def test_what_belongs_to_a_count_stands_in_its_line(lines):
    awake = lines["State at onset: Awake"]
    assert awake.value == "4 (9.6 /h)"
    assert "25 min 00 s" in awake.tip
    assert not any(name.endswith(("recorded", "per hour")) for name in lines)
    flexor = next(line for name, line in lines.items() if name.endswith("Flexor"))
    assert flexor.value == "3 (100 %)"
    assert flexor.marks == ("s0", "s1", "s2")


def test_clusters_have_a_line_each_and_times_open_where_they_begin(lines):
    assert lines["Clusters: Clusters"].value == "2"
    first = lines["Clusters: 1 at 600 s"]
    assert first.value == "3 in 23 s"
    assert first.marks == ("s0", "s1", "s2")
    free = lines["Spasms: Longest time without"]
    assert free.span is not None
    assert free.span.start_s == pytest.approx(701.2)
    assert "From 701 s." in free.tip


def test_the_file_holds_layer_rule_and_warnings(statistics):
    rows = list(csv.reader(io.StringIO(figures_csv(statistics, "ann"))))
    by_name = {row[1]: row for row in rows}
    assert len({len(row) for row in rows}) == 1
    assert by_name["layer"][3] == "My marks"
    assert by_name["cluster_rule"][3].startswith("at least 3 spasms")
    assert any(name.startswith("warning.") for name in by_name)
