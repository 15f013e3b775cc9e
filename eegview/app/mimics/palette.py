"""Read the palette of mimics: types of events side by side, each fact with its sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from eegview.app.resources import made_once, read_toml, resources_folder
from eegview.model.errors import UsageError
from eegview.simulate.filming.loop import MOVEMENTS

PALETTE_FILE = "palette.toml"
SPASM_ID = "spasm"
_ADVICE = "Install eegview again, or restore the file."


class Basis(StrEnum):
    """What a fact rests on."""

    READ = "read"  # in the sources that are named
    INFERRED = "inferred"  # in the sources that are named, on something wider or near: not of this type itself
    MEMORY = "memory"  # known, and not read for the palette
    NONE = "none"  # nothing was found


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts were read.

    short : how it is named beside a fact
    read : how much of it was seen: "abstract", "page", "opening" (its first page) or "quoted" (in another text)
    """

    source_id: str
    short: str
    text: str
    link: str
    read: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence or two about a type of event."""

    text: str
    basis: Basis
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of event of the palette.

    loop : the drawn movement that shows it
    drawn : what the drawing shows, and where it is not like life
    term_id, kind : what a mark of it is in the vocabulary; `kind` "" where the term says it all
    facts : by aspect
    """

    type_id: str
    label: str
    loop: str
    drawn: str
    term_id: str
    kind: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Palette:
    """Types of events in their order, the spasm first.

    aspects : what is said of each, as (name, label) in their order
    general : what holds for all
    """

    version: int
    general: tuple[Fact, ...]
    aspects: tuple[tuple[str, str], ...]
    types: tuple[EventType, ...]

    @property
    def spasm(self) -> EventType:
        """Return what the others are compared with."""
        return self.types[0]

    @property
    def mimics(self) -> tuple[EventType, ...]:
        """Return the types that look like a spasm."""
        return self.types[1:]

    def of_mark(self, term_id: str, kind: str) -> EventType | None:
        """Return the first mimic that a mark of this term and kind is, None where the palette has none."""
        return next((one for one in self.mimics if (one.term_id, one.kind) == (term_id, kind)), None)


def sources_of(*types: EventType) -> tuple[Source, ...]:
    """Return the sources of some types' facts, each once, in the order in which they are named."""
    named = (source for one in types for fact in one.facts.values() for source in fact.sources)
    return tuple(dict.fromkeys(named))


def load_palette() -> Palette:
    """Return the palette that came with the program.

    Raises
    ------
    UsageError : its file has a fault
    """
    return read_palette(resources_folder() / "mimics" / PALETTE_FILE)


@made_once
def read_palette(path: Path) -> Palette:
    """Read a palette.

    Raises
    ------
    UsageError : something is missing or unknown; the sentence names the file and what it is
    """
    held = read_toml(path)
    try:
        return _palette(held)
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{path} cannot be used: {error}.", _ADVICE) from None


def _palette(held: Mapping[str, Any]) -> Palette:
    sources = {name: Source(name, **told) for name, told in held["sources"].items()}
    aspects = tuple(held["aspects"].items())
    types = tuple(_type(told, [name for name, _label in aspects], sources) for told in held["type"])
    if not types or types[0].type_id != SPASM_ID:
        raise ValueError("its first type is not the spasm")
    return Palette(held["version"], tuple(_fact(told, sources) for told in held["general"]), aspects, types)


def _type(told: Mapping[str, Any], aspects: list[str], sources: Mapping[str, Source]) -> EventType:
    if told["loop"] not in MOVEMENTS:
        raise ValueError(f"no movement is called {told['loop']}")
    facts = {name: _fact(told[name], sources) for name in aspects}
    return EventType(told["id"], told["label"], told["loop"], told["drawn"], told["term"], told.get("kind", ""), facts)


def _fact(told: Mapping[str, Any], sources: Mapping[str, Source]) -> Fact:
    fact = Fact(told["text"], Basis(told["basis"]), tuple(sources[name] for name in told.get("sources", ())))
    if (fact.basis in (Basis.READ, Basis.INFERRED)) != bool(fact.sources):
        raise ValueError(f"a fact that was read or inferred names its sources, no other does: “{fact.text}”")
    return fact
