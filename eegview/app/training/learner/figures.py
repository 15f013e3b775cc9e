"""What a learner sees about themselves: plain data, each number with its interval or the sentence why it has none."""

from dataclasses import dataclass

from eegview.clinical.learning import threshold
from eegview.clinical.learning.figure import Figure
from eegview.model.training.item import Category

TOO_STRICT, TOO_LAX = threshold.TOO_STRICT, threshold.TOO_LAX
BALANCED, NOT_KNOWN = threshold.BALANCED_THRESHOLD, threshold.NOT_KNOWN
BALANCED_ACCURACY, RIGHT_ANSWERS = "balanced accuracy", "right answers"


@dataclass(frozen=True, slots=True)
class RocPoint:
    """A point of a curve of found events against false alarms.

    false_alarms, found : shares (0-1)
    label : what the point is, “sure of yes”, an expert's pseudonym
    """

    false_alarms: float
    found: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Share (0-1) over the last answers up to number `n_answered`, None for too few; `curve_name` says of what."""

    n_answered: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class CategoryFigure:
    """Share of right answers in one category."""

    category: Category
    label: str
    share_right: Figure


@dataclass(frozen=True, slots=True)
class ConfidenceBin:
    """The answers of one confidence: `implied` is the share (0-1) that it stands for, `share_right` what came true."""

    confidence: int
    implied: float
    n: int
    share_right: Figure


@dataclass(frozen=True, slots=True)
class CalibrationFigures:
    """How well confidence says how often the learner is right.

    brier : mean squared difference of implied share and outcome; 0 is best
    overconfidence : mean implied share minus share right; above 0 = surer than right
    text : one sentence
    """

    n: int
    bins: tuple[ConfidenceBin, ...]
    brier: Figure
    overconfidence: Figure
    text: str


@dataclass(frozen=True, slots=True)
class ExpertFigure:
    """One expert against the majority of the others, over items where the others have one.

    point : None for questions without a yes
    """

    expert: str
    n: int
    balanced_accuracy: Figure
    point: RocPoint | None = None


@dataclass(frozen=True, slots=True)
class QuestionStatistics:
    """All about one question.

    text : what the window asks
    is_yes_or_no : skill and threshold can be told
    skill : area under the curve of the ratings (answer × confidence)
    d_prime, criterion : sensitivity index and bias by signal detection theory; criterion above 0 = calls too few
    threshold : `too strict`, `too lax`, `balanced` or `too few to say`
    advice : a sentence for the learner, "" for none
    roc : the learner's curve from (0, 0) to (1, 1); `now`, `best` : where they are, and the best point along it
    curve : learning curve
    consistency : κ of silent repeats against the answer before; of onsets the median distance between both, in s
    onset_median_s, onset_spread_s : learner's onset minus the experts'; half the differences lie within the spread
    experts : each expert against the others, empty where votes name nobody
    pre, post, gain : `curve_name` in the locked tests, and post minus pre; see `LearnerStatistics` for all questions
    is_onset : it asks for an instant: share of right answers instead of balanced accuracy
    curve_name : what the curve and the tests show, “balanced accuracy” or “right answers”
    curve_method : how
    is_film : it is asked of film alone, without EEG
    """

    question_id: str
    text: str
    n: int
    n_positive: int
    n_negative: int
    is_yes_or_no: bool
    share_right: Figure
    balanced_accuracy: Figure
    sensitivity: Figure
    specificity: Figure
    skill: Figure
    d_prime: Figure
    criterion: Figure
    threshold: str
    advice: str
    roc: tuple[RocPoint, ...]
    now: RocPoint | None
    best: RocPoint | None
    curve: tuple[CurvePoint, ...]
    consistency: Figure
    onset_median_s: Figure
    onset_spread_s: Figure
    experts: tuple[ExpertFigure, ...]
    experts_text: str
    pre: Figure
    post: Figure
    gain: Figure
    is_onset: bool = False
    curve_name: str = BALANCED_ACCURACY
    curve_method: str = ""
    is_film: bool = False


@dataclass(frozen=True, slots=True)
class LearnerStatistics:
    """All that a learner's answers show.

    n_answers : all; n_learned : those that count for learning; n_repeats : silent repeats
    pre, post, gain : share of right answers in the locked tests over all questions, and post minus pre
    is_simulated : every set answered was made from simulated infants; None where it is not known
    warnings : sentences, such as that the file of answers was altered
    film_right, eeg_right : share of right answers on film alone, and on items with EEG; None where no film was answered
    film_text : what is published on reading film alone, "" where no film was answered
    """

    pseudonym: str
    n_answers: int
    n_learned: int
    n_repeats: int
    n_sessions: int
    first_utc: str
    last_utc: str
    questions: tuple[QuestionStatistics, ...]
    calibration: CalibrationFigures
    categories: tuple[CategoryFigure, ...]
    median_took_s: Figure
    pre: Figure
    post: Figure
    gain: Figure
    is_simulated: bool | None = None
    warnings: tuple[str, ...] = ()
    film_right: Figure | None = None
    eeg_right: Figure | None = None
    film_text: str = ""

    @property
    def apart(self) -> tuple[tuple[str, Figure], ...]:
        """Return the figures of film alone and of EEG by name, those that there are; nothing where all is EEG."""
        named = (("film alone", self.film_right), ("items with EEG", self.eeg_right))
        return tuple((name, figure) for name, figure in named if figure is not None)

    def question(self, question_id: str) -> QuestionStatistics | None:
        """Return the figures of one question, None where it was never answered."""
        return next((one for one in self.questions if one.question_id == question_id), None)
