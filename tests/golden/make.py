"""Make a golden study or its expected numbers; see README.md: what stands here is only ever added to.

python tests/golden/make.py bundle v2
python tests/golden/make.py expected v2
"""

import json
import os
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from scipy.signal import resample_poly

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent / "helpers"))
HOURS, SEED = 0.1, 34  # 360 s, two clusters
RATE_HZ, DIGIT_UV, LIMIT_DIGIT = 128, 0.5, 32767
LARGEST_BYTES = 1_500_000
CHANNELS = (
    *(
        f"EEG {name}-Ref"
        for name in [
            "Fp1",
            "Fp2",
            "F7",
            "F3",
            "Fz",
            "F4",
            "F8",
            "T7",
            "C3",
            "Cz",
            "C4",
            "T8",
            "P7",
            "P3",
            "Pz",
            "P4",
            "P8",
            "O1",
            "O2",
        ]
    ),
    "EMG1",
)
EPOCH_S = 30.0


@contextmanager
def own_home():
    """Have library, settings and caches in a new folder while the block runs."""
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "EEGVIEW_LIBRARY")
    before = {name: os.environ.get(name) for name in names}
    with tempfile.TemporaryDirectory() as made:
        os.environ.update({name: str(Path(made) / name.lower()) for name in names[:4]})
        os.environ["EEGVIEW_LIBRARY"] = str(Path(made) / "library.sqlite")
        try:
            yield Path(made)
        finally:
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


def write_recording(path: Path):
    """Write the simulated study at a lower rate and coarser digits than the simulator does; return its plan."""
    from eegview.model.span import Span
    from eegview.simulate.signals import CHANNELS as ALL
    from eegview.simulate.signals import make_simulation
    from eegview.simulate.study import plan_study
    from eegview.simulate.writer_edf import RECORDING_FIELD, STARTED_AT, patient_field

    plan = plan_study(HOURS, SEED)
    drawn = make_simulation(plan).stretch(Span(0.0, plan.duration_s))
    by_label = {channel.label: samples for channel, samples in zip(ALL, drawn, strict=True)}
    records = round(plan.duration_s)
    rows = [
        np.clip(np.round(resample_poly(by_label[label], 1, 2) / DIGIT_UV), -LIMIT_DIGIT, LIMIT_DIGIT).astype("<i2")
        for label in CHANNELS
    ]
    content = np.concatenate([row.reshape(records, RATE_HZ) for row in rows], axis=1)
    notes = np.zeros((records, 32), np.uint8)
    for record in range(records):
        onsets = f"+{record}\x14\x14\x00".encode()
        texts = b"".join(
            f"+{note.onset_s:g}\x14{note.text}\x14\x00".encode()
            for note in plan.notes
            if int(note.onset_s) == record and note.text.isascii()
        )
        held = (onsets + texts)[:32] if len(onsets + texts) <= 32 else onsets
        notes[record, : len(held)] = np.frombuffer(held, np.uint8)
    limit = LIMIT_DIGIT * DIGIT_UV
    n = len(CHANNELS)
    head = [
        ("0", 8), (patient_field(plan.patient), 80), (RECORDING_FIELD, 80), (STARTED_AT.strftime("%d.%m.%y"), 8),
        (STARTED_AT.strftime("%H.%M.%S"), 8), (str(256 * (n + 2)), 8), ("EDF+C", 44), (str(records), 8), ("1", 8),
        (str(n + 1), 4),
    ]  # fmt: skip
    columns: list[tuple[Sequence[str], int]] = [
        ([*CHANNELS, "EDF Annotations"], 16), ([""] * (n + 1), 80), ([*["uV"] * n, ""], 8),
        ([*[f"{-limit:g}"] * n, "-1"], 8), ([*[f"{limit:g}"] * n, "1"], 8), ([*[str(-LIMIT_DIGIT)] * n, "-32768"], 8),
        ([*[str(LIMIT_DIGIT)] * n, "32767"], 8), ([""] * (n + 1), 80), ([*[str(RATE_HZ)] * n, "16"], 8),
        ([""] * (n + 1), 32),
    ]  # fmt: skip
    text = "".join(value.ljust(width) for value, width in head)
    text += "".join(value.ljust(width) for values, width in columns for value in values)
    joined = np.concatenate([content.view(np.uint8).reshape(records, -1), notes], axis=1)
    path.write_bytes(text.encode("ascii") + joined.tobytes())
    return plan


