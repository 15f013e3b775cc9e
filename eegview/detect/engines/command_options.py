"""The `[command]` table of a manifest: what file the command is given, and what its words for events mean."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from eegview.detect.manifest import InputNeeds
from eegview.detect.toml_table import TomlTable, shortened
from eegview.model.suggestion.szcore_codes import TERMS, term_of_code

FORMS = ("szcore", "rows")
SZCORE_WORDS = "szcore"  # instead of a table of terms: SzCORE's codes, as its tables are read elsewhere
CONTAINER = "{container}"  # as first word: the image that follows is run by the container runtime that is here
SZCORE_MONTAGE, SZCORE_RATE_HZ = "common_average", 256.0
# The 19 electrodes of the 10-20 system in the order and with the names of SzCORE's standard recordings.
SZCORE_ELECTRODES = {
    "Fp1": "Fp1", "F3": "F3", "C3": "C3", "P3": "P3", "O1": "O1", "F7": "F7", "T7": "T3", "P7": "T5", "Fz": "Fz",
    "Cz": "Cz", "Pz": "Pz", "Fp2": "Fp2", "F4": "F4", "C4": "C4", "P4": "P4", "O2": "O2", "F8": "F8", "T8": "T4",
    "P8": "T6",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CommandOptions:
    """The `[command]` table: what a command is given, and which terms its words mean.

    form : "szcore" = 19 electrodes to their common average at 256 Hz; "rows" = the rows of `[input]`
    score : of an event whose row gives no confidence
    terms : (beginning of the command's word, term), the longest that fits counts
    has_szcore_words : its words are SzCORE's codes, and `terms` is empty
    """

    form: str = "szcore"
    score: float = 0.5
    terms: tuple[tuple[str, str], ...] = ()
    has_szcore_words: bool = False

    def term_of(self, event: str) -> str | None:
        """Return the term a command's word means, None for none."""
        if self.has_szcore_words:
            return term_of_code(event)
        word = event.casefold()
        fitting = [(start, term) for start, term in self.terms if word.startswith(start.casefold())]
        return max(fitting, key=lambda pair: len(pair[0]))[1] if fitting else None


def options_in(table: TomlTable, terms: tuple[str, ...]) -> CommandOptions:
    """Return the options in a `[command]` table; faults go to the table's list."""
    form = table.choice("form", FORMS, "szcore")
    score = table.number("score", 0.5, 0.0, 1.0)
    meant = table.raw("terms")
    pairs: list[tuple[str, str]] = []
    has_szcore_words = meant == SZCORE_WORDS
    if has_szcore_words:
        if missing := [term for term in TERMS if term not in terms]:
            table.fault(f"SzCORE's words mean “{missing[0]}” too, which is not among the manifest's terms")
    elif meant is None and len(terms) == 1:
        pairs.append(("", terms[0]))  # whatever it finds is the one thing it can find
    elif not isinstance(meant, dict) or not all(isinstance(value, str) for value in meant.values()):
        table.fault('“terms” says what the command\'s words mean, like { sz_gen_m_spasms = "spasm", sz = "seizure" }')
    else:
        for word, term in meant.items():
            if term not in terms:
                table.fault(f"“{shortened(word)}” means “{shortened(term)}”, which is not among the manifest's terms")
            pairs.append((word, term))
    table.done()
    return CommandOptions(form, 0.5 if score is None else score, tuple(pairs), has_szcore_words)


def options_of(options: tuple[tuple[str, object], ...], terms: tuple[str, ...]) -> CommandOptions:
    """Return the options of a manifest that was found to be without fault."""
    values: Mapping[str, Any] = dict(options)
    return options_in(TomlTable(dict(values), "[command]", []), terms)


def needs_of(options: CommandOptions, needs: InputNeeds) -> InputNeeds:
    """Return the input that the command is given: SzCORE's form has its own montage, rate and electrodes."""
    if options.form != "szcore":
        return needs
    return replace(
        needs, montage=SZCORE_MONTAGE, rate_hz=SZCORE_RATE_HZ, minimum_rows=len(SZCORE_ELECTRODES), low_cut_hz=0.0
    )
