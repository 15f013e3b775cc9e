"""What one sitting is to be, and what it says."""

from dataclasses import dataclass

from eegview.model.training.answer import LEARN, Answer
from eegview.model.training.item import Category, Item
from eegview.model.training.key import Key

EEG, VIDEO, HISTORY, FEEDBACK, DONE = "eeg", "video", "history", "feedback", "done"
STEPS = (EEG, VIDEO, HISTORY, FEEDBACK, DONE)


def layers_of(item: Item) -> tuple[str, ...]:
    """Return what there is of an item, in the order in which it is shown: of film alone the video comes first."""
    first = (VIDEO,) if item.is_film else (EEG, VIDEO) if item.has_video else (EEG,)
    return (*first, HISTORY) if item.history else first


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """What a sitting is to be.

    mode : `learn`, `exam`, `pre` or `post`
    n_items : how many are asked; a locked test asks all of its items
    seed : the same answers before and the same seed give the same items
    has_layers : EEG first, then video, then what is told; None = as the set says
    is_repeat_said : the learner was told that a locked test was done before, and repeats it
    """

    mode: str = LEARN
    n_items: int = 60
    seed: int = 0
    has_layers: bool | None = None
    is_repeat_said: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """What is shown after an answer.

    nearest_right : an item that the learner had right, nearest to this one: of the category they took it for, else of
        its own; None where there is none
    note : a sentence, such as that no unseen item of the category is left; "" for none
    """

    answer: Answer
    key: Key
    nearest_right: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """When a category comes back. Which item comes next is not told: it would answer it.

    due_utc : ISO 8601; None for a category that was never asked
    text : “now”, “in about 4 items”, “in 3 d”, “new”
    n_answered : how often it was asked for learning
    n_unseen : items of it that were never asked
    """

    category: Category
    due_utc: str | None
    text: str
    n_answered: int = 0
    n_unseen: int = 0
