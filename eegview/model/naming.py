"""Names, kinds and units of channels, recognised in the many spellings that files use.

Pure functions on text; this module must not know any file format. What one label or unit says is in `model.labels`;
here all channels of a recording are looked at together.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eegview.model.channel import ChannelKind
from eegview.model.issue import Issue
from eegview.model.labels.electrodes import electrode_name
from eegview.model.labels.parts import LabelParts, parts_of
from eegview.model.labels.units import guessed_factor_uv, is_other_quantity, is_plain, voltage_factor_uv
from eegview.model.text.listing import listed

__all__ = ["NamedChannel", "channel_kind", "channel_name", "electrode_name", "name_channels", "voltage_factor_uv"]

_GRID_LABEL = re.compile(r"^([A-I])(\d{1,2})$")

_SENSOR = re.compile(r"E0*(\d{1,3})(?=$|[-:/_ .])")

_KIND_PATTERNS: tuple[tuple[ChannelKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (ChannelKind.TRIGGER, r"^status$|^sti\b|^sti ?\d+|trig|marker|^events?$|^stim|^photic"),
        (ChannelKind.SPO2, r"sp ?[o0][2₂]|sa ?[o0][2₂]|^o2 ?sat|^o?sat$"),
        (ChannelKind.ECG, r"ecg|ekg|^cardio|^(lead )?i{1,3}$|^av[rlf]$"),
        (
            ChannelKind.EMG,
            r"emg|delt|chin|submental|tibial|biceps|triceps|quadriceps|nuchal|^[lr]\.? ?leg|^leg\b|^[lr]at$",
        ),
        (ChannelKind.EOG, r"eog|^[lr]oc$|^[lr]i?o[1c]?$|^e[12]$|^ocul"),
        (
            ChannelKind.RESPIRATION,
            r"^resp|thor|^tho$|^abd|^abdo|airflow|^flow|nasal|effort|cannula|thermist|^chest|pneumo|breath|respiration",
        ),
    )
)
_NOT_EEG = re.compile(r"^(mark ?\d*|dc ?\d*|e|x\d+|bn\d*|ibi|bursts?|suppr\w*|ref_eeg|pulse.*)$", re.IGNORECASE)
_TYPE_KINDS = {
    "ECG": ChannelKind.ECG,
    "EKG": ChannelKind.ECG,
    "EOG": ChannelKind.EOG,
    "EMG": ChannelKind.EMG,
    "RESP": ChannelKind.RESPIRATION,
}

_VOLTAGE_KINDS = frozenset((ChannelKind.EEG, ChannelKind.EOG, ChannelKind.ECG, ChannelKind.EMG))
_UNIT_NAMES = {1e6: "V", 1e3: "mV", 1.0: "µV", 1e-3: "nV"}


@dataclass(frozen=True, slots=True)
class NamedChannel:
    """The meaning of a label and a unit.

    name : unique in the recording
    factor_uv : from the file's unit to µV, None where the unit is no voltage
    """

    name: str
    kind: ChannelKind
    factor_uv: float | None = None


def channel_name(label: str) -> str:
    """Return the channel name that one label stands for: "EEG FP1-REF" → "Fp1", "POL T3" → "T7", "C3-T5" → "C3-P7".

    A label that names no electrode stays as it is, without the prefix EEG or POL.
    """
    parts = parts_of(label)
    if parts.electrodes:
        return parts.electrodes
    if parts.type in ("", "EEG", "POL", "DIG", "REF", "MISC") or parts.type in parts.core.upper():
        return _mark_case(parts.core)
    return " ".join(label.split())


def channel_kind(label: str, unit: str = "uV") -> ChannelKind:
    """Return the kind of channel that a label most likely stands for, OTHER where nothing in it tells.

    An electrode whose unit is a quantity of another kind ("%") is OTHER too.
    """
    kind = _kind_by_label(parts_of(label))
    return ChannelKind.OTHER if kind is ChannelKind.EEG and _is_no_voltage(unit) else kind


def name_channels(labels: Sequence[str], units: Sequence[str]) -> tuple[list[NamedChannel], list[Issue]]:
    """Name all channels of a recording together: a reference they share is dropped, every name is unique.

    Parameters
    ----------
    labels, units : one each per channel, as the file has them

    Returns
    -------
    list of NamedChannel, in the order of `labels`
    list of Issue : blank and repeated labels, labels of an electrode grid, units that were guessed
    """
    issues: list[Issue] = []
    kinds = [channel_kind(label, unit) for label, unit in zip(labels, units, strict=True)]
    names = _without_shared_reference([channel_name(label) for label in labels], kinds)
    _name_grid(labels, names, kinds, issues)
    _name_numbered_sensors(labels, kinds)
    if ChannelKind.EEG not in kinds:
        # Nothing is recognised as EEG: then the voltages of unknown meaning are what there is to read.
        for i, kind in enumerate(kinds):
            if kind is ChannelKind.OTHER and _factor_uv(ChannelKind.EEG, units[i]) and not _NOT_EEG.match(names[i]):
                kinds[i] = ChannelKind.EEG
    names = _made_unique(names, labels, issues)
    factors = [_factor_uv(kind, unit) for kind, unit in zip(kinds, units, strict=True)]
    issues += _unit_issues(labels, names, kinds, units, factors)
    return [NamedChannel(*each) for each in zip(names, kinds, factors, strict=True)], issues


def _kind_by_label(parts: LabelParts) -> ChannelKind:
    if parts.type in _TYPE_KINDS:
        return _TYPE_KINDS[parts.type]
    if _NOT_EEG.match(parts.core) or _NOT_EEG.match(parts.bare):
        return ChannelKind.OTHER
    if parts.electrodes or parts.is_linked_ears:
        return ChannelKind.EEG
    for texts in ((parts.core, *re.split(r"[/ _]", parts.core)), re.split(r"[-:.,]", parts.core)):
        for kind, pattern in _KIND_PATTERNS:
            if any(pattern.search(text) for text in texts):
                return kind
    if parts.is_eye:
        return ChannelKind.EOG
    is_eeg = parts.type == "EEG" or re.fullmatch(r"eeg ?\d*", parts.core, re.IGNORECASE)
    return ChannelKind.EEG if is_eeg else ChannelKind.OTHER


def _is_no_voltage(unit: str) -> bool:
    """Whether a unit is surely of another quantity; what nobody can read may be a voltage's."""
    if not unit.strip() or voltage_factor_uv(unit) is not None or guessed_factor_uv(unit) is not None:
        return False
    return is_other_quantity(unit)


