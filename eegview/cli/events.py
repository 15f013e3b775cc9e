"""`eegview events`: list, add, import and export the marks of a recording."""

from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eegview.app.exchange.importing import fit_marks, on_recordings_clock, read_marks, unknown_lines, with_channels
from eegview.app.film.eeg_terms import cut_texts, n_of_eeg, refuse_eeg_term, within_clip
from eegview.app.film.evidence import with_film_evidence
from eegview.app.library.editing import Editor
from eegview.app.library.opening import kept_slowness, open_source
from eegview.app.marks.index import MarkFilter
from eegview.app.provenance import provenance_of
from eegview.app.vocabulary.store import load_vocabulary
from eegview.app.vocabulary.term_answers import answers_from, duration_warning, known_term
from eegview.cli.blind_view import ViewerOption, shown_notes, viewers_library, without_hidden
from eegview.cli.detection.similarity import (
    Similarities,
    home_event_json,
    home_event_line,
    home_events_in,
    similarities_in,
    similarity_json,
    similarity_line,
)
from eegview.cli.output import print_import, print_json, print_line, print_message, stderr_progress
from eegview.cli.reviewer import (
    DEFAULT_REVIEWER,
    DEFAULT_ROLE,
    EncodingOption,
    FilesArgument,
    JsonOption,
    LibraryOption,
    ReviewerOption,
    RoleOption,
)
from eegview.clinical.same_event import SAME_EVENT_S, SameEventRule
from eegview.model.annotation import FILE_LAYER, Annotation, marks_text, new_annotation_id
from eegview.model.errors import UsageError
from eegview.model.provenance import Provenance
from eegview.model.recording import Recording, SignalSource
from eegview.model.study.seen_film import seen_film
from eegview.model.time.clock import elapsed_text, parse_time_s
from eegview.model.time.wall_clock import even_start, recording_time_s

if TYPE_CHECKING:
    from eegview.app.blind_reading.sealed_library import SealedLibrary
    from eegview.app.resembling.home_events import HomeEvent

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True)

SameEventOption = Annotated[
    float,
    typer.Option(
        "--same-event", metavar="S", min=0.0, help="Marks of one term that begin within S seconds are one event."
    ),
]
LayerOption = Annotated[
    str | None,
    typer.Option("--layer", metavar="NAME", help="A reviewer's marks, or “file”: the annotations in the file."),
]


@app.callback()
def events() -> None:
    """List, add, import and export the marks of a recording.

    Example: eegview events list study.edf --json
    """


