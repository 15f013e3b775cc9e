"""The letters that answer a term's questions: a digit always means a new mark, so answers have letters.

The law, by which a letter is found for each choice of a question:

1. a letter that the vocabulary declares for it;
2. else the first letter of a word of its label, then any letter of the label in order, that no choice of this question
   has and none of a question above it;
3. else the same, though a question above has that letter;
4. else the first letter of the alphabet that no choice of this question has.

So letters are unique within a question, always, and in the form as far as letters reach. A letter answers the question
with the focus if that has it, else the topmost that has it.
"""

from collections.abc import Iterator
from string import ascii_lowercase

from eegview.model.vocabulary import Attribute, Term

Letters = dict[str, str]  # stored value: letter


def is_letter(text: str) -> bool:
    """Whether a text is one small letter."""
    return len(text) == 1 and text.isalpha() and text == text.casefold()


def letters_of(term: Term) -> dict[str, Letters]:
    """Return the letters of each question with choices that the form asks, by the question's name."""
    found: dict[str, Letters] = {}
    questions = [question for question in term.questions if question.choices]
    above: set[str] = set()
    for question in questions:
        found[question.name] = letters = _letters_of(question, above)
        above |= set(letters.values())
    return found


def _letters_of(question: Attribute, above: set[str]) -> Letters:
    """Return the letters of one question; those in `above` are taken only where there is no other."""
    letters = dict(question.letters)
    taken = set(letters.values())
    for value, label in question.choices:
        if value in letters:
            continue
        own = list(dict.fromkeys(_wanted(label)))
        free = [letter for letter in (*own, *ascii_lowercase) if letter not in taken]
        letter = next((one for one in own if one not in taken | above), free[0] if free else "")
        if letter:
            letters[value] = letter
            taken.add(letter)
    return letters


def _wanted(label: str) -> Iterator[str]:
    """Yield the letters of a label: those that begin its words, then all in order."""
    words = label.casefold().split()
    yield from (word[0] for word in words if is_letter(word[0]))
    yield from (letter for letter in "".join(words) if is_letter(letter))
