"""The heart rate around a suggestion: context for a reader, no part of any score."""

import math
from dataclasses import dataclass
from pathlib import Path

from eegview.app.resources import read_one, read_toml
from eegview.app.trends.blocks import BlockReader
from eegview.app.trends.rows import TrendRows, ecg_row
from eegview.dsp.heart.beats import BeatRule
from eegview.dsp.heart.change import AFTER_S, BEFORE_S, USUAL_S, HeartChange, heart_change
from eegview.dsp.trends.block import GRID_S, MARGIN_S
from eegview.model.recording import Recording, SignalSource

NO_ECG, NOT_READABLE = "no ECG", "ECG not readable here"
EXPLANATION = (
    f"Before: 60 s over the median interval between beats in the {BEFORE_S:g} s before the onset. Then: the highest "
    f"rate of five intervals in a row within {AFTER_S:g} s. Usual: the median of the same change at other times in the "
    "two minutes before; the highest of many rates is above the rate before even where nothing happens. Movement, "
    "crying and arousal raise the heart rate as well: it is context, and no part of the score."
)


@dataclass(frozen=True, slots=True, eq=False)
class HeartContext:
    """What the ECG says around an onset.

    change : None where it cannot be read
    why_not : why, "" where it can
    """

    change: HeartChange | None
    why_not: str = ""

    @property
    def short_text(self) -> str:
        """Return `Heart 128 → 151 /min (+18 %), usual +6 %`, or why there is none, for where there is little room."""
        if self.change is None:
            return f"Heart rate: {self.why_not}"
        change = self.change
        beside = f", usual {_percent(change.usual_percent)}" if math.isfinite(change.usual_percent) else ""
        return f"Heart {change.before_bpm:.0f} → {change.highest_bpm:.0f} /min ({_percent(change.percent)}){beside}"

    @property
    def text(self) -> str:
        """Return `heart rate 128 → 151 /min (+18 %) within 20 s; usual here +6 %`, or why there is none."""
        if self.change is None:
            return f"Heart rate: {self.why_not}"
        change = self.change
        usual = change.usual_percent
        beside = f"; usual here {_percent(usual)}" if math.isfinite(usual) else ""
        return (
            f"Heart rate {change.before_bpm:.0f} → {change.highest_bpm:.0f} /min ({_percent(change.percent)}) "
            f"within {AFTER_S:g} s{beside}"
        )


def has_ecg(recording: Recording, bad_channels: frozenset[str] = frozenset()) -> bool:
    """Whether there is an ECG that could be read."""
    return ecg_row(recording, bad_channels) is not None


def heart_around(source: SignalSource, onset_s: float, bad_channels: frozenset[str] = frozenset()) -> HeartContext:
    """Return how the heart rate goes around an onset; reads the file, so call it off the window's thread.

    Raises
    ------
    UnreadableFile : the file went away
    """
    row = ecg_row(source.recording, bad_channels)
    if row is None:
        return HeartContext(None, NO_ECG)
    rule = read_one("trends", "heart_rate.toml", _rule)
    first_s = GRID_S * math.floor(max(onset_s - BEFORE_S - USUAL_S, 0.0) / GRID_S)
    stop_s = GRID_S * math.ceil((onset_s + AFTER_S) / GRID_S)
    block = BlockReader(source, TrendRows("", "", (row,), ())).read(first_s, stop_s)
    change = heart_change(block.data[0], first_s - MARGIN_S, onset_s, rule)
    return HeartContext(change, "" if change is not None else NOT_READABLE)


def _rule(path: Path) -> BeatRule:
    return BeatRule.of(read_toml(path))


def _percent(value: float) -> str:
    return f"{value:+.0f} %".replace("-", "−")