def _factor_uv(kind: ChannelKind, unit: str) -> float | None:
    """Return the factor to µV; a unit that only resembles a voltage is one where a body's voltage is measured."""
    factor = voltage_factor_uv(unit)
    return guessed_factor_uv(unit) if factor is None and kind in _VOLTAGE_KINDS else factor


def _unit_issues(
    labels: Sequence[str],
    names: list[str],
    kinds: list[ChannelKind],
    units: Sequence[str],
    factors: list[float | None],
) -> list[Issue]:
    """Return issues on units that were guessed, and on electrodes whose unit is no voltage."""
    guessed: dict[tuple[str, float], list[str]] = {}
    foreign: dict[str, list[str]] = {}
    for label, name, kind, unit, factor in zip(labels, names, kinds, units, factors, strict=True):
        if kind in _VOLTAGE_KINDS and factor is not None and not is_plain(unit):
            guessed.setdefault((unit, factor), []).append(name)
        elif kind is ChannelKind.OTHER and factor is None and channel_kind(label) is ChannelKind.EEG:
            foreign.setdefault(unit, []).append(name)
    return [
        Issue(
            "unit_guessed",
            f"{listed(which)}: the unit “{_shown(unit)}” is read as {_UNIT_NAMES.get(factor) or f'{factor:g} µV'}; "
            "if amplitudes are implausible, this is why.",
        )
        for (unit, factor), which in guessed.items()
    ] + [
        Issue(
            "unit_not_voltage",
            f"{listed(which)}: measured in “{_shown(unit)}”, which is not a unit of voltage; not shown as EEG.",
        )
        for unit, which in foreign.items()
    ]