def mark_study(recording: str, plan) -> None:
    """Enter what two readers mark, the final layer, stages, treatment, diary and entries of the report."""
    from eegview.app.library.editing import Editor, study_library
    from eegview.app.library.opening import open_source
    from eegview.app.report.entries import statement
    from eegview.model.annotation import Annotation, new_annotation_id
    from eegview.model.channel import ChannelKind
    from eegview.model.display.filters import DisplayFilters, FilterSpec
    from eegview.model.display.view import ViewState
    from eegview.model.edit import Change
    from eegview.model.report.document import State
    from eegview.model.study.display_state import PAGE, held_page, page_display
    from eegview.model.study.patient_age import held_age, parsed_age
    from eegview.model.study.records import AGE_TERM, DIARY_TERM, DISPLAY_TERM, TREATMENT_TERM, study_record
    from eegview.model.treatment.day import TreatmentDay
    from eegview.model.treatment.diary import DiaryDay, Witnessed, held_diary
    from eegview.model.treatment.treatment import Treatment, held_treatment

    filters = DisplayFilters(((ChannelKind.EEG, FilterSpec(0.5, 70.0, 50.0)),))
    source, library = open_source([recording]), study_library()
    fingerprint = source.recording.fingerprint
    source.close()

    def spasms(late_s: float, left_out: int, layer: str = "") -> list[Change]:
        found = []
        for spasm in plan.spasms:
            if spasm.index % 7 == left_out:
                continue
            held = {"movement": spasm.movement, "clinical": "clinical_only" if spasm.index == 4 else "electroclinical"}
            held |= {"certainty": "probable"} if spasm.is_subtle else {}
            onset_s = round(spasm.onset_s + late_s * (1 + spasm.index % 3), 3)
            mark = Annotation(new_annotation_id(), "spasm", onset_s, 1.0, (), tuple(sorted(held.items())), "", layer)
            found.append(Change(None, mark))
        return found

    day = "2026-03-17T0{}:00:00+00:00"
    first = Editor(library, fingerprint, "Reader A", "neurologist")
    first.change_together(spasms(0.0, 99))
    stages = []
    for number in range(round(plan.duration_s / EPOCH_S)):
        times_s = np.arange(number * EPOCH_S, (number + 1) * EPOCH_S)
        numbers = plan.stage_at(times_s)
        names = [stage.name for stage in plan.stages]
        longest = max(names, key=lambda name: sum(names[one] == name for one in numbers))
        held = (("stage", longest),)
        stages.append(Change(None, Annotation(new_annotation_id(), "sleep_stage", number * EPOCH_S, EPOCH_S, (), held)))
    first.change_together(stages)
    first.change_together(
        [Change(None, replace(c.mark, annotation_id=new_annotation_id(), layer="final")) for c in stages]
    )
    second = Editor(library, fingerprint, "Reader B", "technologist")
    second.change_together(spasms(0.12, 3))
    first.change_together(spasms(0.04, 99, "final"))
    hypsarrhythmia = [
        Annotation(
            *(new_annotation_id(), "hypsarrhythmia", round(one.span.start_s, 2), round(one.span.duration_s, 2), ()),
            (("pattern", "classic"), ("presence", "present")),
            layer="final",
        )
        for one in plan.hypsarrhythmia
        if one.level > 0.7
    ]
    first.change_together([Change(None, mark) for mark in hypsarrhythmia])
    prednisolone = Treatment(
        "golden-1", "Prednisolone", TreatmentDay(date(2020, 3, 3)), TreatmentDay(date(2020, 3, 17)), 40.0, "mg/day"
    )
    diary = [DiaryDay(TreatmentDay(date(2020, 3, 1 + n)), w, c) for n, (w, c) in enumerate(
        ((Witnessed.SOME, 12), (Witnessed.SOME, 9), (Witnessed.NONE, None), (Witnessed.UNKNOWN, None))
    )]  # fmt: skip
    said = [
        (AGE_TERM, "patient", held_age(parsed_age("10 months"))),
        (TREATMENT_TERM, prednisolone.treatment_id, held_treatment(prednisolone)),
        (DISPLAY_TERM, PAGE, held_page(page_display(ViewState(filters=filters)))),
        *((DIARY_TERM, entry.day.stored, held_diary(entry)) for entry in diary),
    ]
    first.change_together([Change(None, study_record(t, about, day.format(8), held, "")) for t, about, held in said])
    entries = [
        statement("personal.question", text="Epileptic spasms? Simulated."),
        statement("significance.impression", text="Simulated: two clusters of spasms after waking."),
        statement("personal.etiology", choices=("unknown",)),
        statement("modulators.photic", State.NOT_ASSESSED),
    ]
    first.change_together(
        [Change(None, study_record(one.term_id, one.about, day.format(9), one.held, "")) for one in entries]
    )
    library.close()


