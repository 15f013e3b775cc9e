"""Studies for reports, small and in memory: `from reports.report_study import empty_study, full_study`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from recordings.memory_source import SCALP_10_20, MemorySource, make_channels, make_recording, noise_source

from eegview.app.library.opening import Reviewer
from eegview.app.report.entries import statement
from eegview.app.report.gathering import study_of
from eegview.app.report.study import ReportStudy
from eegview.app.review.coverage import DisplayState, ReviewedTime, Seen
from eegview.app.scoring.evidence_book import EvidenceBook
from eegview.app.scoring.evidence_file import evidence_changes
from eegview.app.scoring.scales import scale_parameters
from eegview.app.scoring.sheet_acts import SheetActs
from eegview.app.sync.syncing import PlacedVideo
from eegview.dsp.sync.fit import fit_anchors
from eegview.model.annotation import Annotation
from eegview.model.channel import ChannelKind
from eegview.model.film.video import VideoClip
from eegview.model.patient import PatientFacts
from eegview.model.report.document import State
from eegview.model.scoring.evidence import SheetKey
from eegview.model.signature import Meaning, signature_mark
from eegview.model.span import Span
from eegview.model.study.bad_channels import held_state
from eegview.model.study.patient_age import held_age, parsed_age
from eegview.model.study.patient_identity import held_fact
from eegview.model.study.records import AGE_TERM, BAD_CHANNEL_TERM, DIARY_TERM, ID_TERM, TREATMENT_TERM, study_record
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd
from eegview.model.suggestion.judgement import Verdict, judgement_mark
from eegview.model.sync import Anchor, is_signed
from eegview.model.treatment.as_of import AsOf
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import counted_day, held_diary
from eegview.model.treatment.treatment import Treatment, held_treatment

AS_OF = AsOf(date(2020, 3, 17).toordinal(), is_over=False)
READER, OTHER = "ada", "bo"
LENGTH_S, RATE_HZ = 1200.0, 8.0
BEFORE, NOW = datetime(2020, 3, 2, 21, 0), datetime(2020, 3, 17, 21, 0)
AT_UTC = "2020-03-18T09:00:00+00:00"
_ALL_READ = {"read_pages": "all", "gmfs": "absent", "pva": "absent", "high_amplitude": "absent", "foci": "named"}


def source_at(started_at: datetime | None, fingerprint: str, length_s: float = LENGTH_S) -> MemorySource:
    """Return noise of 19 electrodes with an ECG and an EMG, at a low rate."""
    noise = noise_source(rate_hz=RATE_HZ, segments=((0.0, length_s),))
    n = len(SCALP_10_20)
    more = (
        *make_channels(["ECG"], RATE_HZ, ChannelKind.ECG, first_index=n),
        *make_channels(["EMG1"], RATE_HZ, ChannelKind.EMG, first_index=n + 1),
    )
    recording = make_recording((*noise.recording.channels, *more), ((0.0, length_s),), started_at, fingerprint)
    return MemorySource(recording, [*noise.data, noise.data[0], noise.data[1]])


class NamedSource(MemorySource):
    """A source whose header names a patient."""

    patient = PatientFacts("SIM-031", "Nina Muster", "female", None, None, True)


def named(source: MemorySource) -> NamedSource:
    """Return the same recording with a patient in its header."""
    return NamedSource(source.recording, source.data)


def mark(term_id: str, onset_s: float, duration_s: float = 1.0, layer: str = READER, **answers: str) -> Annotation:
    """Return a mark with an id that says what it is."""
    identity = f"{layer}-{term_id}-{onset_s:g}"
    return Annotation(identity, term_id, onset_s, duration_s, (), tuple(sorted(answers.items())), "", layer)


def record(term_id: str, about: str, held: Mapping[str, str], layer: str = READER, second: int = 0) -> Annotation:
    """Return a study record."""
    at_utc = datetime(2020, 3, 18, 8, 0, second, tzinfo=UTC).isoformat(timespec="microseconds")
    return study_record(term_id, about, at_utc, held, layer, f"{layer}-{term_id}-{about}")


def entry(
    field_id: str,
    text: str = "",
    choices: Iterable[str] = (),
    state: State = State.GIVEN,
    layer: str = READER,
    second: int = 0,
) -> Annotation:
    """Return a reader's entry as it is stored."""
    said = statement(field_id, state, text, choices)
    return record(said.term_id, field_id, said.held, layer, second)