@app.command("list")
def list_marks(
    files: FilesArgument,
    term: Annotated[str | None, typer.Option("--term", metavar="ID", help="Only marks of this term.")] = None,
    layer: LayerOption = None,
    text: Annotated[str, typer.Option("--text", help="Only marks that contain this text.")] = "",
    same_event: SameEventOption = SAME_EVENT_S,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the marks in the library, by onset, and count the events: what several people marked counts once.

    Example: eegview events list study.edf --term spasm --json
    """
    if term:
        known_term(load_vocabulary(), term)
    wanted = MarkFilter(frozenset({term} if term else ()), text=text)
    recording, marks, provenance = marks_of(files, layer, library, encoding, reviewer)
    marks = tuple(filter(wanted.accepts, marks))
    rule = SameEventRule(same_event)
    counts = Counter(event[0].term_id for event in rule.events(marks))
    alike = similarities_in(library, reviewer, recording.fingerprint) if recording.is_film else {}
    at_home = {} if recording.is_film else home_events_in(library, reviewer, recording.fingerprint)
    if as_json:
        counted = {"rule": rule.text, "same_event_s": rule.within_s, "n_events": dict(counts)}
        listed = [annotation_json(mark) | _similarity(alike, at_home, mark) for mark in marks]
        found = {"fingerprint": recording.fingerprint, "events": listed}
        print_json(found | counted, provenance)
        return
    for mark in marks:
        print_line(mark_line(mark))
        for said in alike.get(mark.annotation_id, ()):
            print_line(similarity_line(said))
        for linked in at_home.get(mark.annotation_id, ()):
            print_line(home_event_line(linked))
    if marks:
        by_term = ", ".join(f"{count} × {term_id}" for term_id, count in counts.most_common())
        print_message(f"{marks_text(len(marks))}: {by_term} ({rule.text}).")


@app.command("add")
def add_mark(
    files: FilesArgument,
    term: Annotated[str, typer.Option("--term", metavar="ID", help="See “eegview vocabulary”.")],
    onset: Annotated[str, typer.Option("--onset", metavar="T", help="Seconds, HH:MM:SS from start, or @HH:MM:SS.")],
    duration: Annotated[str | None, typer.Option("--duration", metavar="S", help="Default: the term's own.")] = None,
    channels: Annotated[str, typer.Option("--channels", metavar="A,B", help="What it is about; default: all.")] = "",
    answers: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="An answer; may be repeated.")
    ] = None,
    text: Annotated[str, typer.Option("--text", help="A free note.")] = "",
    same_event: SameEventOption = SAME_EVENT_S,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """Add a mark; it is on the disk when this ends.

    Example: eegview events add study.edf --term spasm --onset 00:12:44.5 --set movement=flexor
    """
    chosen = known_term(load_vocabulary(), term)
    given = answers_from(chosen, answers or [])
    with opened(files, library, reviewer, role, encoding) as work:
        recording = work.recording
        refuse_eeg_term(recording, chosen, given)
        onset_s = recording_time_s(onset, recording)
        duration_s = chosen.default_duration_s if duration is None else parse_time_s(duration)
        check_inside(onset_s, recording)
        named = tuple(name.strip() for name in channels.split(",") if name.strip())
        made = Annotation(new_annotation_id(), term, onset_s, duration_s, named, given, text)
        mark = within_clip(with_film_evidence(made, chosen, recording), recording)
        for line in (
            *cut_texts(made, mark),
            *duration_warning(chosen, mark.duration_s),
            *unknown_channels(named, recording),
        ):
            print_message(line)
        rule = SameEventRule(same_event)
        if rule.standing(mark, work.marks(), reviewer):
            print_message(f"You marked this event already; it is counted once ({rule.text}).")
        edit = work.editor.add(mark)
    added = edit.changes[0].after
    assert added is not None
    if as_json:
        print_json({"edit": edit.number, "event": annotation_json(added)})
    else:
        print_line(f"Edit {edit.number}: added {mark_line(added)}")


@app.command("import")
def import_marks(
    files: FilesArgument,
    source: Annotated[
        str, typer.Argument(metavar="EVENTS", help="A table, another program's export, or an EDF+ file.")
    ],
    layer: Annotated[str | None, typer.Option("--layer", metavar="NAME", help="Where all of them go.")] = None,
    same_event: SameEventOption = SAME_EVENT_S,
    text_column: Annotated[
        str, typer.Option("--text-column", metavar="NAME", help="The column that says what a row is, or its number.")
    ] = "",
    time_column: Annotated[
        str, typer.Option("--time-column", metavar="NAME", help="The column of onsets, or its number from 1.")
    ] = "",
    duration_column: Annotated[
        str, typer.Option("--duration-column", metavar="NAME", help="The column of durations, or its number.")
    ] = "",
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """Import marks as one change, which can be undone as one; what cannot be read is reported with its row.

    Example: eegview events import study.edf study_events.tsv
    """
    from eegview.exchange.foreign.columns import ColumnChoice

    choice = ColumnChoice(time_column, duration_column, text_column)
    vocabulary = load_vocabulary()
    found = read_marks(source, vocabulary, stderr_progress("Reading marks"), choice, encoding)
    with opened(files, library, reviewer, role) as work:
        found = with_channels(
            on_recordings_clock(found, even_start(work.recording), work.recording.duration_s), work.recording
        )
        rule = SameEventRule(same_event)
        fitted = fit_marks(found.annotations, work.marks(), reviewer, layer, work.recording.channels, rule)
        edit = (
            work.editor.import_all(fitted.marks, reason=f"from {Path(source).suffix.lower()}") if fitted.marks else None
        )
        n_eeg = n_of_eeg(fitted.marks, vocabulary, work.recording)
        n_outside = sum(not 0 <= mark.onset_s <= work.recording.duration_s for mark in fitted.marks)
    report = [*found.report, *unknown_lines(found)]
    if fitted.n_already_here:
        report.append(f"Already here and left out: {marks_text(fitted.n_already_here)}.")
    if fitted.n_same_event:
        report.append(f"Of an event that was marked there already: {marks_text(fitted.n_same_event)} ({rule.text}).")
    if fitted.n_renamed:
        report.append(f"Given a new identity because another mark has theirs: {marks_text(fitted.n_renamed)}.")
    if n_eeg:
        report.append(f"Of terms that are seen in EEG, while this study is film alone: {marks_text(n_eeg)}.")
    if n_outside:
        report.append(f"Outside the recording: {marks_text(n_outside)}. Is it a file of this recording?")
    facts = {
        "edit": edit.number if edit else None,
        "n_imported": len(fitted.marks),
        "n_already_here": fitted.n_already_here,
        "n_same_event": fitted.n_same_event,
        "unknown_texts": dict(found.unknown_texts),
        "report": report,
    }
    print_import(facts, [f"Imported {marks_text(len(fitted.marks))}."], report, as_json)


@app.command("export")
def export_marks(
    files: FilesArgument,
    out: Annotated[str, typer.Option("-o", "--out", metavar="OUT", help="A .tsv, .csv, .json or .edf (.bdf) file.")],
    layer: LayerOption = None,
    copy: Annotated[
        bool, typer.Option("--copy", help="EDF, BDF: a whole copy of the recording with the marks in it.")
    ] = False,
    dialect: Annotated[
        str, typer.Option("--as", metavar="NAME", help="Another program's table: szcore (.tsv) or mne (.csv).")
    ] = "",
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ViewerOption = None,
) -> None:
    """Write the marks for other programs; what the format cannot carry is reported.

    Example: eegview events export study.edf -o study_events.tsv
    """
    from eegview.app.exchange.exporting import export_copy, export_marks

    vocabulary = load_vocabulary()
    if copy and dialect:
        raise UsageError("A copy of the recording has no other form.", "Give --copy or --as.")
    recording, marks, provenance = marks_of(files, layer, library, encoding, reviewer)
    if copy:
        notes = export_copy(Path(out), marks, vocabulary, files, stderr_progress("Copying"), provenance)
    else:
        duration_s = recording.duration_s
        notes = export_marks(
            *(Path(out), marks, vocabulary, even_start(recording), files, dialect, duration_s, recording, provenance)
        )
    for line in (*notes[1:], notes[0]):
        print_message(line)


@dataclass(frozen=True, slots=True)
class Work:
    """An open recording with its library and the reviewer's editor on it.

    library : as the reviewer may see it; `library.whole` and the editor know all
    """

    source: SignalSource
    library: "SealedLibrary"
    editor: Editor

    @property
    def recording(self) -> Recording:
        return self.source.recording

    def marks(self) -> tuple[Annotation, ...]:
        return self.editor.marks()


@contextmanager
def opened(
    files: str | Sequence[str], library_url: str | None, reviewer: str, role: str, encoding: str = ""
) -> Generator[Work]:
    """Open recording and library for a block, and close both at its end.

    files : of the recording; several files of one study are joined

    Raises
    ------
    UnreadableFile : the recording cannot be read
    LibraryRefused : the library cannot be opened
    UsageError : the reviewer's name or role is not allowed
    """
    paths = [files] if isinstance(files, str) else list(files)
    source = open_source(paths, encoding=encoding, slowness=kept_slowness(library_url))
    try:
        library = viewers_library(library_url, reviewer, source)
        for issue in library.issues:
            print_message(issue.message)
        try:
            editor = Editor(library.whole, source.recording.fingerprint, reviewer, role)
            editor.seen_film = seen_film(source.recording)
            yield Work(source, library, editor)
        finally:
            library.close()
    finally:
        source.close()


def marks_of(
    files: Sequence[str], layer: str | None, library_url: str | None, encoding: str = "", viewer: str | None = None
) -> tuple[Recording, tuple[Annotation, ...], Provenance]:
    """Return a recording, its marks and where they come from.

    layer : whose marks, None = all; “file” = the recorder's notes

    viewer : who may not see all of it yet, see `blind_view`; None = nobody is named

    Raises
    ------
    UnreadableFile : the recording cannot be read
    LibraryRefused : the library cannot be opened
    """
    source = open_source(files, encoding=encoding, slowness=kept_slowness(library_url))
    try:
        recording = source.recording
        if layer == FILE_LAYER:
            notes = source.scan_events(stderr_progress("Reading the file's annotations"))
            seen = shown_notes(viewer, library_url, recording.fingerprint, notes.annotations)
            provenance = provenance_of(recording.fingerprint)
            return recording, tuple(sorted(seen, key=lambda mark: mark.onset_s)), provenance
        library = viewers_library(library_url, viewer, source)
        try:
            marks = library.whole.annotations(recording.fingerprint)
            provenance = provenance_of(recording.fingerprint, library)
        finally:
            library.close()
        wanted = MarkFilter(layers=frozenset({layer} if layer else ()))
        return recording, tuple(filter(wanted.accepts, without_hidden(viewer, marks))), provenance
    finally:
        source.close()


def check_inside(onset_s: float, recording: Recording) -> None:
    """Check that an onset lies inside a recording.

    Raises
    ------
    UsageError : it does not
    """
    if not 0 <= onset_s <= recording.duration_s:
        raise UsageError(
            f"{elapsed_text(onset_s)} is outside the recording.",
            f"It lasts {elapsed_text(recording.duration_s)}; give a time inside it.",
        )


def unknown_channels(names: tuple[str, ...], recording: Recording) -> list[str]:
    """Return a sentence about channels that a recording lacks, none where it has all; they may be rows of a montage."""
    unknown = [name for name in names if recording.channel(name) is None]
    return [f"The recording has no channel named {', '.join(unknown)}; kept as given."] if unknown else []


def annotation_json(mark: Annotation) -> dict[str, Any]:
    """Return a mark as an object for --json."""
    return {
        "annotation_id": mark.annotation_id,
        "term": mark.term_id,
        "onset_s": mark.onset_s,
        "duration_s": mark.duration_s,
        "channels": list(mark.channels),
        "attributes": dict(mark.attributes),
        "text": mark.text,
        "layer": mark.layer,
    }


def _similarity(alike: Similarities, at_home: "Mapping[str, Sequence[HomeEvent]]", mark: Annotation) -> dict[str, Any]:
    """Return what readers said that a mark resembles, and which home events resemble it; nothing where none did."""
    said, linked = alike.get(mark.annotation_id), at_home.get(mark.annotation_id)
    return ({"resembles": [similarity_json(one) for one in said]} if said else {}) | (
        {"resembled_by": [home_event_json(one) for one in linked]} if linked else {}
    )


def mark_line(mark: Annotation) -> str:
    """Return a mark as one line of text: `00:12:44.50  1.00 s  spasm  movement=flexor  “note”`."""
    answers = " ".join(f"{name}={value}" for name, value in mark.attributes)
    parts = [elapsed_text(mark.onset_s), f"{mark.duration_s:.2f} s", mark.term_id, ",".join(mark.channels), answers]
    shown = [*parts, f"“{mark.text}”" if mark.text else "", f"[{mark.layer}]"]
    return "  ".join(part for part in shown if part)
