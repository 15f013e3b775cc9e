"""What a clinic changes of a vocabulary, as plain data: its own terms, questions and choices, and other words.

In each of these, None is “as it was”. Terms, questions and values that the vocabulary has already keep their shape and
their stored values; nothing can be taken away, only no longer offered.
"""

from dataclasses import dataclass

from eegview.model.vocabulary import Shape


@dataclass(frozen=True, slots=True)
class ChoiceChange:
    """A new choice of a question, or other words for one there is.

    value : stored; the same value is the same choice
    letter : that answers in the form
    hed : HED tags that a new choice adds; those of a choice there is stay
    """

    value: str
    label: str | None = None
    letter: str | None = None
    hed: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A new question about a term, or other words for one there is.

    name : the attribute's; the same name is the same question
    choices : new ones, or changes of those there are, by their value
    choices_of : a new question only: the name of a question of the vocabulary whose choices it has, "" = its own
    several : a new question only: whether more than one answer may be given
    is_asked : False = the form asks it no more; marks keep their answers
    """

    name: str
    label: str | None = None
    help: str | None = None
    choices: tuple[ChoiceChange, ...] = ()
    choices_of: str = ""
    several: bool | None = None
    quick: bool | None = None
    is_asked: bool | None = None


@dataclass(frozen=True, slots=True)
class TermChange:
    """A new term, or changes of one there is.

    shape, lane, hed, edf_text, is_exclusive, is_other_event, needs : of a new term only, see
        `eegview.model.vocabulary.Term`
    synonyms : texts of other programs, in addition to those there are
    questions : new ones, or changes of those there are, by their name
    question_order : names of the questions that stand first, in this order
    is_hidden : not offered for new marks; marks of it are shown as before
    """

    term_id: str
    label: str | None = None
    shape: Shape | None = None
    key: str | None = None
    colour: str | None = None
    pattern: str | None = None
    lane: str | None = None
    default_duration_s: float | None = None
    warn_below_s: float | None = None
    warn_above_s: float | None = None
    hed: str | None = None
    edf_text: str | None = None
    synonyms: tuple[str, ...] = ()
    help: str | None = None
    questions: tuple[QuestionChange, ...] = ()
    question_order: tuple[str, ...] = ()
    is_hidden: bool | None = None
    is_exclusive: bool | None = None
    is_other_event: bool | None = None
    needs: str | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """What one file adds to a vocabulary and changes of it.

    extends : id of the vocabulary
    terms : new ones and changes
    questions : other words for questions that several terms ask; each holds wherever the question of that name is asked
    order : ids of the terms that stand first, in this order
    """

    extension_id: str
    label: str = ""
    version: str = "1"
    extends: str = "infantile_spasms"
    terms: tuple[TermChange, ...] = ()
    questions: tuple[QuestionChange, ...] = ()
    order: tuple[str, ...] = ()

    def change_of(self, term_id: str) -> TermChange | None:
        """Return what is said of a term, None where nothing is."""
        return next((change for change in self.terms if change.term_id == term_id), None)
