"""Write the true events of a simulated study as rows of truth.tsv, with a text that explains them."""

from collections.abc import Iterator
from pathlib import Path

from eegview.simulate.plan import SIMULATOR_VERSION, Spasm, StudyPlan

COLUMNS = (
    *("onset", "duration", "trial_type", "cluster", "stage", "state", "minutes_awake", "movement", "side", "symmetry"),
    *("intensity", "subtle", "kind", "channels", "emg_onset", "emg_duration"),
)
MISSING = "n/a"
# The kinds of rows that are terms of the vocabulary; others say what only the simulator knows.
TERMS = ("spasm", "electrodecrement", "hypsarrhythmia", "sleep_stage", "arousal", "artifact", "mimic")
RESIDUAL_LEVEL = 0.4  # hypsarrhythmia below it is what is left of it in REM sleep and during clusters


def truth_rows(plan: StudyPlan) -> list[dict[str, str]]:
    """Return one row per true event, in order of time; every value is text, absent columns are n/a."""
    rows = [*_state_rows(plan), *_spasm_rows(plan), *_sleep_event_rows(plan), *_disturbance_rows(plan)]
    rows += _scene_rows(plan)
    rows.sort(key=lambda row: (float(row["onset"]), row["trial_type"]))
    return [dict.fromkeys(COLUMNS, MISSING) | row for row in rows]


def write_truth(path: Path, plan: StudyPlan) -> None:
    """Write truth.tsv (tab-separated, UTF-8, seconds from recording start)."""
    lines = ["\t".join(COLUMNS)]
    lines += ["\t".join(row[column] for column in COLUMNS) for row in truth_rows(plan)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _row(start_s: float, duration_s: float, trial_type: str, **columns: str) -> dict[str, str]:
    return {"onset": f"{start_s:.3f}", "duration": f"{duration_s:.3f}", "trial_type": trial_type, **columns}


def _state_rows(plan: StudyPlan) -> Iterator[dict[str, str]]:
    for stage in plan.stages:
        yield _row(stage.span.start_s, stage.span.duration_s, "sleep_stage", stage=stage.name, state=stage.name)
    for period in plan.hypsarrhythmia:
        yield _row(
            period.span.start_s,
            period.span.duration_s,
            "hypsarrhythmia",
            kind=plan.patient.hypsarrhythmia_form,
            intensity=f"{period.level:.2f}",
        )


def _spasm_rows(plan: StudyPlan) -> Iterator[dict[str, str]]:
    for number, cluster in enumerate(plan.clusters, start=1):
        yield _row(cluster.start_s, cluster.duration_s, "cluster", cluster=str(number))
    for spasm in plan.spasms:
        yield _spasm_row(spasm)
        decrement = spasm.attenuation_span
        if decrement:
            yield _row(decrement.start_s, decrement.duration_s, "electrodecrement", kind="after_spasm", side=spasm.side)
    for decrement in plan.decrements:
        yield _row(decrement.span.start_s, decrement.span.duration_s, "electrodecrement", kind="alone", side="both")


def _spasm_row(spasm: Spasm) -> dict[str, str]:
    return _row(
        spasm.onset_s,
        spasm.span.duration_s,
        "spasm",
        cluster=str(spasm.cluster) if spasm.cluster else MISSING,
        state=spasm.state,
        minutes_awake=f"{spasm.minutes_awake:.1f}" if spasm.minutes_awake >= 0 else MISSING,
        movement=spasm.movement,
        side=spasm.side,
        symmetry="symmetric" if spasm.side == "both" else "asymmetric",
        intensity=f"{spasm.intensity:.2f}",
        subtle="yes" if spasm.is_subtle else "no",
        emg_onset=f"{spasm.emg_span.start_s:.3f}",
        emg_duration=f"{spasm.emg_s:.3f}",
    )


def _sleep_event_rows(plan: StudyPlan) -> Iterator[dict[str, str]]:
    """Yield a row for each event of sleep, and one for an attenuation deep and long enough to be marked as such."""
    for event in plan.sleep_events:
        strength = f"{event.strength:.2f}"
        yield _row(event.span.start_s, event.span.duration_s, event.kind, kind="sleep", intensity=strength)
        decrement = event.attenuation_span
        if decrement and event.attenuation_s >= 1.0 and event.attenuation_depth >= 0.5:
            yield _row(
                decrement.start_s, decrement.duration_s, "electrodecrement", kind="after_sleep_wave", side="both"
            )


def _disturbance_rows(plan: StudyPlan) -> Iterator[dict[str, str]]:
    for event in plan.disturbances:
        yield _row(
            event.span.start_s,
            event.span.duration_s,
            event.group,
            kind=event.kind,
            channels=",".join(event.electrodes) or MISSING,
            intensity=f"{event.strength:.2f}",
        )


def _scene_rows(plan: StudyPlan) -> Iterator[dict[str, str]]:
    for event in plan.scene:
        yield _row(
            event.span.start_s, event.span.duration_s, "scene", kind=event.kind, intensity=f"{event.strength:.2f}"
        )


def readme_text(plan: StudyPlan, with_video: bool) -> str:
    """Return README.txt: that nothing here is from a patient, and what the files hold."""
    patient = plan.patient
    n_alone = sum(spasm.cluster == 0 for spasm in plan.spasms)
    video = "demo.mp4    a drawn infant who moves at the true times; the EEG time is burned in\n" if with_video else ""
    return (
        "SIMULATED RECORDING – not a patient\n"
        "\n"
        "Everything in this folder was computed by eegview's simulator. No person was recorded.\n"
        "For tutorials, tests and measurements; not for clinical use.\n"
        "\n"
        f"seed {plan.seed}, {plan.duration_s / 3600:g} h, simulator version {SIMULATOR_VERSION}: "
        "the same three always give the same study.\n"
        f"Simulated infant: {patient.age_months:g} months, hypsarrhythmia {patient.hypsarrhythmia_form}, "
        f"{len(plan.spasms)} spasms: {len(plan.spasms) - n_alone} in {len(plan.clusters)} clusters, {n_alone} alone.\n"
        "\n"
        "demo.edf    EDF+C: 21 electrodes (monopolar), two eye electrodes, ECG1-ECG2, left deltoid EMG1-EMG2,\n"
        "            right deltoid EMG3-EMG4, breathing; notes as a technologist writes them,\n"
        "            some late, not every spasm\n"
        f"{video}"
        "truth.tsv   what really happens; onset and duration in seconds from recording start\n"
        "\n"
        "A spasm's onset is the first change of the EEG (fast activity), its end that of slow wave and muscle burst;\n"
        "emg_onset is when the deltoids start. The electrodecrement after it has a row of its own. `side` is the\n"
        "hemisphere where an asymmetric spasm is larger; the opposite arm moves more. `cluster` numbers the clusters\n"
        "that come on awakening. Hypsarrhythmia of intensity under 0.4 is what is left of it\n"
        "in REM sleep and during clusters. An arousal has muscle on the scalp; k_complex, vertex_run and\n"
        "slow_wave_attenuation have none, and the attenuation after them is no sign of a spasm.\n"
        "Rows named scene are what only the film shows: a caregiver, a blanket, changes of the light, an infant\n"
        "lifted out of the picture, a camera that was moved.\n"
    )
