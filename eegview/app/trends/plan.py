"""Which trends a recording gives: its rows, the families built for them, and by what parameters.

A family is a module of `eegview.dsp.trends` with a parameter file of the same name in `resources/trends/`; a copy of
that file in the user's settings folder wins.
"""

import hashlib
import importlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eegview import __version__
from eegview.app.resources import ADVICE, built_in_files, read_one, read_toml
from eegview.app.trends.rows import TrendRows, trend_rows
from eegview.dsp import trends
from eegview.dsp.trends.block import MissingTrend, Trend, TrendBuilder, TrendColumn
from eegview.model.errors import UsageError
from eegview.model.issue import Issue
from eegview.model.recording import Recording

KIND = "trends"  # folder of the parameter files
SETS_FILE = "sets.toml"
_ARITHMETIC = 1  # raise it where numbers change by what is not in the files that `arithmetic_id` reads


@dataclass(frozen=True, slots=True)
class TrendPlan:
    """What is computed of one recording.

    families : names of the trends' modules with what each computes
    columns, missing : of all families together
    parameters : of each family by its name
    parameters_id : hex; differs where rows, parameters or arithmetic differ
    """

    rows: TrendRows
    families: tuple[tuple[str, Trend], ...]
    columns: tuple[TrendColumn, ...]
    missing: tuple[MissingTrend, ...]
    parameters: Mapping[str, Any]
    parameters_id: str

    @property
    def trends(self) -> tuple[Trend, ...]:
        return tuple(trend for _name, trend in self.families)


def plan_trends(
    recording: Recording, bad_channels: frozenset[str] = frozenset(), issues: list[Issue] | None = None
) -> TrendPlan:
    """Return what is computed of a recording whose reader marked these channels bad.

    issues : a parameter file of the user's that cannot be used is added here; see `resources.report_fault`
    """
    rows = trend_rows(recording, bad_channels)
    labels = tuple(row.label for row in rows.all_rows)
    families: list[tuple[str, Trend]] = []
    parameters: dict[str, Any] = {}
    for name in family_names():
        trend, parameters[name] = _built(name, labels, issues)
        families.append((name, trend))
    columns = tuple(column for _name, trend in families for column in trend.columns)
    missing = tuple(_with_bad(one, bad_channels) for _name, trend in families for one in trend.missing)
    return TrendPlan(rows, tuple(families), columns, missing, parameters, _parameters_id(rows, parameters))


def _with_bad(missing: MissingTrend, bad_channels: frozenset[str]) -> MissingTrend:
    """Return a reason that also says which of the channels it names a reader marked bad."""
    named = [name for name in sorted(bad_channels) if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", missing.why)]
    if not named:
        return missing
    return replace(missing, why=f"{missing.why} {' and '.join(named)} {'is' if len(named) == 1 else 'are'} marked bad.")


def family_names() -> tuple[str, ...]:
    """Return the names of the families that came with the program."""
    return tuple(path.stem for path in built_in_files(KIND) if path.name != SETS_FILE)


def _built(name: str, rows: tuple[str, ...], issues: list[Issue] | None) -> tuple[Trend, dict[str, Any]]:
    build: TrendBuilder = importlib.import_module(f"{trends.__name__}.{name}").build

    def read(path: Path) -> tuple[Trend, dict[str, Any]]:
        parameters = read_toml(path)
        try:
            return build(rows, parameters), parameters
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            what = f"“{error.args[0]}” is missing" if isinstance(error, KeyError) and error.args else str(error)
            raise UsageError(f"{path} cannot be used: {what.rstrip('.')}.", ADVICE) from None

    return read_one(KIND, f"{name}.toml", read, issues)


def _parameters_id(rows: TrendRows, parameters: Mapping[str, Any]) -> str:
    made = [(row.label, row.channels, row.weights, row.rate_hz) for row in rows.all_rows]
    said = json.dumps([made, parameters, arithmetic_id()], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def arithmetic_id() -> str:
    """Return what differs where the program computes other numbers: a hash of the sources that do."""
    digest = hashlib.sha256(f"{_ARITHMETIC} {__version__}".encode())
    with suppress(OSError):  # installed without sources: the version alone must do
        for path in sorted(Path(trends.__file__).parent.parent.rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
