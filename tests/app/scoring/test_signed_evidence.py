"""Evidence under a signature: covered by its hash, changed for a reason only, listed while it is not committed."""

from collections.abc import Callable

from eegview.app.review.review import Review
from eegview.app.review.signing import SignatureState, state_of, state_text
from eegview.app.scoring.scoring import Scoring
from eegview.app.scoring.second.sheet_status import open_score_texts, score_lines
from eegview.model.edit import Edit
from eegview.model.errors import EegViewError
from eegview.model.recording import Recording
from eegview.model.scoring.evidence import SheetKey
from eegview.model.scoring.parameters import ScaleParameters
from eegview.model.signature import Meaning, latest_signatures

START_S = 600.0


def text(time_s: float) -> str:
    return f"{time_s:g} s"


def finish(scoring: Scoring, key: SheetKey) -> None:
    for page in range(20):
        scoring.set_read(key, page)
    for question in ("gmfs", "pva", "high_amplitude", "spike_focus", "nonepileptiform"):
        scoring.answer(key, question, "absent")
    scoring.commit(key)


def edits_of(review: Review) -> tuple[Edit, ...]:
    found: list[Edit] = []
    review.edits_since(0, found.extend)
    return tuple(found)


def test_a_signature_covers_the_evidence_and_later_changes_of_it_need_a_reason(
    scoring: Scoring, review: Review, errors: list[EegViewError]
) -> None:
    key = scoring.key(START_S)
    scoring.mark_bin(key, 3, ("P4",))
    review.acts.sign("Dr. Ada", Meaning.REVIEWED, "ada", "{}")
    assert errors == []
    signature = latest_signatures(review.records)["ada"]
    assert (signature.n_marks, signature.n_evidence) == (0, 2)  # the bin and the sheet

    def state() -> SignatureState:
        covered = (*review.marks, *review.records.evidence)
        return state_of(signature, covered, [e for e in edits_of(review) if e.number > signature.head_number])

    assert "unchanged since" in state_text(state())
    asked: list[int] = []
    review.acts.addenda.asked.connect(asked.append)
    scoring.mark_bin(key, 4, ("P4",))
    assert asked == [1]
    assert 4 not in scoring.own(key).bins  # it waits for the reason
    review.acts.give_reason("seen on a second look")
    assert 4 in scoring.own(key).bins
    assert edits_of(review)[-1].reason.startswith("addendum: seen on a second look")
    assert (state().n_changes, state().is_matching) == (1, False)


def test_a_sheet_that_is_not_committed_or_was_changed_is_open(scoring: Scoring, review: Review) -> None:
    key = scoring.key(START_S)
    assert open_score_texts(review, "ada", text) == ()
    scoring.set_read(key, 0)
    assert open_score_texts(review, "ada", text) == ("Score not committed: BASED 2021 at 600 s, 1 of 20 pages read",)
    finish(scoring, key)
    assert open_score_texts(review, "ada", text) == ()
    (line,) = score_lines(review, text)
    assert (line.sign, line.text) == ("✓", "BASED 2021 at 600 s: score 0, committed")


def test_completeness_tells_the_counted_layers_score_and_nothing_that_blindness_hides(
    open_review: Callable[[str], Review], recording: Recording, parameters: ScaleParameters
) -> None:
    ada, ben = open_review("ada"), open_review("ben")
    first, second = Scoring(ada, recording, parameters), Scoring(ben, recording, parameters)
    key = first.key(START_S)
    finish(first, key)
    ben.catch_up()
    second.set_read(key, 0)
    ben.layers.count("ada")
    (line,) = score_lines(ben, text)
    assert line.text == "BASED 2021 at 600 s: hidden until you have committed yours"
    finish(second, key)
    (line,) = score_lines(ben, text)
    assert "score 0, committed" in line.text
    ben.layers.count("final")
    assert score_lines(ben, text) == ()
