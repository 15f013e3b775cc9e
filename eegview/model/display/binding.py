"""Binding a montage to a recording: which channels each row sums, and why a row cannot be shown.

No electrode is ever replaced by another: a row that lacks one names it.
"""

import re
from collections.abc import Iterable

from eegview.model.channel import Channel, ChannelKind
from eegview.model.display.montage import AVERAGE, Derivation, Montage, Row, average_electrodes, is_scalp_electrode
from eegview.model.recording import Recording

_POLYGRAPHY_ORDER = (
    ChannelKind.EOG,
    ChannelKind.EMG,
    ChannelKind.ECG,
    ChannelKind.RESPIRATION,
    ChannelKind.SPO2,
    ChannelKind.OTHER,
    ChannelKind.TRIGGER,
)
_COUPLED_KINDS = (ChannelKind.EMG, ChannelKind.ECG)
_NUMBERED = re.compile(r"(.*?[^\W\d_])\s*(\d+)")


def bind(montage: Montage, recording: Recording, bad_channels: frozenset[str] = frozenset()) -> tuple[Row, ...]:
    """Return the rows of `montage` on this recording, in the montage's order, polygraphy below.

    A row with a missing electrode is unavailable and names it. Where the file lacks the electrodes of a plain
    difference but holds the difference itself ("Fp1-F7", or "F7-Fp1" turned over), that channel is used.
    An average is the mean of the good electrodes that the montage shows; what else the file holds has no part in it.
    """
    if montage.as_recorded:
        return tuple(_channel_row(channel, bad_channels) for channel in recording.channels)
    by_name = {channel.name: channel for channel in recording.channels}
    average = _averaged(montage, recording.channels, bad_channels)
    rows = [_derivation_row(derivation, by_name, average, bad_channels) for derivation in montage.derivations]
    if montage.polygraphy:
        labels = {row.label for row in rows}
        rows += [row for row in _polygraphy_rows(recording.channels, bad_channels) if row.label not in labels]
    return tuple(rows)


def side_of(electrodes: Iterable[str]) -> str:
    """Return the side of the head on which the electrodes of one row lie.

    "left", "right" or "midline"; left with right is "midline", and a name without a side makes it "".
    """
    sides: set[str] = set()
    for name in electrodes:
        if name.endswith("z"):
            continue
        number = re.fullmatch(r"[A-Za-z]+(\d+)", name)
        if not number:
            return ""
        sides.add("left" if int(number[1]) % 2 else "right")
    return sides.pop() if len(sides) == 1 else "midline"


def _derivation_row(
    derivation: Derivation, by_name: dict[str, Channel], average: tuple[Channel, ...], bad_channels: frozenset[str]
) -> Row:
    named = [name for name, _weight in derivation.weights if name != AVERAGE]
    missing = tuple(name for name in named if name not in by_name)
    if missing:
        recorded = _recorded_difference(derivation, by_name)
        if recorded is None:
            return _unavailable(derivation, missing=missing)
        channel, weight = recorded
        is_bad = channel.name in bad_channels
        return Row(
            derivation.label,
            derivation.kind,
            derivation.side,
            (channel.index,),
            (weight,),
            channel.rate_hz,
            channel.unit,
            is_bad=is_bad,
        )

    weights: dict[int, float] = {}
    inputs: dict[int, Channel] = {}
    for name, weight in derivation.weights:
        parts = average if name == AVERAGE else (by_name[name],)
        if not parts:
            return _unavailable(derivation, problem="No good scalp electrode is left to average.")
        for channel in parts:
            inputs[channel.index] = channel
            weights[channel.index] = weights.get(channel.index, 0.0) + weight / len(parts)
    if len({channel.rate_hz for channel in inputs.values()}) > 1:
        return _unavailable(derivation, problem="Its electrodes are recorded at different sampling rates.")
    if len({channel.unit for channel in inputs.values()}) > 1:
        return _unavailable(derivation, problem="Its electrodes are recorded in different units.")
    first = next(iter(inputs.values()))
    return Row(
        derivation.label,
        derivation.kind,
        derivation.side,
        tuple(weights),
        tuple(weights.values()),
        first.rate_hz,
        first.unit,
        is_bad=any(name in bad_channels for name in named),
        average=tuple(channel.name for channel in average) if len(named) < len(derivation.weights) else (),
    )


