"""The free form: prefilled by the sleep stages, made by its first answer, undone, found again, one person's own."""

from collections.abc import Callable

import pytest

from eegview.app.review.review import Review
from eegview.app.scoring.epoch_context import context_text, epoch_state, nearest_spasm_s, nearest_spasm_text
from eegview.app.scoring.free_form import FreeForm
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import Annotation
from eegview.model.span import Span

EPOCH = Span(600.0, 900.0)
HRACHOVY = ("synchronized", "asymmetric", "consistent_focus", "attenuation", "slow_few_spikes")
KRAMER = ("hemi", "occipital", "burst_suppression", "normalization", "no_normal_sleep")


def stages(*bouts: tuple[float, float, str], layer: str = "") -> list[Annotation]:
    return [
        Annotation(f"{start_s}", "sleep_stage", start_s, stop_s - start_s, attributes=(("stage", stage),), layer=layer)
        for start_s, stop_s, stage in bouts
    ]


@pytest.mark.parametrize(
    ("bouts", "answer", "said"),
    [
        ([], "", "not staged here"),
        ([(540, 960, "N2")], "nrem", "N2 100 % of the epoch"),
        ([(600, 750, "N2"), (750, 900, "N3")], "nrem", "N2 50 %, N3 50 %"),
        ([(600, 870, "W"), (870, 900, "N1")], "awake", "W 90 %"),
        ([(600, 780, "W"), (780, 900, "N1")], "", "no single state holds for 80 %"),
        ([(600, 900, "R")], "rem", "REM sleep"),
        ([(600, 900, "A")], "", "A 100 %"),  # active sleep is not called REM
        ([(600, 900, "S")], "", "S 100 %"),
        ([(600, 700, "N2")], "", "N2 33 %"),  # the rest is not staged
    ],
)
def test_the_state_comes_from_the_stages_or_is_left_open(bouts: list, answer: str, said: str) -> None:
    found = epoch_state(stages(*bouts), EPOCH)
    assert found.answer == answer
    assert said in found.text


@pytest.mark.parametrize(
    ("onsets_s", "distance_s", "said"),
    [
        ((), None, "none marked"),
        ((120.0, 2000.0), -480.0, "8 min before"),
        ((10.0, 960.0), 60.0, "60 s after"),
        ((700.0,), 0.0, "within the epoch"),
        ((600.0 + 300 + 10800,), 10800.0, "3.0 h after"),
    ],
)
def test_the_nearest_spasm_has_a_side(onsets_s: tuple[float, ...], distance_s: float | None, said: str) -> None:
    found_s = nearest_spasm_s([Annotation(f"{t}", "spasm", t, 1.0) for t in onsets_s], EPOCH)
    assert found_s == distance_s
    assert said in nearest_spasm_text(found_s)


def test_what_a_score_stands_in_is_of_one_layer() -> None:
    spasm = Annotation("s", "spasm", 120.0, 1.0, layer="ada")
    marks = [*stages((600, 780, "N2"), (780, 900, "W"), layer="ada"), spasm, *stages((600, 900, "R"), layer="bo")]
    said = "Sleep: N2 60 %, awake 40 % · nearest spasm: 8 min before the epoch · layer “ada”"
    assert context_text(marks, EPOCH, "ada") == said
    assert context_text(marks, EPOCH, "bo") == "Sleep: REM · no spasm marked · layer “bo”"
    assert context_text([], EPOCH, "") == "Sleep: not staged · no spasm marked"


def test_the_vocabulary_has_classic_and_all_modifications_and_names_whose_they_are() -> None:
    term = load_vocabulary().term("hypsarrhythmia")
    assert term is not None
    (pattern,) = [one for one in term.attributes if one.name == "pattern"]
    assert tuple(value for value, *_ in pattern.choices) == ("classic", *HRACHOVY, *KRAMER)
    assert "Hrachovy" in pattern.help
    assert "Kramer" in pattern.help


def test_the_form_is_a_mark_by_its_first_answer_and_each_answer_is_an_edit(review: Review) -> None:
    for mark in stages((540, 960, "N2")):
        review.acts.add(mark)
    form = FreeForm(review, EPOCH)
    assert form.mark.attributes == (("state", "nrem"),)
    assert form.stored is None  # opening it stores nothing
    form.answer("presence", "present")
    form.answer("pattern", "classic")
    form.answer("certainty", "probable")
    stored = form.stored
    assert stored is not None
    assert (stored.onset_s, stored.duration_s, stored.layer) == (600.0, 300.0, "ada")
    assert dict(stored.attributes) == {
        "presence": "present",
        "pattern": "classic",
        "certainty": "probable",
        "state": "nrem",
    }
    review.acts.undo()
    assert form.mark.attribute("certainty") is None
    for _ in range(2):
        review.acts.undo()
    assert form.stored is None
    form.answer("presence", "absent")
    again = FreeForm(review, EPOCH)
    assert again.mark.attribute("presence") == "absent"
    again.withdraw()
    assert form.stored is None


def test_two_readers_have_a_form_each(open_review: Callable[[str], Review]) -> None:
    ada, ben = open_review("ada"), open_review("ben")
    FreeForm(ada, EPOCH).answer("presence", "present")
    ben.catch_up()
    form = FreeForm(ben, EPOCH)
    assert form.mark.attribute("presence") is None
    form.answer("presence", "absent")
    assert form.mark.layer == "ben"
    assert len(ben.marks) == 2


def test_the_facts_name_the_layer_where_it_is_another_ones(open_review: Callable[[str], Review]) -> None:
    ada, ben = open_review("ada"), open_review("ben")
    ada.acts.add(Annotation("s", "spasm", 560.0, 1.0))
    ben.catch_up()
    assert FreeForm(ben, EPOCH).facts[1] == "Nearest spasm: none marked in this layer."
    ben.layers.count("ada")
    assert FreeForm(ben, EPOCH).facts[1:] == ("Nearest spasm: 40 s before the epoch.", "By the layer “ada”.")
