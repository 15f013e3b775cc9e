"""Names, kinds and units of channels, recognised in the many spellings that files use.

Pure functions on text; this module must not know any file format.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eegview.model.channel import ChannelKind
from eegview.model.issue import Issue

# The 10-10 positions, ears, mastoids, anterior temporal, nasopharyngeal and sphenoidal electrodes, spelt as usual.
_POSITIONS = (
    "Nz Fpz Fp1 Fp2 AFz Fz FCz Cz CPz Pz POz Oz Iz O1 O2 I1 I2 O9 O10 "
    + " ".join(f"AF{n}" for n in range(1, 11))
    + " "
    + " ".join(f"{row}{n}" for row in ("F", "FC", "C", "CP", "P", "PO") for n in range(1, 11))
    + " FT7 FT8 FT9 FT10 T7 T8 T9 T10 TP7 TP8 TP9 TP10 F11 F12 FT11 FT12 TP11 TP12 P11 P12"
    + " A1 A2 M1 M2 T1 T2 Pg1 Pg2 Sp1 Sp2 Cb1 Cb2"
)
_OLD_NAMES = {"T3": "T7", "T4": "T8", "T5": "P7", "T6": "P8"}
_ELECTRODES = {name.upper(): name for name in _POSITIONS.split()} | _OLD_NAMES

_TYPE = re.compile(r"^(EEG|POL|ECG|EKG|EOG|EMG|ERG|RESP|DIG|REF|MISC)[\s:]+(?=\S)", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\s*[-_/]\s*(REF\d?|LE|AR|AVG|AV|AVE|CAR|AVERAGE|COM|G2|GND|VREF|ORG|A1\s?\+\s?A2|A1A2|M1M2|M1\s?\+\s?M2|LINK\w*)$",
    re.IGNORECASE,
)
_PAIR = re.compile(r"^([^-]+?)\s*-\s*([^-]+)$")
_GRID_LABEL = re.compile(r"^([A-I])(\d{1,2})$")

_KIND_PATTERNS: tuple[tuple[ChannelKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (ChannelKind.TRIGGER, r"^status$|^sti\b|^sti ?\d+|trig|marker|^events?$|^stim|^photic"),
        (ChannelKind.SPO2, r"sp ?[o0][2₂]|sa ?[o0][2₂]|^o2 ?sat|^sat$"),
        (ChannelKind.ECG, r"ecg|ekg|^cardio"),
        (ChannelKind.EMG, r"emg|delt|chin|submental|tibial|biceps|triceps|quadriceps|nuchal|^[lr]\.? ?leg|^[lr]at$"),
        (ChannelKind.EOG, r"eog|^[lr]oc$|^[lr]i?o[1c]?$|^e[12]$|^ocul"),
        (
            ChannelKind.RESPIRATION,
            r"^resp|thor|^abd|^abdo|airflow|^flow|nasal|effort|cannula|thermist|^chest|pneumo|breath|respiration",
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

_MICRO = "µμ"  # the micro sign and the Greek letter look alike; both are in use
_VOLT_FACTORS_UV = {
    "uv": 1.0,
    "mv": 1e3,
    "v": 1e6,
    "nv": 1e-3,
    "uvolt": 1.0,
    "microvolt": 1.0,
    "millivolt": 1e3,
    "volt": 1e6,
}


@dataclass(frozen=True, slots=True)
class NamedChannel:
    """The meaning of a label: a name unique in the recording, and a kind of channel."""

    name: str
    kind: ChannelKind


def electrode_name(text: str) -> str | None:
    """Return the modern name of a scalp electrode ("fp1" → "Fp1", "T3" → "T7"), None if `text` is not one."""
    return _ELECTRODES.get(text.strip().strip("$.'").upper())


def channel_name(label: str) -> str:
    """Return the channel name that one label stands for: "EEG FP1-REF" → "Fp1", "POL T3" → "T7", "C3-T5" → "C3-P7".

    A label that names no electrode stays as it is, without the prefix EEG or POL.
    """
    label = " ".join(label.split())
    type_prefix, core = _split_type(label)
    core = _REFERENCE.sub("", core) or core
    electrode = electrode_name(core)
    if electrode:
        return electrode
    pair = _pair(core)
    if pair:
        return "-".join(pair)
    if type_prefix in ("", "EEG", "POL", "DIG", "REF", "MISC") or type_prefix in core.upper():
        return _mark_case(core)
    return label


def channel_kind(label: str, unit: str = "uV") -> ChannelKind:
    """Return the kind of channel that a label most likely stands for, OTHER where nothing in it tells."""
    type_prefix, core = _split_type(" ".join(label.split()))
    core = _REFERENCE.sub("", core) or core
    if _NOT_EEG.match(core) and type_prefix not in _TYPE_KINDS:
        return ChannelKind.OTHER
    if type_prefix in _TYPE_KINDS:
        return _TYPE_KINDS[type_prefix]
    if electrode_name(core) or _pair(core):
        return ChannelKind.EEG if _is_voltage_or_blank(unit) else ChannelKind.OTHER
    for kind, pattern in _KIND_PATTERNS:
        if any(pattern.search(part) for part in (core, *re.split(r"[/ _]", core))):
            return kind
    if type_prefix == "EEG" or re.fullmatch(r"eeg ?\d*", core, re.IGNORECASE):
        return ChannelKind.EEG if _is_voltage_or_blank(unit) else ChannelKind.OTHER
    return ChannelKind.OTHER


def name_channels(labels: Sequence[str], units: Sequence[str]) -> tuple[list[NamedChannel], list[Issue]]:
    """Name all channels of a recording together: a reference they share is dropped, every name is unique.

    Parameters
    ----------
    labels, units : one each per channel, as the file has them

    Returns
    -------
    list of NamedChannel, in the order of `labels`
    list of Issue : blank and repeated labels, labels of an electrode grid
    """
    issues: list[Issue] = []
    kinds = [channel_kind(label, unit) for label, unit in zip(labels, units, strict=True)]
    names = _without_shared_reference([channel_name(label) for label in labels], kinds)
    _name_grid(labels, names, kinds, issues)
    _name_numbered_sensors(labels, kinds)
    if ChannelKind.EEG not in kinds:
        # Nothing is recognised as EEG: then the voltages of unknown meaning are what there is to read.
        for i, kind in enumerate(kinds):
            if kind is ChannelKind.OTHER and voltage_factor_uv(units[i]) and not _NOT_EEG.match(names[i]):
                kinds[i] = ChannelKind.EEG
    names = _made_unique(names, issues)
    return [NamedChannel(name, kind) for name, kind in zip(names, kinds, strict=True)], issues


def voltage_factor_uv(unit: str) -> float | None:
    """Return the factor that converts a value in `unit` to µV, None if `unit` is not a voltage."""
    text = unit.strip().strip("[]()").replace(" ", "")
    for sign in _MICRO:
        text = text.replace(sign, "u")
    # A micro sign that was UTF-8 but read byte by byte, or lost on the way, still leaves one odd sign before the V.
    text = re.sub(r"^[^\x20-\x7e]{1,3}u?(?=[vV]$)", "u", text)
    if text in ("MV", "Mv"):
        return 1e3  # megavolts do not occur on a head
    return _VOLT_FACTORS_UV.get(text.lower().removesuffix("s") if len(text) > 2 else text.lower())


def _split_type(label: str) -> tuple[str, str]:
    """Return the type prefix of a label in capitals ("" if none) and the rest of the label."""
    match = _TYPE.match(label)
    return (match.group(1).upper(), label[match.end() :]) if match else ("", label)


def _pair(core: str) -> tuple[str, str] | None:
    match = _PAIR.match(core)
    if not match:
        return None
    first, second = electrode_name(match.group(1)), electrode_name(match.group(2))
    return (first, second) if first and second else None


def _mark_case(core: str) -> str:
    """Return the name of a recorder's mark channel in one spelling, so that files differing in case agree."""
    return core.capitalize() if re.fullmatch(r"mark ?\d*", core, re.IGNORECASE) else core


def _is_voltage_or_blank(unit: str) -> bool:
    return not unit.strip() or voltage_factor_uv(unit) is not None


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
    """Set the kind of E1, E2, E3 … of a sensor net to EEG; E1 and E2 alone are the eyes."""
    sensors = [i for i, label in enumerate(labels) if re.fullmatch(r"(EEG )?E\d{1,3}", label.strip())]
    if len(sensors) > 2:
        for i in sensors:
            kinds[i] = ChannelKind.EEG


def _made_unique(names: list[str], issues: list[Issue]) -> list[str]:
    """Return the names made unique: a blank name becomes its position, a repeated one gets a number."""
    blank = [i for i, name in enumerate(names) if not name.strip()]
    if blank:
        issues.append(
            Issue("label_blank", f"{_count(len(blank), 'channel has', 'channels have')} no label; named by position.")
        )
    named = [name.strip() or f"Ch {i + 1}" for i, name in enumerate(names)]
    used_names, seen = set(named), set[str]()
    unique: list[str] = []
    repeated: list[str] = []
    for name in named:
        if name in seen:
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
