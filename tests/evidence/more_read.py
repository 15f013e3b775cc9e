"""Measure what becomes of the spasm detector's suggestions when more of a recording is read, or the same otherwise.

    .venv/bin/python tests/evidence/more_read.py [--no-page]

Writes its block into plugins/spasms/page.md. The three real recordings of ../shared/data/eeg (no spasms), made-up
spasms laid over two of them, and simulated infants with limb EMG and without: whole, in prefixes, from later starts,
joined in other orders, at other rates and gains, with mains, with nine electrodes. All of it is development data.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [
    str(HERE.parent / "helpers"),
    str(HERE.parent / "bench"),
    str(HERE.parents[1]),
]  # helpers first: more_read

from detectors.more_read import (  # noqa: E402
    SETTLED_S,
    Reading,
    compare,
    gained,
    held_source,
    joined,
    nine_electrodes,
    of_channels,
    piece,
    prefix,
    read_by,
    resampled,
    with_mains,
)
from recordings.memory_source import MemorySource  # noqa: E402
from semi_real import ArrayRecording, add_spasms  # noqa: E402
from shared_data import DATA, PROJECT  # noqa: E402

from eegview.clinical.intervals import poisson_rate_interval  # noqa: E402
from eegview.model.channel import ChannelKind  # noqa: E402
from eegview.model.span import Span  # noqa: E402
from eegview.simulate.head import ELECTRODES  # noqa: E402
from eegview.simulate.plan import SIMULATOR_VERSION  # noqa: E402
from eegview.simulate.signals import make_simulation  # noqa: E402
from eegview.simulate.study import plan_study  # noqa: E402
from eegview.simulate.writer_edf import write_edf  # noqa: E402

PAGE = PROJECT / "plugins" / "spasms" / "page.md"
BEGIN, END = "<!-- measured by tests/evidence/more_read.py -->", "<!-- end -->"
HEADING = "### The same recording, more of it read"
REAL = {"infant": "infant_background_18min", "child": "absence_30min", "preterm": "preterm_bipolar_11min"}
ON_INFANT, ON_CHILD, SIMULATED = (1, 2, 7, 9), (101, 103), (1, 2, 5)
RATES_HZ = (100, 128, 200, 250, 256, 500, 512)
LEAST, SHOWN = 0.02, 0.5


@dataclass
class Tally:
    """How readings of one way differ from the readings of the whole."""

    n_told: int = 0
    n_alone: int = 0
    scores: list[float] = field(default_factory=list)
    onsets_s: list[float] = field(default_factory=list)

    def add(self, whole: Reading, other: Reading, within: Span | None = None, shift_s: float = 0.0) -> None:
        found = compare(whole, other, within, shift_s)
        self.n_told += found.n_told
        self.n_alone += len(found.verdicts)
        self.scores += np.abs(found.score).tolist()
        self.onsets_s += np.abs(found.onset_s).tolist()

    @property
    def cells(self) -> str:
        score, onset_s = max(self.scores, default=0.0), max(self.onsets_s, default=0.0)
        usual = float(np.median(self.scores)) if self.scores else 0.0
        return f"{self.n_told} | {self.n_alone} | {usual:.3f} / {score:.3f} | {onset_s:.2f} s"


def read(source: MemorySource, span: Span | None = None, length_s: float = 0.0) -> Reading:
    return read_by("spasms", source, span, length_s, minimum_score=LEAST)


def other_ways(is_bipolar: bool) -> dict[str, Callable[[MemorySource], MemorySource]]:
    """Return the ways to record the same otherwise, by what they are called."""
    ways: dict[str, Callable[[MemorySource], MemorySource]] = {
        f"{rate_hz} Hz": lambda source, rate_hz=rate_hz: resampled(source, rate_hz) for rate_hz in RATES_HZ
    }
    ways["gain × ½"] = lambda source: gained(source, 0.5)
    ways["gain × 2"] = lambda source: gained(source, 2.0)
    ways["50 Hz mains, 6–20 µV"] = lambda source: with_mains(source, 50)
    ways["60 Hz mains, 6–20 µV"] = lambda source: with_mains(source, 60)
    if not is_bipolar:
        ways["nine electrodes"] = nine_electrodes
    return ways


# ---- real recordings without spasms


def real_table(real: dict[str, MemorySource]) -> list[str]:
    """Return the table of what is told where there is nothing to tell."""
    rows = [
        "| real recordings, no spasms | read as | hours | told at 0.5 | false per hour | highest score |",
        "|---|---|---|---|---|---|",
    ]
    for name, source in real.items():
        duration_s = source.recording.duration_s
        parts = {"whole": source}
        parts |= {f"first {share:.0%}": prefix(source, share * duration_s) for share in (0.25, 0.5, 0.75)}
        halves = [piece(source, Span(0.0, duration_s // 2)), piece(source, Span(duration_s // 2, duration_s))]
        parts["second half, then first"] = joined(halves[::-1])
        parts["second half, pause of a minute, then first"] = joined(halves[::-1], 60.0)
        for what, part in parts.items():
            rows.append(_real_row(name, what, [(part, None)]))
        rows.append(_real_row(name, "from the first quarter on", [(source, Span(duration_s / 4, duration_s))]))
        rows.append(
            _real_row(name, "in pieces of 17, 37, 113 and 600 s", [(source, None)] * 4, (17.0, 37.0, 113.0, 600.0))
        )
        ways = other_ways(is_bipolar=name == "preterm")
        rates = [(ways.pop(f"{rate_hz} Hz")(source), None) for rate_hz in RATES_HZ]
        rows.append(_real_row(name, f"at {', '.join(map(str, RATES_HZ))} Hz", rates))
        rows += [_real_row(name, what, [(way(source), None)]) for what, way in ways.items()]
    infant, child = real["infant"], real["child"]
    for gap_s, pause in ((0.0, ""), (60.0, ", pause of a minute")):
        rows.append(_real_row("infant, child", f"joined{pause}", [(joined([infant, child], gap_s), None)]))
        rows.append(_real_row("child, infant", f"joined{pause}", [(joined([child, infant], gap_s), None)]))
    return rows


def _real_row(name: str, what: str, parts, lengths_s=(0.0,)) -> str:
    lengths_s = lengths_s if len(lengths_s) == len(parts) else (0.0,) * len(parts)
    readings = [read(part, span, length_s) for (part, span), length_s in zip(parts, lengths_s, strict=True)]
    seconds = sum(
        segment.duration_s if span is None else (segment.intersection(span) or Span(0, 0)).duration_s
        for part, span in parts
        for segment in part.recording.segments
    )
    scores = [one.score for reading in readings for one in reading.told]
    n_told, hours = sum(score >= SHOWN for score in scores), seconds / 3600
    interval = poisson_rate_interval(n_told, hours)
    rate = f"{n_told / hours:.1f} ({interval[0]:.1f}–{interval[1]:.1f})" if interval else "–"
    print_line(f"{name}, {what}: {n_told}, highest {max(scores, default=0.0):.2f}")
    highest = f"{max(scores):.2f}" if scores else f"under {LEAST}"
    return f"| {name} | {what} | {hours:.2f} | {n_told} | {rate} | {highest} |"


# ---- recordings with spasms


def with_spasms(real: dict[str, MemorySource], folder: Path) -> dict[str, list[MemorySource]]:
    """Return recordings with spasms by group: made-up ones on real EEG, simulated ones with limb EMG and without."""
    groups: dict[str, list[MemorySource]] = {
        "made-up on real EEG, no limb EMG": [
            *(_made_up(real["infant"], seed) for seed in ON_INFANT),
            *(_made_up(real["child"], seed) for seed in ON_CHILD),
        ]
    }
    simulated = [_simulated(folder, seed) for seed in SIMULATED]
    groups["simulated, limb EMG"] = simulated
    groups["simulated, its EMG taken away"] = [
        of_channels(source, lambda channel: channel.kind is not ChannelKind.EMG) for source in simulated
    ]
    return groups


def _made_up(source: MemorySource, seed: int) -> MemorySource:
    chosen = [c.index for c in source.recording.channels if c.name in ELECTRODES and c.kind is ChannelKind.EEG]
    channels = [source.recording.channels[number] for number in chosen]
    base = ArrayRecording(
        [channel.name for channel in channels],
        np.stack([source.data[number][0] for number in chosen]),
        channels[0].rate_hz,
    )
    made, _onsets_s = add_spasms(base, seed)
    drawn = dict(zip(chosen, made.data, strict=True))
    data = [[drawn[number]] if number in drawn else parts for number, parts in enumerate(source.data)]
    return MemorySource(source.recording, data)


def _simulated(folder: Path, seed: int) -> MemorySource:
    path = folder / f"{seed}.{SIMULATOR_VERSION}.edf"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        write_edf(path, make_simulation(plan_study(0.6, seed)))
    return held_source(path)


def spasm_table(groups: dict[str, list[MemorySource]]) -> list[str]:
    """Return the table of how what is told differs from what is told of the whole."""
    rows = [
        "| with spasms | read as | told in either | in one only | score differs, median / most | onset, most |",
        "|---|---|---|---|---|---|",
    ]
    rng = np.random.default_rng(15)
    for group, sources in groups.items():
        wholes = [read(source) for source in sources]
        tallies: dict[str, Tally] = {}
        for source, whole in zip(sources, wholes, strict=True):
            duration_s = source.recording.duration_s
            for stop_s in rng.uniform(0.15, 1.0, 8) * duration_s:
                settled = Span(0.0, max(stop_s - SETTLED_S, 0.0))
                part = read(prefix(source, stop_s))
                tallies.setdefault(f"prefixes, up to {SETTLED_S:g} s before their end", Tally()).add(
                    whole, part, settled
                )
                last = Span(settled.stop_s, stop_s)
                tallies.setdefault(f"prefixes, their last {SETTLED_S:g} s (“not final”)", Tally()).add(
                    whole, part, last
                )
            for start_s in rng.uniform(0.05, 0.6, 4) * duration_s:
                span = Span(start_s, duration_s)
                later = Span(start_s + 3.0, duration_s)
                tallies.setdefault("searched from later on (`--from`)", Tally()).add(whole, read(source, span), later)
                alone = read(piece(source, span))
                tallies.setdefault("recorded from later on", Tally()).add(whole, alone, later, -start_s)
            for length_s in (17.0, 113.0):
                tallies.setdefault("in pieces of 17 and 113 s", Tally()).add(whole, read(source, None, length_s))
            for what, way in other_ways(is_bipolar=False).items():
                tallies.setdefault(what, Tally()).add(whole, read(way(source)))
        for what, tally in tallies.items():
            print_line(f"{group}, {what}: {tally.cells}")
            rows.append(f"| {group} ({len(sources)}) | {what} | {tally.cells} |")
    return rows


def print_line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def block(real_rows: list[str], spasm_rows: list[str]) -> str:
    seeds, infants, children = (", ".join(map(str, numbers)) for numbers in (SIMULATED, ON_INFANT, ON_CHILD))
    return "\n".join(
        [
            BEGIN,
            "",
            "All of it is development data, looked at many times; nothing was fitted for these tables. Made by",
            f"`tests/evidence/more_read.py` (simulator {SIMULATOR_VERSION}, seeds {seeds}, 36 min; made-up infants",
            f"{infants} on the infant's EEG, {children} on the child's).",
            "",
            *real_rows,
            "",
            "Where there are spasms, each reading is compared with that of the whole: suggestions of 0.5 or more in",
            "either, paired within a second. “In one only”: told at 0.5 by one reading and not by the other.",
            "",
            *spasm_rows,
            "",
            END,
        ]
    )


def write_page(text: str) -> None:
    """Put the block into the page, in place of the one before or as a section before the limits."""
    page = PAGE.read_text(encoding="utf-8")
    if BEGIN in page:
        before, _, rest = page.partition(BEGIN)
        page = before + text + rest.partition(END)[2]
    else:
        page = page.replace("\n## Limits", f"\n{HEADING}\n\n{text}\n\n## Limits", 1)
    PAGE.write_text(page, encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Measure the spasm detector on the same recordings, more of them read."
    )
    parser.add_argument(
        "--folder", type=Path, default=Path("/tmp/eegview-more-read"), help="where simulated studies are kept"
    )
    parser.add_argument("--no-page", action="store_true", help="print only")
    chosen = parser.parse_args()
    real = {name: held_source(DATA / "eeg" / f"{file}.edf") for name, file in REAL.items()}
    text = block(real_table(real), spasm_table(with_spasms(real, chosen.folder)))
    if chosen.no_page:
        print_line(text)
    else:
        write_page(text)


if __name__ == "__main__":
    main()
