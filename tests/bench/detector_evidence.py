"""Measure the artifact, electrodecrement, spike and look-alike detectors, and write the tables of their pages.

    PYTHONPATH=.:tests/helpers .venv/bin/python tests/bench/detector_evidence.py \\
        [--studies DIR] [--recordings DIR] [--seeds FIRST LAST] [--only NAME …]

Simulated infants of seeds 3201-3210, one hour each (points were set on 2101-2110), made anew unless they are in DIR;
real recordings as they are; for look-alikes also made-up infants' spasms on real EEG, seeds 500-519. Between the
marks of each page's Evidence section everything is written anew. With other seeds the tables are only printed.
"""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from array_source import source_of
from detectors.plugin_runs import KeptReport, detector_function, seen_by
from semi_real import add_spasms, held
from spike_truth import true_spikes
from spikes_on_real_eeg import real_spike_table

from eegview.app.montage.store import montage_by_id
from eegview.app.suggestions.find_similar import FIRST_THRESHOLD
from eegview.clinical.intervals import bootstrap_interval, poisson_rate_interval
from eegview.detect.input_plan import plan_input
from eegview.detect.manifest import InputNeeds
from eegview.detect.manifest_file import read_manifest
from eegview.detect.plugin_recording import PluginRecording
from eegview.detect.shipped import shipped_folder
from eegview.readers.opening import open_recording
from eegview.simulate.head import ELECTRODES
from eegview.simulate.plan import SIMULATOR_VERSION
from eegview.simulate.signals import make_simulation
from eegview.simulate.study import plan_study
from eegview.simulate.truth import truth_rows
from eegview.simulate.writer_edf import write_edf

SEEDS = range(3201, 3211)  # looked at once, after everything was set
HOURS = 1.0
BEGIN, END = "<!-- measured by tests/bench/detector_evidence.py -->", "<!-- end -->"
REAL = {
    "infant_background_18min.edf": "infant of 5 months, nursing and asleep, 18 min",
    "absence_30min.edf": "child of 10 years, absences, 30 min",
    "preterm_bipolar_11min.edf": "preterm infant, 8 bipolar channels, 11 min",
}
ARTIFACTS = {  # what the detector calls it -> what the simulator does
    "clipping": ("clipping",),
    "electrode pop": ("electrode_pop",),
    "mains": ("mains",),
    "chewing or sucking": ("chewing", "sucking"),
    "rocking or patting": ("rocking", "patting"),
    "flat": (),
}
SLACK_S = 0.2
MADE_UP = {  # seeds of made-up infants whose spasms are added onto real EEG
    "infant_background_18min.edf": (range(500, 514), "of 18 min (infant, awake and asleep)"),
    "absence_30min.edf": (range(514, 520), "of 30 min (child)"),
}
MARKED_WITHIN_S = 0.1  # standard deviation of the onsets of examples, as nobody marks to the millisecond
SIMILAR_EVIDENCE: list[tuple[str, str]] = []  # (data, result) of the last measurement


