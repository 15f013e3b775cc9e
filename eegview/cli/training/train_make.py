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
    from eegview.app.training.cases.making import CaseSource, Draft
    from eegview.app.training.cases.preview import SetPreview
    from eegview.app.training.cases.settled.studies import SettledStudies


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
    from eegview.app.training.cases.made_from import JoinedSources
    from eegview.app.training.cases.make_settings import MakeSettings
    from eegview.app.training.cases.making import draft_of
    from eegview.app.training.cases.preview import preview_of
    from eegview.app.training.cases.questions import load_questions
    from eegview.app.training.cases.settled.studies import SettledStudies
    from eegview.app.training.cases.shipped import shipped_recipe
    from eegview.app.training.cases.simulated.studies import SimulatedStudies

    assert isinstance(settings, MakeSettings)
    settings.check(load_questions())
    if not files and not n_simulated:
        raise UsageError("No study was given.", "Give recordings or bundles, or --simulated N.")
    if out.exists() and not is_preview and out.suffix == ".eegcases" and not _is_case_set(out):
        raise UsageError(f"“{out.name}” is there and is not a case set.", "Give another name.")
    with tempfile.TemporaryDirectory(prefix="eegview-") as folder:
        settled: SettledStudies | None = None
        sources: list[CaseSource] = []
        try:
            if files:
                settled = _settled(files, settings, library, reviewer, Path(folder))
                sources.append(settled)
            if n_simulated:
                sources.append(SimulatedStudies(shipped_recipe().infants[:n_simulated]))
            source = JoinedSources(sources)
            experts = tuple(sorted(settled.experts.names.values())) if settled is not None else ()
            draft = draft_of(source, settings, experts, stderr_progress("Drawing items"))
            found = preview_of(draft.drawn, settings, load_questions(), len(experts))
            for warning in found.warnings:
                print_message(warning)
            if not is_preview:
                _write(out, draft, source, is_signed)
        finally:
            if settled is not None:
                settled.close()
    _print(out, draft, found, is_preview, as_json)
    return 0


def _settled(
    files: Sequence[Path], settings: "MakeSettings", library: str | None, reviewer: str, folder: Path
) -> "SettledStudies":
    from eegview.app.library.editing import study_library
    from eegview.app.training.cases.settled.opening import open_studies
    from eegview.app.training.cases.settled.studies import SettledStudies

    held = study_library(library)
    try:
        opened = open_studies(files, held, reviewer, folder, settings.has_video, stderr_progress("Opening studies"))
    finally:
        held.close()
    for one in opened.refused:
        print_message(f"{one.name} gives no items: {one.sentence}")
    if not opened.studies:
        first = opened.refused[0]
        raise UsageError(first.sentence, first.advice)
    for study, _source in opened.studies:
        if study.left_out:
            print_message(f"Marks of {len(study.left_out)} readers changed after they signed; these do not vote.")
    return SettledStudies(opened.studies, settings.seed)


def _write(out: Path, draft: "Draft", source: "CaseSource", is_signed: bool) -> None:
    from eegview.app.training.cases.making import write_draft
    from eegview.cli.report_signature import own_signer

    if draft.settings.has_video and not all(one.candidate.is_simulated for one in draft.drawn):
        print_message("The set holds video: a face identifies a person. Share it only where that is allowed.")
    signer = own_signer() if is_signed else None
    now = datetime.now(UTC).isoformat(timespec="seconds")
    write_draft(out, draft, source, now, signer, stderr_progress("Making the case set"))


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


def _is_case_set(path: Path) -> bool:
    from eegview.app.training.cases.shipped import is_made

    with tempfile.TemporaryDirectory(prefix="eegview-") as folder:
        return is_made(path, Path(folder))
