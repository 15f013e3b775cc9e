"""What is still open between readers, and so stands against signing the final layer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eegview.app.comparing.comparison import compare
from eegview.app.comparing.comparison_rule import ComparisonRule, rule_in
from eegview.app.comparing.decisions import Adjudication
from eegview.app.comparing.detector_layer import is_run_layer
from eegview.app.marks.index import MarkIndex
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.errors import UsageError
from eegview.model.signature import latest_signatures
from eegview.model.study.adjudication import decision_of
from eegview.model.sync import is_clinical, is_signed
from eegview.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Two readers whose comparison was begun and not ended.

    n_differences : not decided
    n_agreed : findings of both that were not taken
    """

    layer_a: str
    layer_b: str
    n_differences: int
    n_agreed: int

    @property
    def text(self) -> str:
        """Return `20 differences between ada and bo are not decided, 110 findings of both are not taken`."""
        parts: list[str] = []
        if self.n_differences:
            one = self.n_differences == 1
            differences = "1 difference" if one else f"{self.n_differences} differences"
            between = f"between {self.layer_a} and {self.layer_b} {'is' if one else 'are'} not decided"
            parts.append(f"{differences} {between}")
        if self.n_agreed:
            one = self.n_agreed == 1
            findings = "1 finding" if one else f"{self.n_agreed} findings"
            whose = "both" if parts else f"both {self.layer_a} and {self.layer_b}"
            parts.append(f"{findings} of {whose} {'is' if one else 'are'} not taken")
        return ", ".join(parts)


def begun_pairs(records: Iterable[Annotation]) -> dict[tuple[str, str], ComparisonRule]:
    """Return the pairs of readers between whom anything was decided, with the rule they were compared by last.

    A detector's run is no reader: what is left of it blocks nothing. Nor does what is left between the final layer and
    a reader: what was final is decided already.
    """
    found: dict[tuple[str, str], tuple[str, ComparisonRule]] = {}
    for one in filter(None, map(decision_of, records)):
        first, second = sorted((one.layer_a, one.layer_b))
        if is_run_layer(first) or is_run_layer(second) or FINAL_LAYER in (first, second):
            continue
        if one.decided_utc >= found.get((first, second), ("", None))[0]:
            found[first, second] = one.decided_utc, rule_in(one.rule_text)
    return {pair: rule for pair, (_at, rule) in sorted(found.items())}


def unsettled(stored: Iterable[Annotation], fingerprint: str, vocabulary: Vocabulary) -> tuple[Unsettled, ...]:
    """Return what is open between readers whose comparison was begun.

    stored : all marks and records of the study
    fingerprint : of the recording
    """
    stored = tuple(stored)
    records = [mark for mark in stored if not is_clinical(mark)]
    pairs = begun_pairs(records)
    if not pairs:
        return ()
    marks, signed = MarkIndex(stored), [mark for mark in stored if is_signed(mark)]
    found: list[Unsettled] = []
    for (layer_a, layer_b), rule in pairs.items():
        comparison = compare(signed, layer_a, layer_b, vocabulary, rule.same_event, rule.edges, rule.epoch_s)
        left = Adjudication(comparison, marks, records, fingerprint, vocabulary).open()
        n_differences = sum(one.is_disagreement for one in left)
        if left:
            found.append(Unsettled(layer_a, layer_b, n_differences, len(left) - n_differences))
    return tuple(found)


def not_compared(stored: Iterable[Annotation]) -> tuple[str, ...]:
    """Return the readers who were never compared with anybody, where there are two readers or more.

    Who was settled against the final layer was compared; who signed without a mark is a reader, too.
    """
    stored = tuple(stored)
    layers = {mark.layer for mark in stored if is_signed(mark)} | latest_signatures(stored).keys()
    layers -= {FINAL_LAYER, FILE_LAYER, ""}
    pairs = [(one.layer_a, one.layer_b) for one in filter(None, map(decision_of, stored))]
    compared = {layer for pair in pairs if not any(map(is_run_layer, pair)) for layer in pair}
    return tuple(sorted(layers - compared)) if len(layers) > 1 else ()


def open_reader_texts(stored: Iterable[Annotation], fingerprint: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what is open between readers of a study, each as one of the open points of signing the final layer.

    Differences of a comparison that was begun block signing; readers who were never compared are only named.
    """
    stored = tuple(stored)
    found = [f"Readers not settled: {one.text}" for one in unsettled(stored, fingerprint, vocabulary)]
    names = not_compared(stored)
    return (*found, *((f"Readers not compared: {', '.join(names)}",) if names else ()))


def check_settled(stored: Iterable[Annotation], fingerprint: str, vocabulary: Vocabulary) -> None:
    """Refuse to sign the final layer while differences between readers are open.

    Raises
    ------
    UsageError : what is open
    """
    left = unsettled(stored, fingerprint, vocabulary)
    if left:
        raise UsageError(
            f"The final layer is not settled: {'; '.join(one.text for one in left)}.",
            "Decide what is open under Compare readers, then sign.",
        )
