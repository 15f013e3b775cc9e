"""Questions that an item of a case set asks, and the answers to choose from."""

from dataclasses import dataclass

CHOICE = "choice"  # one of the options
ONSET = "onset"  # an instant on the page
SOMETHING_ELSE = "something_else"  # a vote of an expert whose answer is none of the options; never a key
_SOMETHING_ELSE_LABEL = "Something else"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose.

    value : what is stored; kept for ever
    label : what the window says
    key : the letter that chooses it
    """

    value: str
    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one stretch of a recording.

    question_id : `spasm`, `type`, `hypsarrhythmia`, `stage`, `mimic`, `onset` or `based`; of film alone `film_spasm` or
        `film_mimic`
    text : what the window asks
    kind : `choice` or `onset`
    options : empty for `onset`
    positive : values that mean “yes, it is there”; skill and threshold are told from them. Empty where there is no yes
    is_ordered : the options are steps of a scale
    is_film : it is asked of film alone, without EEG
    """

    question_id: str
    text: str
    kind: str = CHOICE
    options: tuple[Option, ...] = ()
    positive: tuple[str, ...] = ()
    is_ordered: bool = False
    is_film: bool = False

    def label_of(self, value: str) -> str:
        """Return what the window says for a value; the value itself where it is not known."""
        unknown = _SOMETHING_ELSE_LABEL if value == SOMETHING_ELSE else value
        return next((option.label for option in self.options if option.value == value), unknown)