def stages(layer: str = READER) -> list[Annotation]:
    """Return ten minutes of sleep, then wake, then sleep again."""
    order = ["W"] * 4 + ["N1"] * 2 + ["N2"] * 10 + ["R"] * 4 + ["W"] * 10 + ["N2"] * 6
    return [mark("sleep_stage", 30.0 * n, 30.0, layer, stage=stage) for n, stage in enumerate(order)]


def spasms(layer: str = READER) -> list[Annotation]:
    """Return two clusters and a single spasm, of several looks."""
    onsets_s = [620.0, 630.5, 641.0, 700.0, *(820.0 + 9.0 * n for n in range(5)), 1000.0]
    looks = ["flexor", "extensor", "mixed"]
    return [
        mark(
            "spasm", onset_s, 1.2, layer,
            movement=looks[n % 3], clinical="electroclinical" if n % 4 else "clinical_only", correlates="slow_wave+emg",
            certainty="possible" if n == 3 else "certain",
        )
        for n, onset_s in enumerate(onsets_s)
    ]  # fmt: skip


def scored(
    source: MemorySource, start_s: float, foci: Mapping[int, list[str]], reader: str = READER, is_committed: bool = True
) -> list[Annotation]:
    """Return the records of one reader's sheet."""
    book = EvidenceBook(scale_parameters())
    acts = SheetActs(book, source.recording, reader)
    key = SheetKey("based2021", start_s)
    bins = [{"page": n // 15 + 1, "bin": n % 15 + 1, "foci": names} for n, names in sorted(foci.items())]
    held: dict[str, Any] = {**_ALL_READ, "bins": bins, "nonepileptiform": "present", "confidence": 4}
    for change in evidence_changes(acts, key, held):
        assert change.after is not None
        book.put(replace(change.after, layer=reader))
    if is_committed:
        for change in acts.commit(key, AT_UTC):
            assert change.after is not None
            book.put(replace(change.after, layer=reader))
    found = (book.get(identity) for identity in sorted(book.ids()))
    return [one for one in found if one is not None]


def reviewed(*spans: tuple[float, float], with_video: bool = True) -> ReviewedTime:
    """Return what was viewed on pages of 15 s."""
    display = DisplayState(15.0, "longitudinal_bipolar", "0.5–70 Hz, causal")
    return ReviewedTime(Seen(Span(*span), display, with_video) for span in spans)


def video(start_s: float = 0.0, stop_s: float = 900.0, is_matched: bool = True) -> PlacedVideo:
    """Return a video matched by three pairs, or by none."""
    if not is_matched:
        return PlacedVideo(VideoClip("nina_muster.mp4", 0.0, stop_s - start_s, SYNC_BY_CLOCK), "v" * 64)
    pairs = [Anchor(t - start_s, t) for t in (start_s + 5, (start_s + stop_s) / 2, stop_s - 5)]
    fit = fit_anchors(pairs)
    clip = VideoClip("nina_muster.mp4", 0.0, stop_s - start_s, replace(fit.sync, source="3 pairs"))
    return PlacedVideo(clip, "v" * 64, tuple(pairs), fit)


SYNC_BY_CLOCK = replace(fit_anchors([Anchor(0.0, 0.0)]).sync, source="file times")


def detector_run(source: MemorySource) -> tuple[DetectorRun, list[Detection]]:
    """Return a run that proposed five spasms."""
    found = [Detection(n, onset_s, 1.0, "spasm", 0.9) for n, onset_s in enumerate((50.0, 620.0, 630.5, 900.0, 1100.0))]
    run = DetectorRun(
        "r" * 32, source.recording.fingerprint, "spasms", "Epileptic spasms", "1.2", "c" * 64, (), Span(0.0, LENGTH_S),
        "2020-03-18T07:00:00+00:00", READER, RunEnd.DONE, "", ("The age is not known.",), LENGTH_S,
    )  # fmt: skip
    return run, found


def judged(run: DetectorRun, detections: list[Detection]) -> list[Annotation]:
    """Return two accepted, one of them unseen, one rejected, one unsure; one is left open."""
    verdicts = [
        (1, Verdict.ACCEPT, f"{READER}-spasm-620", True),
        (2, Verdict.ACCEPT, f"{READER}-spasm-630.5", False),
        (0, Verdict.REJECT, "", True),
        (3, Verdict.UNSURE, "", True),
    ]
    return [
        judgement_mark(run, detections[number], verdict, accepted, f"judgement-{number}", READER, is_seen)
        for number, verdict, accepted, is_seen in verdicts
    ]


def before_study() -> ReportStudy:
    """Return the study before treatment: many spasms, a high score, hypsarrhythmia."""
    source = named(source_at(BEFORE, "be" * 32))
    many = {n: ["P4", "F3", "O1"] for n in range(300) if n % 15 < 9}
    stored = [
        *stages(),
        *spasms(),
        *scored(source, 300.0, many),
        mark("hypsarrhythmia", 300.0, 300.0, presence="present", certainty="certain", state="nrem"),
        record(AGE_TERM, "age", held_age(parsed_age("26 weeks"))),  # type: ignore[arg-type]
    ]
    return study_of(
        source, stored, Reviewer(READER, "neurologist"), reviewed={READER: reviewed((0.0, LENGTH_S))}, as_of=AS_OF
    )


def full_study(layer_marks: Iterable[Annotation] | None = None, with_previous: bool = True) -> ReportStudy:
    """Return a study in which every section has matter."""
    source = named(source_at(NOW, "ab" * 32))
    run, detections = detector_run(source)
    marks = [
        *stages(),
        *(spasms() if layer_marks is None else layer_marks),
        mark("seizure", 200.0, 12.0, type="focal"),
        mark("mimic", 220.0, 1.0, kind="startle"),
        mark("push_button", 625.0, 0.0, by="parent"),
        mark("artifact", 10.0, 20.0, kind="movement"),
        mark("care", 5.0, 60.0, kind="feeding"),
        mark("medication", 15.0, 0.0, drug="Pyridoxine"),
        mark("spindles", 300.0, 60.0, presence="present"),
        mark("spike_focus", 310.0, 0.0),
        mark("burst_suppression", 400.0, 30.0),
        mark("hypsarrhythmia", 300.0, 300.0, presence="absent", certainty="probable", state="nrem"),
        mark("spasm", 650.0, 1.0, OTHER),
    ]
    treatment = Treatment("t1", "Prednisolone", TreatmentDay(NOW.date().replace(day=3)), None, 40.0, "mg/day")
    diary = [(day, 6 if day < 9 else 0) for day in range(2, 18)]
    records = [
        record(AGE_TERM, "age", held_age(parsed_age("28 weeks"))),  # type: ignore[arg-type]
        record(ID_TERM, "id", held_fact("SIM-031")),
        record(BAD_CHANNEL_TERM, "Fp1", held_state(True)),
        record(TREATMENT_TERM, "t1", held_treatment(treatment)),
        *(
            record(DIARY_TERM, one.day.stored, held_diary(one))
            for one in (counted_day(TreatmentDay(NOW.date().replace(day=day)), n) for day, n in diary)
        ),
        entry("personal.question", "Response to treatment, day 14"),
        entry("personal.referred_by", "Reader C"),
        entry("personal.etiology", choices=["unknown"]),
        entry("background.posterior_rhythm", "5 Hz, symmetric"),
        entry("background.reactivity", choices=["reactive"]),
        entry("modulators.photic", state=State.NOT_ASSESSED),
        entry("interictal.morphology", choices=["spike", "sharp_wave"]),
        entry("significance.conclusion", choices=["abnormal"]),
        entry("significance.impression", "Infrequent spikes.\nNina did well."),
        entry("significance.impression", "Others see it so.", layer=OTHER),
        entry("physiologic.patterns", "Posterior slow waves of N2."),
    ]
    evidence = [
        *scored(source, 300.0, {3: ["P4"], 40: ["F3"], 41: ["P4"]}),
        *scored(source, 300.0, {3: ["P4"], 44: ["P4"]}, OTHER),
    ]
    signed = [one for one in (*marks, *evidence) if one.layer == READER and is_signed(one)]
    signature = signature_mark(
        *("Ada Byron", "neurologist", Meaning.REVIEWED, READER, AT_UTC, signed, (7, "d" * 64), "{}", "ab" * 32)
    )
    stored = [*marks, *records, *evidence, *judged(run, detections), replace(signature, layer=READER)]
    return study_of(
        source,
        stored,
        Reviewer(READER, "neurologist"),
        runs=[(run, detections)],
        head=(7, "d" * 64),
        reviewed={READER: reviewed((0.0, 1100.0)), OTHER: reviewed((0.0, 300.0), with_video=False)},
        videos=[video()],
        previous=before_study() if with_previous else None,
        as_of=AS_OF,
    )


def empty_study(length_s: float = 600.0) -> ReportStudy:
    """Return a study of which nothing is known but its samples."""
    source = source_at(None, "ee" * 32, length_s)
    return study_of(source, (), Reviewer(READER, "technologist"), as_of=AS_OF)
