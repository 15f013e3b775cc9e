"""`eegview demo`: write a simulated infant study with known truth, and open it."""

from pathlib import Path
from typing import Annotated

import typer

from eegview.cli.output import print_json, print_line, stderr_progress


def demo(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Where to; default: the user's data folder.")
    ] = None,
    hours: Annotated[float, typer.Option(help="Length of the study, 2 minutes (0.034) to 48 hours.")] = 0.5,
    seed: Annotated[int, typer.Option(help="Another seed is another infant.")] = 1,
    make_only: Annotated[bool, typer.Option("--make-only", help="Write the files, open no window.")] = False,
    no_video: Annotated[bool, typer.Option("--no-video", help="Write no video; much quicker.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Report what was made as one JSON object; implies --make-only.")
    ] = False,
) -> int:
    """Write a simulated infant study with known truth (demo.edf, demo.mp4, truth.tsv, README.txt), and open it.

    Nothing in it is from a patient. The same seed and length always give the same study; one that is there already is
    used as it is.

    Example: eegview demo study --hours 1 --seed 7 --make-only
    """
    from eegview.app.demonstration import default_folder, make_demonstration

    made = make_demonstration(
        folder or default_folder(hours, seed), hours, seed, not no_video, stderr_progress("Simulating an infant study")
    )
    if as_json:
        print_json(
            {
                "recording": str(made.recording),
                "video": str(made.video) if made.video else None,
                "truth": str(made.truth),
                "seed": seed,
                "hours": hours,
                "n_spasms": made.n_spasms,
                "was_there": made.was_there,
                "simulated": True,
            }
        )
        return 0
    if make_only:
        print_line(f"{'Already there' if made.was_there else 'Written'}: {made.recording}")
        return 0
    from eegview.main import open_window

    return open_window([str(made.recording)])
