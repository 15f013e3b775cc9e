"""What is drawn for the tests, and what the maker is told of it before the set is written."""

from eegview.app.training.cases.candidate import Candidate, Role
from eegview.app.training.cases.drawing import draw_items
from eegview.app.training.cases.make_settings import MakeSettings
from eegview.app.training.cases.preview import preview_of
from eegview.app.training.cases.questions import load_questions
from eegview.model.span import Span
from eegview.model.training.item import Category
from eegview.model.training.key import Vote


def _candidates(question_id: str, answers: tuple[str, ...], infants: int, n: int) -> list[Candidate]:
    return [
        Candidate(
            Category(question_id, answer, "easy"),
            Role.POSITIVE if answer != "none" else Role.NEGATIVE,
            answer,
            (Vote(answer, 1),),
            f"infant {infant}",
            f"infant {infant}",
            Span(100.0 * place, 100.0 * place + 30),
            None,
            f"{answer} {place}",
            is_simulated=True,
        )
        for infant in range(infants)
        for place in range(n)
        for answer in (answers[place % len(answers)],)
    ]


def test_infants_for_training_are_never_in_the_tests_where_others_are_kept_for_them():
    settings = MakeSettings(questions=("spasm", "stage"), n_items=60, test_share=0.2)
    found = [*_candidates("spasm", ("spasm", "none"), 6, 20), *_candidates("stage", ("N1", "N2"), 6, 3)]
    found = [one for one in found if one.question_id == "spasm" or one.infant != "infant 3"]
    drawn = draw_items(found, settings)
    train = {one.infant_id for one in drawn if one.part == "train"}
    tests = {one.infant_id for one in drawn if one.part != "train"}
    assert train
    assert tests
    assert not train & tests


def _warnings(settings: MakeSettings, found: list[Candidate]) -> str:
    drawn = draw_items(found, settings)
    return " ".join(preview_of(drawn, settings, load_questions(), 0).warnings)


def test_tests_that_are_too_small_for_any_figure_are_warned_of():
    settings = MakeSettings(questions=("stage",), n_items=60, test_share=0.1)
    said = _warnings(settings, _candidates("stage", ("W", "N1", "N2"), 6, 40))
    assert "Tests of 6 items give no figure: 20 or more are needed." in said


def test_a_question_with_too_few_items_in_the_tests_is_named():
    settings = MakeSettings(questions=("stage", "hypsarrhythmia"), n_items=100, n_of={"stage": 20}, test_share=0.2)
    found = [
        *_candidates("stage", ("W", "N1"), 6, 40),
        *_candidates("hypsarrhythmia", ("classic", "asymmetric", "other"), 6, 40),
    ]
    assert "for a figure of it alone: hypsarrhythmia 20, stage 4." in _warnings(settings, found)


def test_tests_that_are_large_enough_are_not_warned_of():
    settings = MakeSettings(questions=("stage",), n_items=100, test_share=0.3)
    said = _warnings(settings, _candidates("stage", ("W", "N1"), 8, 60))
    assert "figure" not in said