def _recorded_difference(derivation: Derivation, by_name: dict[str, Channel]) -> tuple[Channel, float] | None:
    """Return the channel that already holds this plain difference, with the weight (1 or -1) that gives its sign."""
    if sorted(weight for _name, weight in derivation.weights) != [-1.0, 1.0]:
        return None
    plus = next(name for name, weight in derivation.weights if weight > 0)
    minus = next(name for name, weight in derivation.weights if weight < 0)
    if channel := by_name.get(f"{plus}-{minus}"):
        return channel, 1.0
    if channel := by_name.get(f"{minus}-{plus}"):
        return channel, -1.0
    return None


def _unavailable(derivation: Derivation, missing: tuple[str, ...] = (), problem: str = "") -> Row:
    return Row(derivation.label, derivation.kind, derivation.side, (), (), 0.0, missing=missing, problem=problem)


def _averaged(montage: Montage, channels: tuple[Channel, ...], bad_channels: frozenset[str]) -> tuple[Channel, ...]:
    """Return the good electrodes whose mean is the montage's average, in its order."""
    scalp = {c.name: c for c in channels if c.kind is ChannelKind.EEG and is_scalp_electrode(c.name)}
    wanted = average_electrodes(montage)
    names = {channel.name for channel in channels} | {AVERAGE}
    on_page = {
        name
        for row in montage.derivations
        if all(name in names for name, _weight in row.weights)
        for name, _weight in row.weights
    }
    shown = tuple(name for name in wanted if name in on_page) if wanted else tuple(scalp)
    return tuple(scalp[name] for name in shown if name in scalp and name not in bad_channels)


def _channel_row(channel: Channel, bad_channels: frozenset[str]) -> Row:
    side = side_of(channel.name.split("-")) if channel.kind is ChannelKind.EEG else ""
    is_bad = channel.name in bad_channels
    return Row(channel.name, channel.kind, side, (channel.index,), (1.0,), channel.rate_hz, channel.unit, is_bad=is_bad)


def _polygraphy_rows(channels: tuple[Channel, ...], bad_channels: frozenset[str]) -> list[Row]:
    rows: list[Row] = []
    for kind in _POLYGRAPHY_ORDER:
        left = [channel for channel in channels if channel.kind is kind]
        while left:
            channel = left.pop(0)
            partner = _partner(channel, left) if kind in _COUPLED_KINDS else None
            if partner is None:
                rows.append(_channel_row(channel, bad_channels))
                continue
            left.remove(partner)
            rows.append(
                Row(
                    f"{channel.name}-{partner.name}",
                    kind,
                    "",
                    (channel.index, partner.index),
                    (1.0, -1.0),
                    channel.rate_hz,
                    channel.unit,
                    is_bad=channel.name in bad_channels or partner.name in bad_channels,
                )
            )
    return rows


def _partner(channel: Channel, others: list[Channel]) -> Channel | None:
    """Return the second electrode of a pair recorded monopolar: EMG1 with EMG2, ECG3 with ECG4, ECG+ with ECG-.

    A name that is a difference already ("EMG1-EMG2") has no partner, nor has X1, whose name says nothing of a pair.
    """
    name = channel.name
    if name.endswith("+"):
        wanted = name[:-1] + "-"
    else:
        numbered = _NUMBERED.fullmatch(name)
        if not numbered or int(numbered[2]) % 2 == 0 or len(numbered[1]) < 2:
            return None
        wanted = f"{name[: -len(numbered[2])]}{int(numbered[2]) + 1}"
    same = (c for c in others if c.name == wanted and c.rate_hz == channel.rate_hz and c.unit == channel.unit)
    return next(same, None)