def score_study(recording: str) -> None:
    """Score an epoch by BASED as Reader A, and commit the sheet."""
    from eegview.cli.run import main

    foci = ("P4", "F3", "O1", "C4")
    evidence = {
        "read_pages": "all",
        "bins": [{"page": page, "bin": one, "foci": [foci[(page + one) % 4]]} for page in range(1, 21)
                 for one in range(1, 16) if (page * 7 + one * 3) % 5 < 3],
        "gmfs": "present", "examples": [{"pattern": "gmfs", "onset_s": 61.0, "duration_s": 1.0, "channels": ["P4"]}],
        "pva": "absent", "high_amplitude": "absent", "other_foci": [], "foci": "named", "confidence": 4,
    }  # fmt: skip
    path = Path(recording).with_name("evidence.json")
    path.write_text(json.dumps(evidence))
    words = ["score", recording, "--scale", "based2021", "--epoch", "30", "--import", str(path), "--commit"]
    if main([*words, "--reviewer", "Reader A", "--role", "neurologist"]):
        raise SystemExit("The epoch could not be scored.")
    path.unlink()


def sign_study(recording: str, pdf: Path) -> None:
    """Sign the report of the study with a key that is thrown away, and keep the signature in the log."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from reports.golden_study import MADE_AT, READER, report_of

    from eegview.app.library.editing import Editor, study_library
    from eegview.app.report.signing.keys import Signer
    from eegview.app.report.signing.signed_report import keep_signature, sign_report
    from eegview.app.report.signing.signing import Signatory
    from eegview.exchange.report.pdf import pdf_bytes
    from eegview.model.signature import Meaning

    document = report_of(recording)
    who = Signatory("Reader A (simulated)", READER.name, READER.role, Meaning.REVIEWED, MADE_AT)
    report = sign_report(document, pdf_bytes, Signer(Ed25519PrivateKey.generate()), who)
    library = study_library()
    keep_signature(
        Editor(library, document.binding["recording"], READER.name, READER.role), report.signature, who, ("simulated",)
    )
    library.close()
    pdf.write_bytes(report.pdf)


def make_bundle(version: str) -> None:
    """Make the bundle and the signed report of a version that has none."""
    from eegview.cli.run import main

    out, pdf = FOLDER / f"study_{version}.zip", FOLDER / f"report_{version}.pdf"
    refuse_existing(out, pdf)
    with own_home() as home:
        recording = str(home / "golden.edf")
        plan = write_recording(Path(recording))
        mark_study(recording, plan)
        score_study(recording)
        sign_study(recording, pdf)
        stored = home / "stored.zip"
        if main(["bundle", recording, "-o", str(stored), "--no-video"]):
            raise SystemExit("The study could not be bundled.")
        with zipfile.ZipFile(stored) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as to:
            for info in source.infolist():
                to.writestr(zipfile.ZipInfo(info.filename, (2026, 3, 17, 10, 5, 0)), source.read(info),
                            zipfile.ZIP_DEFLATED, 9)  # fmt: skip
    size = out.stat().st_size
    if size > LARGEST_BYTES:
        out.unlink()
        raise SystemExit(f"The bundle has {size} bytes; make the study smaller.")
    sys.stdout.write(f"{out.name}: {size} bytes; {pdf.name}: {pdf.stat().st_size} bytes\n")


def make_expected(version: str) -> None:
    """Write the numbers of a bundle that has none yet."""
    from reports.golden_study import expected_of

    from eegview.cli.run import main

    out = FOLDER / f"expected_{version}.json"
    refuse_existing(out)
    with own_home() as home:
        if main(["unbundle", str(FOLDER / f"study_{version}.zip"), "-o", str(home / "study"), "--reviewer", "Reader A",
                 "--role", "neurologist"]):  # fmt: skip
            raise SystemExit("The bundle could not be opened.")
        (recording,) = (home / "study" / "study").glob("*.edf")
        found = expected_of(str(recording))
    out.write_text(json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    sys.stdout.write(f"{out.name}: {len(found['values'])} values, {len(found['links'])} links\n")


def refuse_existing(*paths: Path) -> None:
    """Refuse to touch what stands here."""
    for path in paths:
        if path.exists():
            raise SystemExit(f"{path.name} is there; what stands here is never changed. Take another version's name.")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("bundle", "expected"):
        raise SystemExit(__doc__)
    {"bundle": make_bundle, "expected": make_expected}[sys.argv[1]](sys.argv[2])