def _shown(unit: str) -> str:
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in unit.strip())[:16]


def _mark_case(core: str) -> str:
    """Return the name of a recorder's mark channel in one spelling, so that files differing in case agree."""
    return core.capitalize() if re.fullmatch(r"mark ?\d*", core, re.IGNORECASE) else core


def _without_shared_reference(names: list[str], kinds: list[ChannelKind]) -> list[str]:
    """Drop a second electrode that all of at least four pairs share ("F3-Cz", "F4-Cz" … → "F3", "F4" …)."""
    pairs = {i: name.split("-") for i, name in enumerate(names) if kinds[i] is ChannelKind.EEG and "-" in name}
    pairs = {i: pair for i, pair in pairs.items() if len(pair) == 2}
    firsts = [first for first, _ in pairs.values()]
    if len(pairs) < 4 or len({second for _, second in pairs.values()}) != 1 or len(set(firsts)) != len(firsts):
        return names
    return [pairs[i][0] if i in pairs else name for i, name in enumerate(names)]


def _name_grid(labels: Sequence[str], names: list[str], kinds: list[ChannelKind], issues: list[Issue]) -> None:
    """Rename labels such as A1…A32, B1…B32, so that they are not mistaken for 10-20 electrodes of the same spelling."""
    found = {i: m for i, m in ((i, _GRID_LABEL.match(label.strip())) for i, label in enumerate(labels)) if m}
    if {m.group(1) for m in found.values()} == {"E"}:
        return  # the sensors of a net, E1 to E256
    foreign = [m for m in found.values() if electrode_name(m.group(0)) is None]
    if len(foreign) < 8:
        return
    for i in found:
        names[i], kinds[i] = f"grid {labels[i].strip()}", ChannelKind.EEG
    issues.append(
        Issue(
            "electrode_grid",
            f"{len(found)} labels such as {labels[next(iter(found))].strip()} number the contacts of a grid or cap; "
            "they are not 10–20 positions, so no montage of electrodes applies to them.",
        )
    )


def _name_numbered_sensors(labels: Sequence[str], kinds: list[ChannelKind]) -> None:
    """Set the kind of E1, E2, E3 … of a sensor net to EEG; E1 and E2 alone are the eyes, whatever their reference."""
    numbers = {i: m[1] for i, m in ((i, _SENSOR.match(parts_of(label).bare)) for i, label in enumerate(labels)) if m}
    if len(set(numbers.values())) > 2:
        for i in numbers:
            kinds[i] = ChannelKind.EEG


def _made_unique(names: list[str], labels: Sequence[str], issues: list[Issue]) -> list[str]:
    """Return the names made unique: a blank name becomes its position, a repeated one gets a number.

    The first of a name keeps it; a label that has a number of its own ("Fp1 (2)") keeps that where it can.
    """
    blank = [i for i, name in enumerate(names) if not name.strip()]
    if blank:
        issues.append(
            Issue("label_blank", f"{_count(len(blank), 'channel has', 'channels have')} no label; named by position.")
        )
    named = [name.strip() or f"Ch {i + 1}" for i, name in enumerate(names)]
    own = {i: label.strip() for i, label in enumerate(labels) if re.fullmatch(rf"{re.escape(named[i])} \(\d+\)", label)}
    used_names, seen = {*named, *own.values()}, set[str]()
    unique: list[str] = []
    repeated: list[str] = []
    for i, name in enumerate(named):
        if name in seen and own.get(i, name) not in seen:
            name = own[i]
        elif name in seen:
            repeated.append(name)
            turn = 2
            while f"{name} ({turn})" in used_names:
                turn += 1
            name = f"{name} ({turn})"
            used_names.add(name)
        seen.add(name)
        unique.append(name)
    if repeated:
        which = ", ".join(sorted(set(repeated))[:5])
        issues.append(
            Issue("label_duplicate", f"More than one channel is called {which}; the later ones are numbered.")
        )
    return unique


def _count(n: int, one: str, many: str) -> str:
    return f"1 {one}" if n == 1 else f"{n} {many}"
