"""Find and read display presets: those that came with the program, and the user's own beside the settings."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from eegview.app.resources import ADVICE, made_once, read_each, read_toml
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import HIGHEST_CUT_HZ, LOWEST_CUT_HZ, DisplayFilters, FilterSpec, Phase
from eegview.model.display.preset import Preset
from eegview.model.errors import UsageError
from eegview.model.issue import Issue

DEFAULT_PRESET_ID = "clinical"
_FIELDS = {"id", "label", "help", "phase", "sensitivity_uv_per_mm", "page_s", "filters", "kind_gain"}
_CUTS = ("low_cut_hz", "high_cut_hz", "notch_hz")


def load_presets(issues: list[Issue] | None = None, own: dict[str, Path] | None = None) -> tuple[Preset, ...]:
    """Return all presets, the default first, the others by label; a user's file with the same id wins.

    Parameters
    ----------
    issues : a file that cannot be used is added here (code `preset_file`), the others load; see `report_fault`
    own : the user's own files in use are added here, by the id of their preset
    """
    found = read_each("presets", _read, lambda preset: preset.preset_id, issues, own)
    return tuple(sorted(found, key=lambda preset: (preset.preset_id != DEFAULT_PRESET_ID, preset.label)))


def preset_by_id(preset_id: str, presets: Iterable[Preset] | None = None) -> Preset:
    """Return the preset of this id.

    Raises
    ------
    UsageError : there is none; the advice lists the ids there are
    """
    presets = load_presets() if presets is None else tuple(presets)
    for preset in presets:
        if preset.preset_id == preset_id:
            return preset
    raise UsageError(
        f"There is no preset “{preset_id}”.", "Use one of: " + ", ".join(p.preset_id for p in presets) + "."
    )


def parse_preset(fields: dict[str, Any], where: str = "A preset") -> Preset:
    """Return the preset a TOML file describes.

    Raises
    ------
    UsageError : a field is missing, unknown or of the wrong type; the sentence starts with `where`
    """
    if unknown := sorted(set(fields) - _FIELDS):
        raise UsageError(f"{where} has the unknown field “{unknown[0]}”.", ADVICE)
    for name in ("id", "label"):
        if not isinstance(fields.get(name), str) or not fields[name]:
            raise UsageError(f"{where} lacks the text “{name}”.", ADVICE)
    try:
        phase = Phase(fields.get("phase", "causal"))
    except ValueError:
        raise UsageError(f"{where}: the phase is causal or zero.", ADVICE) from None
    filters = DisplayFilters()
    for name, cuts in _table(fields, "filters", where).items():
        filters = filters.with_kind(_kind(name, where), _filter_spec(cuts, phase, f"{where}, {name}"))
    gains = {_kind(name, where): value for name, value in _table(fields, "kind_gain", where).items()}
    return Preset(
        fields["id"],
        fields["label"],
        filters,
        _positive(fields.get("sensitivity_uv_per_mm", 15), f"{where}: the sensitivity"),
        _positive(fields.get("page_s", 15), f"{where}: the page length"),
        tuple((kind, _positive(value, f"{where}: the gain of {kind.value}")) for kind, value in sorted(gains.items())),
        str(fields.get("help", "")),
    )


@made_once
def _read(path: Path) -> Preset:
    return parse_preset(read_toml(path), str(path))


def _filter_spec(cuts: Any, phase: Phase, where: str) -> FilterSpec:
    if not isinstance(cuts, dict) or set(cuts) - set(_CUTS):
        raise UsageError(f"{where}: filters are {', '.join(_CUTS)}.", ADVICE)
    values = {}
    for name in _CUTS:
        value = cuts.get(name, 0)
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not (value == 0 or LOWEST_CUT_HZ <= value <= HIGHEST_CUT_HZ)
        ):
            raise UsageError(f"{where}: {name} is not a frequency in Hz.", ADVICE)
        values[name] = float(value)
    return FilterSpec(**values, phase=phase)


def _table(fields: dict[str, Any], name: str, where: str) -> dict[str, Any]:
    table = fields.get(name, {})
    if not isinstance(table, dict):
        raise UsageError(f"{where}: “{name}” is not a table.", ADVICE)
    return table


def _kind(name: str, where: str) -> ChannelKind:
    try:
        return ChannelKind(name)
    except ValueError:
        kinds = ", ".join(kind.value for kind in ChannelKind)
        raise UsageError(f"{where}: “{name}” is not a kind of channel; there are {kinds}.", ADVICE) from None


def _positive(value: Any, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e6:
        raise UsageError(f"{what} is not a number above 0.", ADVICE)
    return float(value)
