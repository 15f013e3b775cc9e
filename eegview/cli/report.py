"""`eegview report`: the report of a study as PDF, HTML, JSON or FHIR, without the window."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from eegview.cli.events import opened
from eegview.cli.infant.looked_at import said_as_of, today
from eegview.cli.output import print_json, print_line, print_message, stderr_progress
from eegview.cli.report_signature import (
    MeaningOption,
    SignOption,
    VerifyOption,
    check_signing,
    signed_text,
    verify_report,
    with_addendum,
    write_signed,
)
from eegview.cli.reviewer import (
    DEFAULT_REVIEWER,
    DEFAULT_ROLE,
    EncodingOption,
    JsonOption,
    LibraryOption,
    ReviewerOption,
    RoleOption,
    files_of,
)
from eegview.model.errors import UsageError
from eegview.model.recording import paths_of
from eegview.model.signature import Meaning

_PREPARED, _DRAWN = 0.7, 0.9  # of the progress, at their ends
FACES = "The report holds a video frame, which may show a face: it identifies the infant. Share it with care."


def report(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE...", help="A recording, or several files of one study.", show_default=False),
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="OUT.pdf, .html or .json.")] = None,
    template: Annotated[
        str, typer.Option("--template", metavar="NAME", help="See --templates; a file in your settings folder wins.")
    ] = "",
    previous: Annotated[
        str | None, typer.Option("--previous", metavar="FILE", help="The recording of the previous study.")
    ] = None,
    fhir: Annotated[
        Path | None, typer.Option("--fhir", metavar="OUT.json", help="Also a FHIR R4 DiagnosticReport with the PDF.")
    ] = None,
    frames: Annotated[
        bool, typer.Option("--frames", help="With a video frame of the typical spasm; it may show a face.")
    ] = False,
    spasm: Annotated[
        float | None,
        typer.Option("--spasm", metavar="S", help="Show the spasm at this time, s from the start. Default: by rule."),
    ] = None,
    layer: Annotated[
        str, typer.Option("--layer", metavar="NAME", help="Whose marks count. Default: final, else the reviewer's.")
    ] = "",
    no_trends: Annotated[bool, typer.Option("--no-trends", help="Leave out trends and do not compute them.")] = False,
    no_video: Annotated[
        bool, typer.Option("--no-video", help="Leave the videos closed; the first time each is read to its end.")
    ] = False,
    templates: Annotated[bool, typer.Option("--templates", help="List the templates, and nothing else.")] = False,
    sign: SignOption = None,
    meaning: MeaningOption = Meaning.REVIEWED,
    verify: VerifyOption = None,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """Write the report of a study: sections after SCORE, each value with its link, figures, coverage, limits.

    What nobody assessed stands there as "not assessed". The report is as this reviewer may see the study: another
    reader's score that is still hidden is not in it. It is a draft until it is signed.

    --sign binds the PDF by hash to marks, scores, entries, settings, log and recording, with the key in your settings
    folder (“eegview keys”), and keeps the signature in the log; signed again after a change it is a numbered addendum.
    --verify checks a signed PDF, on any computer: alone, with the recording, or with a bundle of the study.

    Example: eegview report night.edf -o night.pdf --previous before.edf

    Example: eegview report --verify night.pdf night.zip
    """
    if templates:
        _list_templates(as_json)
        return
    if verify is not None:
        verify_report(verify, files or (), library, as_json, reviewer)
        return
    files = [file for study in files or () for file in files_of(study)]
    if not files:
        raise UsageError("No recording was given.", "Name one: eegview report study.edf -o report.pdf.")
    from eegview.app.library.opening import Reviewer, kept_slowness, open_source
    from eegview.app.report.preparing import prepare_report
    from eegview.app.report.template import first_template_id, template_by_id
    from eegview.app.report.writing import make_document, write_document

    out = _checked(output, fhir, files)
    if sign is not None:
        check_signing(out, sign, reviewer, role)
    named = template_by_id(template) if template else None  # known before anything is opened
    if frames:
        print_message(FACES)
    on, progress = said_as_of("", today()), stderr_progress("Making the report")
    with ExitStack() as stack:
        work = stack.enter_context(opened(files, library, reviewer, role, encoding))
        chosen = named or template_by_id(first_template_id(work.recording))
        before = None
        if previous is not None:
            before = open_source(files_of(previous), encoding=encoding, slowness=kept_slowness(library))
            stack.callback(before.close)
            if before.recording.fingerprint == work.recording.fingerprint:
                raise UsageError("Both recordings are the same.", "Name the previous study with --previous.")
        _spare_recordings(out, fhir, (*paths_of(work.source), *(paths_of(before) if before is not None else ())))
        prepared = prepare_report(
            work.source, work.library, Reviewer(reviewer, role), on, layer=layer, previous=before,
            with_trends=not no_trends, with_videos=not no_video, progress=lambda done: progress(_PREPARED * done),
        )  # fmt: skip
        for problem in prepared.problems:
            print_message(problem)
        document = make_document(
            work.source, prepared, chosen, datetime.now(UTC).isoformat(timespec="seconds"), with_frames=frames,
            spasm_s=spasm,
            progress=lambda done: progress(_PREPARED + (_DRAWN - _PREPARED) * done),
        )  # fmt: skip
        if sign is not None:
            document = write_signed(document, out, fhir, work.editor, sign, meaning)
        else:
            document = with_addendum(document, work.editor)
            write_document(document, out, fhir)
    progress(1.0)
    from eegview.exchange.report.document_hash import document_hash

    if as_json:
        print_json(
            {
                "output": out.name,
                "fhir": fhir.name if fhir is not None else None,
                "template": document.template_id,
                "template_version": document.template_version,
                "layer": prepared.study.layer,
                "document_hash": document_hash(document),
                "binding": dict(document.binding),
                "sections": [{"id": section.section_id, "state": section.state} for section in document.sections],
                "is_signed": sign is not None,
            }
        )
        return
    n_open = sum(section.state == "not_assessed" for section in document.sections)
    print_line(f"{out.name}: {len(document.sections)} sections, {n_open} of them not assessed; {signed_text(document)}")
    print_line("For research and education; not a cleared medical device.")


def _checked(output: Path | None, fhir: Path | None, files: Sequence[str]) -> Path:
    """Return the file to write, before anything is read.

    Raises
    ------
    UsageError : there is none, its name is not that of a report, or two files are one
    """
    from eegview.app.report.writing import report_kind

    if output is None:
        raise UsageError("There is no file to write to.", "Name one with -o, for example -o report.pdf.")
    report_kind(output)
    if fhir is not None:
        if fhir.suffix.lower() != ".json":
            raise UsageError("A FHIR resource is written as .json.", "Let the name after --fhir end in .json.")
        report_kind(fhir)
        if fhir.absolute() == output.absolute():
            raise UsageError("-o and --fhir name the same file.", "Give two names.")
    return output


def _spare_recordings(output: Path, fhir: Path | None, paths: Sequence[str]) -> None:
    """Refuse to write over what is read, whatever its name."""
    read = {Path(path).resolve() for path in paths}
    if any(path is not None and path.resolve() in read for path in (output, fhir)):
        raise UsageError("The report would be written over the recording.", "Choose another name.")


def _list_templates(as_json: bool) -> None:
    from eegview.app.report.template import load_templates
    from eegview.app.resources import own_label

    own: dict[str, Path] = {}
    found = load_templates(own=own)
    if as_json:
        listed = [(one, "own" if one.template_id in own else "built-in") for one in found]
        print_json(
            [
                {"id": one.template_id, "version": one.version, "label": one.label, "source": source}
                for one, source in listed
            ]
        )
        return
    for one in found:
        print_line(f"{one.template_id:20} {one.version:4} {own_label(one.label, one.template_id in own)}")