def main() -> None:
    """Measure all four and write their pages."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--studies", type=Path, help="Where studies are kept; default: made and deleted.")
    asked.add_argument("--recordings", type=Path, default=Path(__file__).parents[3] / "shared" / "data" / "eeg")
    asked.add_argument("--only", nargs="*", default=["artifact", "electrodecrement", "spikes", "similar"])
    asked.add_argument("--made-up", type=int, nargs=2, metavar=("FIRST", "LAST"), help="As --seeds, on real EEG.")
    asked.add_argument("--seeds", type=int, nargs=2, metavar=("FIRST", "LAST"), help="Other infants; printed only.")
    given = asked.parse_args()
    seeds = range(given.seeds[0], given.seeds[1] + 1) if given.seeds else SEEDS
    if given.made_up:
        MADE_UP.update(
            {"infant_background_18min.edf": (range(given.made_up[0], given.made_up[1] + 1), "of 18 min (infant)")}
        )
        MADE_UP.pop("absence_30min.edf")
    measures = {
        "artifact": artifact_tables,
        "electrodecrement": decrement_tables,
        "spikes": spike_tables,
        "similar": similar_tables,
    }
    with tempfile.TemporaryDirectory() as folder:
        studies = {seed: study_of(seed, given.studies or Path(folder)) for seed in seeds}
        for name in given.only:
            text = measures[name](studies, given.recordings).replace("10 infants", f"{len(studies)} infants")
            if not (given.seeds or given.made_up):
                write_into(shipped_folder() / name / "page.md", text)
                if name == "similar":
                    write_evidence(shipped_folder() / name / "plugin.toml", SIMILAR_EVIDENCE)
            sys.stdout.write(f"{name}\n{text}\n")


def study_of(seed: int, folder: Path) -> Path:
    """Return the simulated study of this seed, made where it is not there yet."""
    path = folder / f"{seed}_simulator_{SIMULATOR_VERSION}" / "demo.edf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_edf(path, make_simulation(plan_study(HOURS, seed)))
    return path


def run(name: str, path: Path, **parameters) -> tuple[KeptReport, float]:
    """Return what a detector says of a recording, and how many times real time it was (processor time, reading too)."""
    manifest = read_manifest(shipped_folder() / name)
    report, source = KeptReport(), open_recording(path)
    begun = time.process_time()
    detector_function(manifest)(seen_by(manifest, source), manifest.defaults() | parameters, report)
    return report, source.recording.duration_s / (time.process_time() - begun)


def share_text(counts: Sequence[tuple[int, int]]) -> str:
    """Return found of true, pooled, with the interval from drawing infants anew."""
    found, total = (sum(one[k] for one in counts) for k in (0, 1))
    if not total:
        return "none there"

    def pooled(chosen):
        n = sum(one[1] for one in chosen)
        return sum(one[0] for one in chosen) / n if n else None

    interval = bootstrap_interval(counts, pooled)
    between = f" ({interval[0]:.2f}–{interval[1]:.2f})" if interval else ""
    return f"{found / total:.2f}{between}, {found} of {total}"


def rate_text(per_infant: Sequence[int]) -> str:
    """Return events per hour over infants of one hour each, with the interval from drawing infants anew."""
    interval = bootstrap_interval(per_infant, lambda chosen: sum(chosen) / (len(chosen) * HOURS))
    between = f" ({interval[0]:.1f}–{interval[1]:.1f})" if interval else ""
    return f"{sum(per_infant) / (len(per_infant) * HOURS):.1f}{between}"


def real_table(name: str, folder: Path, kinds: Sequence[str] = (), **parameters) -> str:
    """Return how much is proposed in the real recordings, per hour with exact Poisson intervals."""
    lines = ["| real recording | proposed | per hour |", "|---|---|---|"]
    for file, what in REAL.items():
        if not (folder / file).exists():
            continue
        report, _speed = run(name, folder / file, **parameters)
        hours = open_recording(folder / file).recording.duration_s / 3600
        for kind in kinds or ("",):
            n = sum(event[5][0][0].startswith(kind) for event in report.events)
            low, high = poisson_rate_interval(n, hours) or (0.0, 0.0)
            lines.append(f"| {what}{': ' + kind if kind else ''} | {n} | {n / hours:.0f} ({low:.0f}–{high:.0f}) |")
    return "\n".join(lines)


def meets(event, start_s: float, stop_s: float) -> bool:
    return event[0] < stop_s + SLACK_S and start_s - SLACK_S < event[0] + event[1]


def rows_of(seed: int, *types: str) -> list[dict[str, str]]:
    return [row for row in truth_rows(plan_study(HOURS, seed)) if row["trial_type"] in types]


def span_of(row: dict[str, str]) -> tuple[float, float]:
    return float(row["onset"]), float(row["onset"]) + float(row["duration"])


def artifact_tables(studies: dict[int, Path], real: Path) -> str:
    found, false, speeds = defaultdict(list), defaultdict(list), []
    for seed, path in studies.items():
        report, speed = run("artifact", path)
        speeds.append(speed)
        rows = rows_of(seed, "artifact", "mimic")
        for said, kinds in ARTIFACTS.items():
            own = [event for event in report.events if event[5][0][0].startswith(said + ":")]
            for kind in kinds:
                true = [span_of(row) for row in rows if row["kind"] == kind]
                found[kind].append((sum(any(meets(e, *span) for e in own) for span in true), len(true)))
            true = [span_of(row) for row in rows if row["kind"] in kinds]
            false[said].append(sum(not any(meets(event, *span) for span in true) for event in own))
    lines = ["| simulated, 10 infants of 1 h | found | false per hour |", "|---|---|---|"]
    for said, kinds in ARTIFACTS.items():
        for number, kind in enumerate(kinds or ("flat",)):
            share = share_text(found[kind]) if kinds else "none there"
            lines.append(f"| {kind.replace('_', ' ')} | {share} | {'' if number else rate_text(false[said])} |")
    return "\n".join([*lines, "", real_table("artifact", real, tuple(ARTIFACTS)), "", speed_text(speeds)])


def decrement_tables(studies: dict[int, Path], real: Path) -> str:
    found, false, errors_s, speeds = defaultdict(list), defaultdict(list), [], []
    for seed, path in studies.items():
        report, speed = run("electrodecrement", path, minimum_score=0.02)
        speeds.append(speed)
        rows = rows_of(seed, "electrodecrement")
        for least in (0.3, 0.5, 0.8):
            events = [event for event in report.events if event[3] >= least]
            for kind in ("alone", "after_spasm"):
                true = [span_of(row) for row in rows if row["kind"] == kind]
                hit = [
                    min((e for e in events if meets(e, *s)), key=lambda e: abs(e[0] - s[0]), default=None) for s in true
                ]
                found[kind, least].append((sum(one is not None for one in hit), len(true)))
                if least == 0.5 and kind == "alone":
                    errors_s += [one[0] - s[0] for one, s in zip(hit, true, strict=True) if one is not None]
            false[least].append(sum(not any(meets(event, *span_of(row)) for row in rows) for event in events))
    lines = [
        "| simulated, 10 infants of 1 h | without a spasm: found | after a spasm: found | false per hour |",
        "|---|---|---|---|",
    ]
    for least in (0.3, 0.5, 0.8):
        cells = (share_text(found["alone", least]), share_text(found["after_spasm", least]), rate_text(false[least]))
        lines.append(f"| score from {least} | {' | '.join(cells)} |")
    quartiles = np.percentile(errors_s, [25, 50, 75])
    lines += ["", f"Onset of those without a spasm: median {quartiles[1]:+.2f} s from the true one, "
              f"half between {quartiles[0]:+.2f} and {quartiles[2]:+.2f} s."]  # fmt: skip
    return "\n".join([*lines, "", real_table("electrodecrement", real), "", speed_text(speeds)])


def spike_tables(studies: dict[int, Path], real: Path) -> str:
    found, right, focus, courses, speeds = defaultdict(list), defaultdict(list), [], [], []
    clear, clear_foci, n_clear = [], [], []
    for seed, path in studies.items():
        report, speed = run("spikes", path, minimum_score=0.3, every_minutes=0.0)
        speeds.append(speed)
        times_s, fields = true_spikes(plan_study(HOURS, seed))
        shown, _speed = run("spikes", path)
        n_clear.append(len(shown.events))
        right_one, foci = clearest_of(shown, times_s, fields)
        clear.append(right_one)
        clear_foci.append(foci)
        for least in (0.3, 0.5, 0.8):
            events = [event for event in report.events if event[3] >= least]
            onsets_s = np.array([event[0] for event in events])
            near = np.asarray(
                np.abs(onsets_s[:, None] - times_s[None]) <= 0.03 if len(events) else np.zeros((0, len(times_s)), bool)
            )
            right[least].append((int(near.any(axis=1).sum()), len(events)))
            for from_uv in (0, 150):
                large = np.abs(fields).max(axis=1) >= from_uv
                found[least, from_uv].append((int(np.atleast_1d(near.any(axis=0))[large].sum()), int(large.sum())))
            if least == 0.5:
                pairs = [(k, int(np.argmax(row))) for k, row in enumerate(near) if row.any()]
                names = [ELECTRODES[int(np.abs(fields[true][:19]).argmax())] for _k, true in pairs]
                focus.append(
                    (sum(events[k][4] == (name,) for (k, _t), name in zip(pairs, names, strict=True)), len(pairs))
                )
        pages = report.values("1-s bins with a spike")
        true_pages = [
            len(set(times_s[(times_s >= 15 * k) & (times_s < 15 * k + 15)].astype(int))) for k in range(len(pages))
        ]
        courses.append(float(np.corrcoef(pages, true_pages)[0, 1]))
    lines = [
        "Default setting, the clearest of each electrode in every 10 minutes:",
        "",
        "| simulated, 10 infants of 1 h | |",
        "|---|---|",
        f"| proposed per hour | {rate_text(n_clear)} |",
        f"| share of proposals that are a spike | {share_text(clear)} |",
        f"| electrodes where spikes of 150 µV and more are largest, in 10 minutes: found | {share_text(clear_foci)} |",
        "",
        real_table("spikes", real),
        "",
        "Every one, as with 0 minutes:",
        "",
    ]
    columns = "all spikes: found | 150 µV and more: found | share of proposals that are one"
    lines += [f"| simulated, 10 infants of 1 h | {columns} |", "|---|---|---|---|"]
    for least in (0.3, 0.5, 0.8):
        cells = (share_text(found[least, 0]), share_text(found[least, 150]), share_text(right[least]))
        lines.append(f"| score from {least} | {' | '.join(cells)} |")
    lines += [
        "",
        f"The focus is the electrode of the true maximum in {share_text(focus)}. Over 15-s pages the number of seconds "
        f"with a spike goes with the true one: correlation {np.median(courses):.2f} ({min(courses):.2f} to "
        f"{max(courses):.2f}) in one infant; it is lower throughout, as many are missed.",
    ]
    every = real_table("spikes", real, every_minutes=0.0)
    return "\n".join([*lines, "", every, "", real_spike_table(real), "", speed_text(speeds)])


def clearest_of(shown: KeptReport, times_s: np.ndarray, fields: np.ndarray) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return how many of the proposals are spikes, of all; and how many foci of large spikes in 10 min are found."""
    onsets_s = np.array([event[0] for event in shown.events])
    near = np.asarray(np.abs(onsets_s[:, None] - times_s[None]) <= 0.03)
    largest = np.abs(fields[:, :19])
    foci = {
        (ELECTRODES[int(field.argmax())], int(time_s // 600))
        for field, time_s in zip(largest, times_s, strict=True)
        if field.max() >= 150
    }
    told = {
        (event[4][0], int(event[0] // 600))
        for event, is_one in zip(shown.events, np.atleast_1d(near.any(1)), strict=True)
        if is_one
    }
    return (int(near.any(axis=1).sum()), len(onsets_s)), (len(foci & told), len(foci))


def similar_tables(studies: dict[int, Path], real: Path) -> str:
    """Return what is found of an infant's other spasms with so many as examples; kept for the manifest as well."""
    head = "other spasms found | false per hour | share of suggestions that are spasms"
    simulated, speeds = similar_rows(
        {
            str(seed): (lambda path=path: open_recording(path), [float(row["onset"]) for row in rows_of(seed, "spasm")])
            for seed, path in studies.items()
        }
    )
    lines = [f"| simulated, 10 infants of 1 h | {head} |", "|---|---|---|---|"]
    lines += [f"| {what} | {' | '.join(cells)} |" for what, cells in simulated.items()]
    SIMILAR_EVIDENCE[:] = [
        (f"{what}; {len(studies)} simulated infants of 1 h", similar_result(cells)) for what, cells in simulated.items()
    ]
    added = {}
    for file, (seeds, _what) in MADE_UP.items():
        base = held(as_it_is(real / file))
        for seed in seeds:
            made, onsets_s = add_spasms(base, seed)
            added[f"made up {seed}"] = (lambda made=made: source_of(made), onsets_s.tolist())
    onto, _speeds = similar_rows(added)
    what_real = ", ".join(f"{len(seeds)} {what}" for seeds, what in MADE_UP.values())
    lines += ["", f"| made-up spasms on real EEG: {what_real} | {head} |", "|---|---|---|---|"]
    lines += [f"| {what} | {' | '.join(cells)} |" for what, cells in onto.items()]
    return "\n".join([*lines, "", speed_text(speeds)])


def similar_rows(recordings: dict) -> tuple[dict[str, tuple[str, str, str]], list[float]]:
    """Return the cells of each number of examples, and how many times real time each search was.

    recordings : name -> (what opens it, its true onsets)
    """
    rows, speeds = {}, []
    manifest = read_manifest(shipped_folder() / "similar")
    for count in (1, 3, 5, 10, "half"):
        found, right, false, hours = [], [], [], []
        for name, (opened, true_s) in recordings.items():
            onsets_s = np.array(true_s)
            n = len(onsets_s) // 2 if count == "half" else int(count)
            if n < 1 or len(onsets_s) <= n:
                continue
            rng = np.random.default_rng(sum(map(ord, f"{name} {count}")))
            chosen = np.arange(n) if count == "half" else np.sort(rng.permutation(len(onsets_s))[:n])
            marked_s = onsets_s[chosen] + rng.normal(0, MARKED_WITHIN_S, n)
            report, source = KeptReport(), opened()
            text = ", ".join(f"{max(onset_s, 0.0):.3f}" for onset_s in marked_s)
            begun = time.process_time()
            detector_function(manifest)(seen_by(manifest, source), manifest.defaults() | {"examples": text}, report)
            duration_s = source.recording.duration_s
            speeds.append(duration_s / (time.process_time() - begun))
            others_s = np.delete(onsets_s, chosen)
            told_s = np.array([event[0] for event in report.events if event[3] >= FIRST_THRESHOLD])
            near = (
                np.abs(told_s[:, None] - others_s[None]) <= 1.0 if len(told_s) else np.zeros((0, len(others_s)), bool)
            )
            found.append((int(near.any(axis=0).sum()), len(others_s)))
            right.append((int(near.any(axis=1).sum()), len(told_s)))
            false.append(int((~near.any(axis=1)).sum()))
            hours.append(duration_s / 3600)
        what = {1: "1 example", "half": "all of the first half"}.get(count, f"{count} examples")
        per_hour = rates_text(false, hours)
        rows[f"{what} ({len(found)} infants)"] = (share_text(found), per_hour, share_text(right))
    return rows, speeds


def similar_result(cells: tuple[str, str, str]) -> str:
    """Return the cells of a row as a sentence."""
    found, false, right = cells
    return f"found of the others: {found}; false per hour: {false}; share of suggestions that are right: {right}."


def rates_text(counts: Sequence[int], hours: Sequence[float]) -> str:
    """Return events per hour over infants of different length, with the interval from drawing infants anew."""
    pairs = list(zip(counts, hours, strict=True))
    interval = bootstrap_interval(pairs, lambda some: sum(n for n, _h in some) / sum(h for _n, h in some))
    between = f" ({interval[0]:.1f}–{interval[1]:.1f})" if interval else ""
    return f"{sum(counts) / sum(hours):.1f}{between}"


def as_it_is(path: Path):
    """Return a recording's electrodes as a detector sees them without montage or filter."""
    source = open_recording(path)
    plan = plan_input(source.recording, montage_by_id("none"), InputNeeds(montage="none"))
    return PluginRecording(source, plan, source.recording.span)


def write_evidence(manifest: Path, rows: Sequence[tuple[str, str]]) -> None:
    """Put the same figures of seeds looked at once between the marks in a manifest, which the window shows."""
    whole = manifest.read_text(encoding="utf-8")
    begin, end = (f"# {mark.removeprefix('<!-- ').removesuffix(' -->')}\n" for mark in (BEGIN, END))
    before, rest = whole.split(begin, 1)
    _old, after = rest.split(end, 1)
    said = f'read_h = {float(len(SEEDS))}\nlooks = 1\nfitted = ""\n'
    text = "\n".join(f'[[evidence]]\ndata = "{data}"\nresult = "{result}"\n{said}' for data, result in rows)
    manifest.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def speed_text(speeds: Sequence[float]) -> str:
    return f"Speed: {np.median(speeds[1:]):.0f} times real time on one core, 30 channels at 256 Hz, reading included."


def write_into(page: Path, text: str) -> None:
    """Put the tables between the marks of a page."""
    whole = page.read_text(encoding="utf-8")
    before, rest = whole.split(BEGIN, 1)
    _old, after = rest.split(END, 1)
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
