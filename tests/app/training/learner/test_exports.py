"""A learner's figures as PDF, CSV and JSON."""

import csv
import io
import json
from dataclasses import fields
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from learners.asked_set import made_set
from learners.learner_answers import answer_at, simulated_answers
from pypdf import PdfReader
from there import there

from eegview.app.training.learner.exports.figure_charts import calibration_chart, curve_chart, roc_chart
from eegview.app.training.learner.exports.figures_table import FIGURE_COLUMNS, answers_csv, figures_csv
from eegview.app.training.learner.exports.writing import write_answers, write_figures
from eegview.app.training.learner.statistics import learner_statistics
from eegview.model.errors import UsageError
from eegview.model.training.answer import Answer

SET = made_set()
ANSWERS = simulated_answers(2.2, 0.8, 120, 1)
NOW = datetime(2026, 3, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def statistics():
    return learner_statistics(ANSWERS, SET, "R7", ("A warning.",))


def test_the_page_says_numbers_advice_methods_and_what_it_is_for(statistics, tmp_path):
    out = tmp_path / "r7.pdf"
    write_figures(statistics, SET.set_id, SET.title, out, NOW)
    reader = PdfReader(io.BytesIO(out.read_bytes()))
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    skill = statistics.questions[0].skill
    assert "R7: Spasm or not" in text
    assert "SIMULATED" in text
    assert "A warning." in text
    assert f"{skill.value:.2f} {skill.low:.2f} to {skill.high:.2f} 120" in text
    assert "call too few" in text
    assert "Bayesian bootstrap" in text
    assert text.count("For research and education") == len(reader.pages)


def test_few_answers_make_a_page_of_sentences(tmp_path):
    out = tmp_path / "few.pdf"
    write_figures(learner_statistics(ANSWERS[:5], SET, "R7"), SET.set_id, SET.title, out, NOW)
    text = " ".join(PdfReader(io.BytesIO(out.read_bytes())).pages[0].extract_text().split())
    assert "Too few to say" in text
    write_figures(learner_statistics([], SET, "R7"), SET.set_id, SET.title, out, NOW)


def test_every_figure_is_a_line_of_the_table(statistics):
    rows = list(csv.DictReader(io.StringIO(figures_csv(statistics))))
    assert tuple(rows[0]) == FIGURE_COLUMNS
    skill = next(row for row in rows if row["figure"] == "skill")
    assert float(skill["value"]) == pytest.approx(statistics.questions[0].skill.value, abs=1e-5)
    assert skill["n"] == "120"
    assert skill["method"]
    assert {row["part"] for row in rows} == {
        "question",
        "learning curve",
        "curve",
        "expert",
        "calibration",
        "category",
        "tests",
        "time",
    }


def test_answers_are_written_with_all_their_fields():
    rows = list(csv.DictReader(io.StringIO(answers_csv(ANSWERS))))
    assert len(rows) == len(ANSWERS)
    assert list(rows[0]) == [field.name for field in fields(Answer)]
    assert rows[0]["is_correct"] in ("true", "false")
    assert rows[0]["onset_s"] == ""


def test_answers_are_written_as_a_table_and_as_nothing_else(tmp_path):
    out = tmp_path / "answers.csv"
    write_answers(ANSWERS, out)
    assert out.read_text(encoding="utf-8-sig") == answers_csv(ANSWERS).removeprefix("\ufeff")
    with pytest.raises(UsageError, match=r"\.csv"):
        write_answers(ANSWERS, tmp_path / "answers.pdf")


def test_tests_over_all_questions_stand_in_page_table_and_json(tmp_path):
    tests = [answer_at(200 + n, value="startle" if n % 4 else "spasm", mode="pre", session_id="a") for n in range(20)]
    tests += [answer_at(300 + n, mode="post", session_id="b") for n in range(20)]
    statistics = learner_statistics([*ANSWERS, *tests], SET, "R7")
    for suffix in ("pdf", "csv", "json"):
        write_figures(statistics, SET.set_id, SET.title, tmp_path / f"r7.{suffix}", NOW)
    text = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(tmp_path / "r7.pdf").pages)
    assert "Tests before and after learning, all questions" in text
    assert "Pre-test, right answers 75 %" in text
    assert "Post-test, right answers 100 %" in text
    assert "Post-test minus pre-test 25 %" in text
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r7.csv").read_text(encoding="utf-8-sig"))))
    found = {row["figure"]: float(row["value"]) for row in rows if row["part"] == "tests"}
    assert found == {"pre": 0.75, "post": 1.0, "gain": 0.25}
    held = json.loads((tmp_path / "r7.json").read_text())
    assert (held["pre"]["value"], held["gain"]["value"], held["gain"]["n"]) == (0.75, 0.25, 40)


def test_json_holds_every_number_with_its_interval(statistics, tmp_path):
    out = tmp_path / "r7.json"
    write_figures(statistics, SET.set_id, SET.title, out, NOW)
    found = json.loads(out.read_text())
    assert found["learner"] == "R7"
    assert found["set"]["is_simulated"] is True
    assert found["questions"][0]["skill"]["low"] == statistics.questions[0].skill.low
    assert "research and education" in found["disclaimer"]


def test_another_ending_is_refused(statistics, tmp_path):
    with pytest.raises(UsageError, match=r"\.pdf, \.csv, \.json"):
        write_figures(statistics, SET.set_id, SET.title, tmp_path / "r7.txt", NOW)


def test_charts_are_drawn_and_told_in_words(statistics):
    question = statistics.questions[0]
    for chart in (curve_chart(question), roc_chart(question), calibration_chart(statistics.calibration)):
        svg, words = there(chart)
        ElementTree.fromstring(svg)
        assert words.endswith(".")
        assert "%" in words
    empty = learner_statistics(ANSWERS[:5], SET, "R7")
    assert curve_chart(empty.questions[0]) is None
    assert roc_chart(empty.questions[0]) is None
    assert calibration_chart(empty.calibration) is None
