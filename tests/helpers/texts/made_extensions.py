"""Extensions of a vocabulary as hypothesis makes them: of terms there are, and of new ones."""

from hypothesis import strategies as st

from eegview.app.vocabulary.extension import ChoiceChange, Extension, QuestionChange, TermChange
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.vocabulary import Shape

_THERE = load_vocabulary(built_in_only=True)
_VALUES = sorted({value for term in _THERE.terms for one in term.attributes for value, _label in one.choices})
IDS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
TERM_IDS = IDS | st.sampled_from([term.term_id for term in _THERE.terms])
QUESTION_NAMES = IDS | st.sampled_from(sorted({one.name for term in _THERE.terms for one in term.attributes}))
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12).filter(str.strip)
VALUES = WORDS.filter(lambda text: "+" not in text) | st.sampled_from(_VALUES)
CHOICES = st.lists(st.builds(ChoiceChange, VALUES, WORDS), max_size=3, unique_by=lambda one: one.value).map(tuple)
QUESTIONS = st.builds(
    QuestionChange,
    QUESTION_NAMES,
    st.none() | WORDS,
    st.none() | WORDS,
    CHOICES,
    several=st.none() | st.booleans(),
    quick=st.none() | st.booleans(),
    is_asked=st.none() | st.booleans(),
)
TERMS = st.builds(
    TermChange,
    TERM_IDS,
    st.none() | WORDS,
    st.none() | st.sampled_from(list(Shape)),
    st.none() | st.sampled_from(["", "0", "9"]),
    st.none() | st.just("#123abc"),
    st.none() | st.just("dots"),
    default_duration_s=st.none() | st.floats(0, 1e6),
    help=st.none() | WORDS,
    questions=st.lists(QUESTIONS, max_size=2, unique_by=lambda one: one.name).map(tuple),
    is_hidden=st.none() | st.booleans(),
)


EXTENSIONS = st.builds(
    Extension,
    st.just("ward"),
    WORDS,
    st.just("3"),
    terms=st.lists(TERMS, max_size=4, unique_by=lambda one: one.term_id).map(tuple),
    questions=st.lists(QUESTIONS, max_size=2, unique_by=lambda one: one.name).map(tuple),
    order=st.lists(TERM_IDS, max_size=3).map(tuple),
)
