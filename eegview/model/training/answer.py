"""What a learner answered to one item: a record of its own, never changed."""

from dataclasses import dataclass

LEARN, EXAM, PRE_TEST, POST_TEST = "learn", "exam", "pre", "post"
MODES = (LEARN, EXAM, PRE_TEST, POST_TEST)
CONFIDENCES = (1, 2, 3, 4, 5)  # guess … sure


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer.

    answered_utc : ISO 8601, UTC
    session_id : answers of one sitting share it
    set_id, item_id : which item of which set
    mode : `learn`, `exam`, `pre` or `post`
    value : chosen option; "" for an onset question
    confidence : 1 guess to 5 sure
    onset_s : where the learner put the onset, seconds from the stretch's start; None where not asked
    took_s : seconds from the page being shown to the answer
    is_repeat : the item was asked before, without saying so, to measure the learner against themselves
    layers : what had been shown when it was given: `eeg`, `eeg+video`, `eeg+video+history`; of film
        alone `video`, `video+history`
    is_correct : the answer was the key's; of an onset within the set's tolerance
    question_id, class_id, difficulty : the item's category, kept so that statistics need no set
    truth : the key's answer
    truth_share : share (0-1) of the experts who gave the key's answer, None if unknown
    onset_difference_s : learner's onset minus the experts', None where not asked
    """

    answered_utc: str
    session_id: str
    set_id: str
    item_id: str
    mode: str
    value: str
    confidence: int
    took_s: float
    is_correct: bool
    question_id: str
    class_id: str
    difficulty: str
    truth: str
    onset_s: float | None = None
    onset_difference_s: float | None = None
    is_repeat: bool = False
    layers: str = "eeg"
    truth_share: float | None = None
    infant_id: str = ""
