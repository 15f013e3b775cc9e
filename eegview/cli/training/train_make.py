"""`eegview train --make`: from settled studies, bundles and simulated infants to a signed case set."""

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.cli.output import print_json, print_line, print_message, stderr_progress
from eegview.model.errors import UsageError

if TYPE_CHECKING:
    from eegview.app.training.cases.make_settings import MakeSettings
    from eegview.app.training.cases.making import Draft
    from eegview.app.training.cases.preview import SetPreview
    from eegview.app.training.cases.workshop import Workshop


def make_set(
    out: Path,
    files: Sequence[Path],
    settings: "MakeSettings",
    n_simulated: int,
    library: str | None,
    reviewer: str,
    is_signed: bool,
    is_preview: bool,
    as_json: bool,
) -> int:
    """Make a set, or only count what it would hold; return the exit code.

    Raises
    ------
    UsageError : no study is settled, or the settings do not fit together
    UnreadableFile, CannotWrite, Cancelled : an older file is untouched
    """
    from eegview.app.training.cases.workshop import MakeRequest, Workshop

    if out.exists() and not is_preview and out.suffix == ".eegcases" and not _is_case_set(out):
        raise UsageError(f"“{out.name}” is there and is not a case set.", "Give another name.")
    with Workshop(library, reviewer) as workshop:
        drafted = workshop.draft(MakeRequest(tuple(files), n_simulated, settings), stderr_progress("Drawing items"))
        for one in drafted.refused:
            print_message(f"{one.path.name} gives no items: {one.sentence}")
        if drafted.n_not_voting:
            readers = "1 reader" if drafted.n_not_voting == 1 else f"{drafted.n_not_voting} readers"
            print_message(f"Marks of {readers} changed after they were signed; these do not vote.")
        for warning in drafted.preview.warnings:
            print_message(warning)
        if not is_preview:
            _write(out, workshop, drafted.draft, is_signed)
    _print(out, drafted.draft, drafted.preview, is_preview, as_json)
    return 0


def _write(out: Path, workshop: "Workshop", draft: "Draft", is_signed: bool) -> None:
    from eegview.cli.report_signature import own_signer

    if draft.settings.has_video and not all(one.candidate.is_simulated for one in draft.drawn):
        print_message("The set holds video: a face identifies a person. Share it only where that is allowed.")
    signer = own_signer() if is_signed else None
    now = datetime.now(UTC).isoformat(timespec="seconds")
    workshop.write(out, draft, now, signer, stderr_progress("Making the case set"))


def _print(out: Path, draft: "Draft", found: "SetPreview", is_preview: bool, as_json: bool) -> None:
    if as_json:
        categories = [
            {
                "question_id": one.question_id,
                "class_id": one.class_id,
                "difficulty": one.difficulty,
                "n_train": n_train,
                "n_tests": n_tests,
            }
            for one, (n_train, n_tests) in found.by_category.items()
        ]
        print_json(
            {
                "path": None if is_preview else str(out),
                "n_items": found.n_items,
                "n_infants": found.n_infants,
                "n_experts": found.n_experts,
                "n_video": found.n_video,
                "n_film": found.n_film,
                "simulated": all(one.candidate.is_simulated for one in draft.drawn),
                "questions": dict(found.by_question),
                "categories": categories,
                "warnings": list(found.warnings),
            }
        )
        return
    for question_id, n_items in found.by_question.items():
        print_line(f"{question_id}: {n_items} items")
    what = "would hold" if is_preview else "holds"
    print_line(f"{out.name} {what} {found.n_items} items of {found.n_infants} infants, {found.n_video} with video.")
    if found.n_film:
        print_line(f"{found.n_film} of them are film alone.")


def _is_case_set(path: Path) -> bool:
    from eegview.app.training.cases.shipped import is_made

    with tempfile.TemporaryDirectory(prefix="eegview-") as folder:
        return is_made(path, Path(folder))
