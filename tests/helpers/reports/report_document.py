"""A report made by hand, as large and as odd as a test asks for."""

from collections.abc import Iterable

from eegview.model.report.document import (
    Checklist,
    Field,
    Fields,
    Figure,
    Line,
    Paragraph,
    Picture,
    ReportDocument,
    Section,
    SignatureLine,
    State,
    Table,
    Tone,
    Value,
    Words,
)
from eegview.model.report.link import EvidenceLink, Place
from eegview.model.span import Span

FINGERPRINT = "ab" * 32
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200" viewBox="0 0 400 200">'
    b'<rect width="400" height="200" fill="#f6f7f4"/><path d="M0 100 Q100 0 200 100 T400 100" fill="none" '
    b'stroke="#1d4e89"/></svg>'
)


def link(start_s: float = 12.5, place: Place = Place.PAGE) -> EvidenceLink:
    return EvidenceLink(FINGERPRINT, Span(start_s, start_s + 10), place, start_s, ("m1",), {"montage": "bipolar"})


def value(text: str, number: float | None = None, unit: str = "", name: str = "") -> Value:
    return Value(text, name, number, unit, basis="layer Final", link=link())


def line(*runs: str | Words | Value) -> Line:
    return tuple(Words(run) if isinstance(run, str) else run for run in runs)


def figure(figure_id: str, half: bool = False) -> Figure:
    caption = line(Words("Typical spasm", Tone.STRONG), ", awake. Longitudinal bipolar, 0.5–70 Hz, 20 µV/mm.")
    picture = Picture(SVG, ".svg", 88 if half else 184, 44 if half else 60)
    return Figure(figure_id, picture, caption, "Nineteen rows of EEG with one wave.", link(), half)


def sections() -> tuple[Section, ...]:
    referral = Fields(
        (
            Field("identity", "Identity", (line(Words("SIM-031", Tone.STRONG), ", female"),)),
            Field("age", "Age at recording", (line(Words("28 weeks", Tone.STRONG), " (6.5 months)"),)),
            Field("question", "Question", (line("Response to treatment, day 14"),), said_by="Reader A"),
            Field("etiology", "Etiology", state=State.NOT_ASSESSED),
        )
    )
    spasms = Table(
        "spasms",
        ("Spasms", "Total", "Awake", "Interval"),
        (
            (line(Words("17 Mar", Tone.STRONG)), line(value("0", 0, "count", "spasms.total")), line("0"), line("–")),
            (
                line("2 Mar, before"),
                line(value("138", 138, "count")),
                line(value("136")),
                line(value("12.0 s", 12, "s")),
            ),
        ),
        "Spasms of both studies",
        (line(Words("Cluster rule: ≥ 3 spasms with successive onsets ≤ 60 s apart.", Tone.QUIET)),),
    )
    both = line("Posterior rhythm ", value("5.1 Hz", 5.1, "Hz"), ", symmetric. No asymmetry above 8 %.")
    return (
        Section("referral", "Personal and referral data", (referral,)),
        Section("background", "Background activity, awake", (Paragraph((both,)),), is_half_width=True),
        Section("sleep", "Drowsiness and sleep", state=State.NOT_ASSESSED, is_half_width=True),
        Section("episodes", "Episodes", (spasms, figure("spasm", True), figure("worst", True))),
        Section("trends", "Whole-study trends", (figure("trends"),), remark="locked montage, state N2"),
        Section(
            "indicators",
            "Quality indicators",
            (
                Checklist(
                    (
                        ("Identity", State.GIVEN),
                        ("Age", State.GIVEN),
                        ("Photic stimulation", State.NOT_APPLICABLE),
                        ("Etiology", State.NOT_ASSESSED),
                    )
                ),
            ),
        ),
        Section("limits", "Limits", (Paragraph((line("One night cannot exclude rare spasms."),)),)),
    )


def report(more: Iterable[Section] = (), **changes: object) -> ReportDocument:
    """Return a report of a made-up study."""
    summary = (
        line(
            "No epileptic spasms in ",
            value("10 h 00 min", 36000, "s"),
            " of video-EEG. ",
            Words("provisional", Tone.BADGE),
        ),
        line(Words("Read the limits.", Tone.CAUTION)),
    )
    held: dict[str, object] = {
        "title": "EEG report",
        "subtitle": "Prolonged video-EEG, follow-up · sections after SCORE",
        "template_id": "infant",
        "template_version": "3",
        "language": "en",
        "department": ("Department of Paediatric Neurology", "Made-up Hospital"),
        "logo": None,
        "badges": ("Simulated study", "Draft"),
        "summary": summary,
        "sections": (*sections(), *more),
        "signatures": (
            SignatureLine("Reviewed", "I have read this recording.", "Reader A", "neurologist"),
            SignatureLine("Approved", "I approve this report.", "Reader C", "", "2026-11-29 16:00 UTC", "ab12 cd34"),
        ),
        "footer": ("For research and education. Not a medical device.", "eegview · template infant 3"),
        "patient_line": "SIM-031 · 17 Mar 2020 · age 28 weeks",
        "binding": {"recording": FINGERPRINT, "marks": "cd" * 32},
        "made_at_utc": "2026-11-29T16:00:00+00:00",
    }
    return ReportDocument(**{**held, **changes})  # type: ignore[arg-type]
