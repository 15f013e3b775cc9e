"""Opinions on marks: those given, what giving another one changes, and the texts they are shown with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.edit import Change
from eegview.model.errors import UsageError
from eegview.model.opinion import Opinion, Verdict, opinion_mark, opinion_of
from eegview.model.text.dates import instant_text

GLYPHS = {Verdict.ENDORSE: "✓", Verdict.QUERY: "?", Verdict.COMMENT: "“"}
_VERBS = {Verdict.ENDORSE: "endorses it", Verdict.QUERY: "queries it", Verdict.COMMENT: "comments"}


@dataclass(frozen=True, slots=True)
class Giver:
    """The person who gives an opinion, and when (UTC, ISO 8601)."""

    author: str
    role: str
    at_utc: str


def opinions_by_mark(records: Iterable[Annotation]) -> dict[str, tuple[Opinion, ...]]:
    """Return the opinions on each mark, by its id, the oldest first."""
    found: dict[str, list[Opinion]] = {}
    for record in records:
        opinion = opinion_of(record)
        if opinion is not None:
            found.setdefault(opinion.about, []).append(opinion)
    return {about: tuple(sorted(held, key=lambda o: (o.at_utc, o.author))) for about, held in found.items()}


def opinion_change(mark: Annotation, verdict: Verdict, text: str, giver: Giver, held: Iterable[Opinion]) -> Change:
    """Return the change that giving an opinion makes.

    To endorse again takes the endorsement back. Endorsing and querying take each other's place; comments add up.

    Raises
    ------
    UsageError : the mark is the recorder's, or is one's own and not to be endorsed
    """
    if mark.layer == FILE_LAYER:
        raise UsageError("File annotations belong to no reviewer.", "Copy the annotation to your marks first.")
    if mark.layer == giver.author and verdict is not Verdict.COMMENT:
        raise UsageError("This mark is your own.", "Other reviewers endorse or query it; you can comment on it.")
    own = next((o for o in held if o.author == giver.author and o.verdict is not Verdict.COMMENT), None)
    if verdict is Verdict.COMMENT or own is None:
        return Change(None, opinion_mark(mark, verdict, text, giver.role, giver.at_utc, layer=giver.author))
    if own.verdict is verdict is Verdict.ENDORSE:
        return Change(own.mark, None)
    after = opinion_mark(mark, verdict, text, giver.role, giver.at_utc, own.mark.annotation_id, giver.author)
    return Change(own.mark, after)


def glyph_text(opinions: Iterable[Opinion]) -> str:
    """Return the opinions' signs for the list of marks: `✓2 ?`."""
    counts: dict[Verdict, int] = {}
    for opinion in opinions:
        counts[opinion.verdict] = counts.get(opinion.verdict, 0) + 1
    return " ".join(f"{GLYPHS[v]}{counts[v] if counts[v] > 1 else ''}" for v in Verdict if v in counts)


def glyphs_by_mark(by_mark: Mapping[str, Iterable[Opinion]]) -> dict[str, str]:
    """Return `glyph_text` of the opinions on each mark, by its id."""
    return {about: glyph_text(opinions) for about, opinions in by_mark.items()}


def opinion_text(opinion: Opinion) -> str:
    """Return one line of the form: `? Dr. Bo (neurologist), 22 Nov 12:40, queries it: is this EMG?`."""
    who = f"{opinion.author} ({opinion.role})" if opinion.role else opinion.author
    said = f": {opinion.text}" if opinion.text else ""
    when = when_text(opinion.at_utc)
    return f"{GLYPHS[opinion.verdict]} {who}{f', {when}' if when else ''}, {_VERBS[opinion.verdict]}{said}"


def when_text(at_utc: str) -> str:
    """Return a time in the log as the clock on this machine shows it, "" where it cannot be read."""
    return instant_text(at_utc)
