# ruff: noqa: T201  it prints its tables
"""Measure the detector of brief movements in series on home clips of simulated infants, by how they are filmed.

    .venv/bin/python tests/evidence/home_clips.py [--folder DIR] [--first SEED] [--infants N] [--encoded]

Of each infant 45 s of a cluster of spasms in every condition; held in a hand also 90 s awake without one, and 30 s of
each of four mimics. The pictures are drawn at 160 columns, as the program reduces any film, 10 a second, without a
codec; movement is measured from them as `app.video.movement` does (about 40 s of processor an infant). Traces are kept
in the folder, so that a run that was stopped goes on. With the usual infants, what was proposed is written to
`home_clips.json`, and from that the tables of the detector's page and the evidence of its manifest, which the window
shows. With `--page` only the latter.

With `--encoded` clips are video files as a phone writes them: 480 × 360, H.264, 30 pictures a second at uneven times,
some left out; they are opened, decoded and measured by `app.video.movement` itself, which is what users run. That takes
some minutes a condition, so the page holds `HAND` only, of three infants.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "helpers"), str(HERE.parents[1])]

from home_film.figures import FILE, rate_text, read_judged, share_text, tables  # noqa: E402
from home_film.infants import clips_of, infants  # noqa: E402
from home_film.judging import FIRST_SEED, N_INFANTS, all_clips, all_judged, evidence_text, in_json, judged  # noqa: E402
from home_film.traces import PHONE_HZ, encoded_trace, kept_trace, trace_file  # noqa: E402

from eegview.detect.manifest_file import read_manifest  # noqa: E402
from eegview.detect.shipped import shipped_folder  # noqa: E402
from eegview.simulate.filming.home.conditions import HAND  # noqa: E402
from eegview.simulate.plan import SIMULATOR_VERSION  # noqa: E402

MEASURED_ENCODED = range(4011, 4014)
PLUGIN = shipped_folder() / "movement_series"
BEGIN, END = "<!-- measured by tests/evidence/home_clips.py -->", "<!-- end -->"
BEGIN_ENCODED = "<!-- measured by tests/evidence/home_clips.py --encoded -->"
TOML_BEGIN, TOML_END = "# measured by tests/evidence/home_clips.py\n", "# end\n"


def write_between(file: Path, begin: str, end: str, text: str) -> None:
    """Put a text between the marks of a file."""
    before, rest = file.read_text(encoding="utf-8").split(begin, 1)
    file.write_text(f"{before}{begin}{text}{end}{rest.split(end, 1)[1]}", encoding="utf-8", newline="\n")


def write_page() -> None:
    """Write page and manifest from the file."""
    held, clips = read_judged()
    write_between(PLUGIN / "page.md", BEGIN, END, f"\n\n{tables(held, clips)}\n\n")
    write_between(PLUGIN / "plugin.toml", TOML_BEGIN, TOML_END, f"\n{evidence_text(held, clips)}\n")


def encoded_table(folder: Path, seeds: range) -> str:
    """Return the table of encoded clips, of a minute of a cluster and 40 s awake each."""
    clips = [
        judged(clip, HAND.name, *encoded_trace(folder, clip, HAND))
        for seed in seeds
        for clip in clips_of(seed, 60.0, 40.0, ahead_s=10.0)
    ]
    series = [one for one in clips if one.kind == "series"]
    quiet = [one for one in clips if one.kind == "quiet"]
    lost = np.mean([one.lost[0] / one.lost[1] for one in clips])
    cells = (
        f"{share_text(sum(one.found(one.series) for one in series), len(series))}, "
        f"{sum(one.found(one.shown) for one in series)} with a score of 0.5",
        share_text(*map(sum, zip(*(one.spasms_proposed for one in series), strict=True))),
        share_text(*map(sum, zip(*(one.members_right for one in series), strict=True))),
        rate_text([len(one.series) for one in quiet], sum(one.length_s for one in quiet) / 3600),
        f"{100 * lost:.1f} %",
    )
    head = "| filmed | clusters found | spasms that move, proposed | members that are spasms | false series an hour awake | pictures lost |"  # fmt: skip  # noqa: E501
    return "\n".join(
        (
            f"Simulator {SIMULATOR_VERSION}, {len(seeds)} infants, seeds {seeds.start}–{seeds.stop - 1}, "
            f"{len(clips)} clips.\n\n{head}\n|---|---|---|---|---|---|",
            f"| hand, encoded, {PHONE_HZ} a second | {' | '.join(cells)} |",
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("evidence-studies") / "home", help="where traces are kept")
    parser.add_argument("--first", type=int, default=FIRST_SEED, help="another first seed; printed only")
    parser.add_argument("--infants", type=int, default=N_INFANTS, help="another number of infants; printed only")
    parser.add_argument("--kept", action="store_true", help="only clips whose trace is in the folder; nothing is drawn")
    parser.add_argument("--encoded", action="store_true", help="video files, as a phone writes them")
    parser.add_argument("--page", action="store_true", help="write page and manifest from what was measured before")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.page:
        write_page()
    elif given.encoded:
        table = encoded_table(given.folder, MEASURED_ENCODED)
        print(table)
        write_between(PLUGIN / "page.md", BEGIN_ENCODED, END, f"\n\n{table}\n\n")
    else:
        version = read_manifest(PLUGIN).version
        clips = [
            one
            for place, seed in enumerate(infants(given.first, given.infants))
            for clip, filming in all_clips(seed, place)
            if not given.kept or trace_file(given.folder, clip, filming).is_file()
            for one in all_judged(clip, filming, *kept_trace(given.folder, clip, filming))
        ]
        print(tables({"version": version, "simulator": SIMULATOR_VERSION}, clips))
        if (given.first, given.infants) == (FIRST_SEED, N_INFANTS):
            FILE.write_text(in_json(version, clips), encoding="utf-8", newline="\n")
            write_page()


if __name__ == "__main__":
    main()
