"""The rule that two layers are compared by, as it is kept with every decision."""

from __future__ import annotations

from dataclasses import dataclass, field

from eegview.clinical.edge_limits import EdgeLimits
from eegview.clinical.same_event import SameEventRule
from eegview.model.study.staging import LENGTHS_S


@dataclass(frozen=True, slots=True)
class ComparisonRule:
    """When two marks are one event, up to where their edges agree, and the epochs that all else is compared in.

    epoch_s : length of the epochs
    """

    same_event: SameEventRule = field(default_factory=SameEventRule)
    edges: EdgeLimits = field(default_factory=EdgeLimits)
    epoch_s: float = LENGTHS_S[0]

    @property
    def text(self) -> str:
        """Return the rule as it is stored: `same_event_s=1 onset_s=0.5 duration_s=0.5 …`."""
        edges = self.edges
        values = {
            "same_event_s": self.same_event.within_s,
            "onset_s": edges.onset_s,
            "duration_s": edges.duration_s,
            "duration_share": edges.duration_share,
            "epoch_s": self.epoch_s,
        }
        return " ".join(f"{name}={value:.6g}" for name, value in values.items())


def rule_in(text: str) -> ComparisonRule:
    """Return the rule in a text that `ComparisonRule.text` made; the usual one where it cannot be read."""
    try:
        held = {name: float(value) for name, _is, value in (part.partition("=") for part in text.split())}
        edges = EdgeLimits(held["onset_s"], held["duration_s"], held["duration_share"])
        rule = ComparisonRule(SameEventRule(held["same_event_s"]), edges, held["epoch_s"])
    except (KeyError, ValueError):
        return ComparisonRule()
    return rule if rule.epoch_s > 0 else ComparisonRule()
