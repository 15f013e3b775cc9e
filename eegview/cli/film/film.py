"""`eegview film`: a copy of a clip without faces, voices and what its container tells."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eegview.app.provenance import program_provenance
from eegview.cli.film.face_option import face_point
from eegview.cli.output import print_json, print_line, print_message, stderr_progress
from eegview.cli.reviewer import JsonOption
from eegview.model.errors import UsageError
from eegview.model.film.export.choice import Cover, Faces, FilmChoice, Voice
from eegview.model.span import Span
from eegview.model.time.clock import parse_time_s

if TYPE_CHECKING:
    from eegview.app.film_export.export import ExportedFilm


def film(
    clip: Annotated[Path, typer.Argument(metavar="CLIP", help="The film; it is only read.", show_default=False)],
    faces: Annotated[Faces, typer.Option("--faces", help="What happens to faces.")],
    voice: Annotated[Voice, typer.Option("--voice", help="What happens to the sound.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="OUT", help="The copy, an .mp4 file.")] = None,
    face: Annotated[
        list[str] | None,
        typer.Option(
            "--face", metavar="TIME=X,Y,RX,RY", help="An ellipse around a face, in pixels; may be repeated. See below."
        ),
    ] = None,
    cover: Annotated[Cover, typer.Option("--cover", help="How it is covered.")] = Cover.BLUR,
    from_time: Annotated[str | None, typer.Option("--from", metavar="TIME", help="Of a part; video time.")] = None,
    to_time: Annotated[str | None, typer.Option("--to", metavar="TIME", help="Its end.")] = None,
    preview: Annotated[
        Path | None, typer.Option("--preview", metavar="PNG", help="Write a sheet of pictures as they would become.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write a copy of a clip: faces covered, voice left out or made a tone, nothing of what the container tells.

    A face is drawn at one picture (--face 12.5=640,300,90,120) and followed from there, back and forth. Draw it again
    where it was lost or drifted; a second one is 2@12.5=…, and 20=none says that from there on it is out of sight.
    Where a face is lost the whole frame is covered. Each picture is shown exactly when it was. Look at all of the
    copy before you give it away.

    Example: eegview film clip.mov -o copy.mp4 --faces followed --face 0.5=640,300,90,120 --voice mute
    """
    from eegview.app.film_export.export import LOOK_FIRST, export_film
    from eegview.app.film_export.sheet import write_sheet
    from eegview.app.film_export.targets import check_sheet_target

    if out is None and preview is None:
        raise UsageError("There is nothing to write.", "Give -o OUT.mp4, or --preview SHEET.png to look first.")
    if face and faces is not Faces.FOLLOWED:
        raise UsageError("A face was drawn, but is not to be covered.", "Give --faces followed.")
    choice = FilmChoice(faces, voice, cover, tuple(map(face_point, face or ())), _part(from_time, to_time))
    if preview is not None:
        check_sheet_target(preview, (clip,) if out is None else (clip, out))
    progress = stderr_progress("Exporting")
    if out is None:
        assert preview is not None
        write_sheet(clip, preview, choice, progress)
        print_message(f"Wrote {preview.name}: pictures as they would become. No film was written.")
        return
    done = export_film(clip, out, choice, progress=progress)
    if preview is not None:
        write_sheet(out, preview, FilmChoice(Faces.SHOWN, Voice.MUTE))
    _tell(done, choice, as_json)
    print_message(LOOK_FIRST)


def _part(from_time: str | None, to_time: str | None) -> Span | None:
    if from_time is None and to_time is None:
        return None
    start_s = parse_time_s(from_time) if from_time else float("-inf")
    stop_s = parse_time_s(to_time) if to_time else float("inf")
    if stop_s <= start_s:
        raise UsageError("The part ends before it begins.", "Correct one of the times.")
    return Span(start_s, stop_s)


def _pictures_text(n_pictures: int) -> str:
    return "1 picture" if n_pictures == 1 else f"{n_pictures} pictures"


def _tell(done: "ExportedFilm", choice: FilmChoice, as_json: bool) -> None:
    """Say what was written, and where to look."""
    if as_json:
        print_json(
            {
                "files": [str(path) for path in done.files],
                "faces": str(choice.faces),
                "cover": str(choice.cover),
                "voice": str(choice.voice),
                "n_pictures": done.n_pictures,
                "n_pictures_left_out": done.n_lost,
                "moved_s": done.moved_s,
                "covered_whole": [[span.start_s, span.stop_s] for span in done.covered_whole],
                "followed_poorly": [[span.start_s, span.stop_s] for span in done.drifting],
            },
            program_provenance(),
        )
        return
    print_line(f"Wrote {', '.join(path.name for path in done.files)}: {_pictures_text(done.n_pictures)}.")
    if done.n_lost:
        are = "is" if done.n_lost == 1 else "are"
        print_line(f"{_pictures_text(done.n_lost)} could not be decoded and {are} left out.")
    for what, spans in (
        ("A face was lost, and the whole frame is covered", done.covered_whole),
        ("A face was followed poorly; look closely", done.drifting),
    ):
        if spans:
            print_line(f"{what}: " + ", ".join(f"{span.start_s:.2f}–{span.stop_s:.2f} s" for span in spans) + ".")
