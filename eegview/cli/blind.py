"""`eegview blind`: whether a study is read blind, who set it, who looked early; set it, lift it, look early."""

from typing import Annotated

import typer

from eegview.app.blind_reading.acts import early_look_change, setting_change
from eegview.app.blind_reading.blindness import blindness_of
from eegview.app.blind_reading.texts import layer_blindness, setting_text, signed_text, state_text
from eegview.app.study.records import utc_now
from eegview.cli.events import opened
from eegview.cli.output import print_json, print_line, print_message
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
from eegview.model.errors import UsageError
from eegview.model.study.blind_reading import early_looks


def blind(
    files: FilesArgument,
    ask: Annotated[bool, typer.Option("--ask", help="Ask for blind reading; neurologists only.")] = False,
    lift: Annotated[bool, typer.Option("--lift", help="Lift it for all readers; neurologists only.")] = False,
    look: Annotated[
        str | None, typer.Option("--look-early", metavar="REASON", help="Have everything shown to you; recorded.")
    ] = None,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """Say whether a study is read blind and how each layer was read; set it, lift it, or look early.

    Of a study that is read blind a reader sees no other layer, no suggestion and no note of the file until their own
    marks are signed. Who looks earlier is recorded, and their layer is called “not blind” from then on.

    Example: eegview blind study.edf --ask --reviewer "Dr. Bo" --role neurologist
    """
    if sum((ask, lift, look is not None)) > 1:
        raise UsageError("--ask, --lift and --look-early exclude each other.", "Give one of them.")
    with opened(files, library, reviewer, role, encoding) as work:
        change = None
        if ask or lift:
            change = setting_change(work.editor.stored(), ask, reviewer, role, utc_now())
        elif look is not None:
            change = early_look_change(work.editor.stored(), look, reviewer, utc_now())
        if change is not None:
            assert change.after is not None
            print_message(f"Edit {work.editor.add(change.after).number}: recorded.")
        stored = work.editor.stored()
        found, looks = blindness_of(stored, reviewer), early_looks(stored)
        names = [reviewer, *found.others_signed, *looks]
        layers = {name: text for name in dict.fromkeys(names) if (text := layer_blindness(stored, name))}
        if as_json:
            setting = found.setting
            print_json(
                {
                    "fingerprint": work.recording.fingerprint,
                    "is_asked": found.is_asked,
                    "set_by": setting.author if setting is not None else None,
                    "set_utc": setting.at_utc if setting is not None else None,
                    "reviewer": reviewer,
                    "is_blind": found.is_blind,
                    "signed": list(found.others_signed),
                    "early_looks": [
                        {"reader": one.reader, "at_utc": one.at_utc, "reason": one.reason} for one in looks.values()
                    ],
                    "layers": layers,
                }
            )
            return
        for line in filter(None, (setting_text(found), state_text(found), signed_text(found))):
            print_line(line)
        for name, text in layers.items():
            print_line(f"Layer {name}: {text}.")
