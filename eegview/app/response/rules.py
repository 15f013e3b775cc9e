"""The numbers by which response is told, and the names offered where a treatment is entered: files to be edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from eegview.app.resources import ADVICE, read_one, read_toml
from eegview.app.response.scored_epochs import ScoredEpoch
from eegview.app.response.study_facts import StudyFacts
from eegview.clinical.response_state import ConsensusRule, RemissionLimit
from eegview.model.errors import UsageError
from eegview.model.issue import Issue

_HIGHEST_DAYS, _HIGHEST_SCORE = 366, 16


@dataclass(frozen=True, slots=True)
class ResponseRules:
    """What `resources/response/rules.toml` holds.

    remission : up to which score the EEG counts as in remission, by scale id
    """

    consensus: ConsensusRule
    remission: Mapping[str, int]

    def limit_of(self, studies: Sequence[StudyFacts]) -> RemissionLimit | None:
        """Return the limit of the scale by which these studies are scored, None where none is scored or it has none."""
        return self.limit_by(one for study in studies for one in study.scores)

    def limit_by(self, scores: Iterable[ScoredEpoch]) -> RemissionLimit | None:
        """Return the limit of the scale of these scores, None where there is none or it has none."""
        sheets = [one for one in scores if one.sheet.key.scale_id in self.remission]
        if not sheets:
            return None
        last = sheets[-1]
        sets = ", ".join(dict.fromkeys(one.sheet.parameters.name for one in sheets))
        return RemissionLimit(last.scale, self.remission[last.sheet.key.scale_id], f"parameter set {sets}")


def load_rules(issues: list[Issue] | None = None) -> ResponseRules:
    """Return the rules; a copy in the user's settings folder wins.

    issues : a fault of the user's copy is added here; see `resources.report_fault`
    """
    return read_one("response", "rules.toml", _rules, issues)


def _rules(path: Path) -> ResponseRules:
    fields = read_toml(path)
    consensus, remission = _table(fields, "consensus", path), _table(fields, "remission", path)
    return ResponseRules(
        ConsensusRule(
            _number(consensus, "within_days", path, _HIGHEST_DAYS), _number(consensus, "free_days", path, _HIGHEST_DAYS)
        ),
        {scale: _number(remission, scale, path, _HIGHEST_SCORE, 0) for scale in remission},
    )


def _table(fields: Mapping[str, Any], name: str, path: Path) -> Mapping[str, Any]:
    value = fields.get(name)
    if not isinstance(value, dict):
        raise UsageError(f"{path} has no table “{name}”.", ADVICE)
    return cast("Mapping[str, Any]", value)


def _number(fields: Mapping[str, Any], name: str, path: Path, highest: int, lowest: int = 1) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
        raise UsageError(f"{path}: “{name}” must be a whole number from {lowest} to {highest}.", ADVICE)
    return value


@dataclass(frozen=True, slots=True)
class UsualNames:
    """What is offered where a treatment is entered; anything else can be typed."""

    drugs: tuple[str, ...]
    units: tuple[str, ...]


def usual_names(issues: list[Issue] | None = None) -> UsualNames:
    """Return the usual names of drugs and units; a copy in the user's settings folder wins."""
    return read_one("treatment", "drugs.toml", _names, issues)


def _names(path: Path) -> UsualNames:
    fields = read_toml(path)
    return UsualNames(_texts(fields, "drugs", path), _texts(fields, "units", path))


def _texts(fields: Mapping[str, Any], name: str, path: Path) -> tuple[str, ...]:
    value = fields.get(name)
    texts = cast("list[object]", value) if isinstance(value, list) else []
    if not texts or not all(isinstance(one, str) and one.strip() for one in texts):
        raise UsageError(f"{path}: “{name}” must be a list of names.", ADVICE)
    return tuple(dict.fromkeys(str(one).strip() for one in texts))
