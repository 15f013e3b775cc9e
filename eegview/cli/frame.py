"""`eegview frame`: the exact frame of a video at a time."""

from pathlib import Path
from typing import Annotated

import typer

from eegview.cli.output import print_json, print_line, print_message
from eegview.exchange.writing import whole_file
from eegview.model.errors import UsageError
from eegview.model.film.video import VideoFrame
from eegview.model.time.clock import parse_time_s


def frame(
    video: Annotated[Path, typer.Argument(help="The video file.", show_default=False)],
    at: Annotated[str, typer.Option("--at", help="Time of the stream: seconds of its PTS, or HH:MM:SS[.fff].")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Image to write: .png or .jpg.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Report which frame it is as JSON.")] = False,
) -> None:
    """Write the frame that is shown at a time of the video, and state which it is.

    Where the times that a file stores start again, its time runs on.

    Example: eegview frame night.mp4 --at 12.5 -o frame.png --json
    """
    from eegview.app.video.opening import open_kept_video

    time_s = parse_time_s(at)
    source = open_kept_video(video)
    try:
        found = source.frame_at(time_s)
        if found is None:
            raise UsageError(
                f"{video.name} has no frame at {time_s:g} s.",
                f"Its frames run from {source.first_s:.3f} s to {source.last_s:.3f} s; ask for a time between.",
            )
        issues, part = source.issues, source.part_at(found.pts_s)
        stored_s = source.stored_s(found.pts_s)
    finally:
        source.close()
    for issue in issues:
        print_message(f"{video.name}: {issue.message}")
    if out is not None:
        write_picture(found, out)
    height_px, width_px = found.rgb.shape[:2]
    if as_json:
        print_json(
            {
                "pts_s": found.pts_s,
                "next_pts_s": found.next_pts_s,
                "key_frame": found.key_frame,
                "width": width_px,
                "height": height_px,
            }
            | ({} if part is None else {"part": part, "stored_pts_s": stored_s})
        )
    else:
        where = "" if part is None else f", part {part}, stored as {stored_s:.6f} s"
        kind = "key frame" if found.key_frame else "frame"
        print_line(f"{kind} of {found.pts_s:.6f} s to {found.next_pts_s:.6f} s, {width_px} × {height_px} px" + where)


def write_picture(picture: VideoFrame, out: Path) -> None:
    """Write a frame as PNG or JPEG.

    Raises
    ------
    UsageError : the file name is not that of a picture
    CannotWrite : the disk or the folder refused; no half picture is left
    """
    from PIL import Image

    if out.suffix.lower() not in (".png", ".jpg", ".jpeg"):
        raise UsageError(f"{out.name} does not have an image's file name.", "Let it end in .png or .jpg.")
    with whole_file(out) as file:
        Image.fromarray(picture.rgb).save(file, "PNG" if out.suffix.lower() == ".png" else "JPEG")
