"""What a case set holds, without its answers."""

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.cli.output import print_json, print_line, print_message

if TYPE_CHECKING:
    from eegview.app.training.cases.case_set import CaseSet


def print_facts(path: Path, as_json: bool) -> None:
    """Print what a set says of itself; every member is checked first.

    Raises
    ------
    UnreadableFile : it is no case set, is damaged, or was altered
    """
    from eegview.app.film.accuracy import film_accuracy_line
    from eegview.app.training.cases.case_set import open_case_set

    with tempfile.TemporaryDirectory(prefix="eegview-") as folder, open_case_set(path, Path(folder)) as held:
        held.check()
        if as_json:
            print_json(facts_json(held))
            return
        print_line(f"{held.title}, version {held.facts.version}, made by {held.maker}, {held.made_utc}")
        if held.is_simulated:
            print_line("SIMULATED: every item is from the simulator.")
        print_line(held.signature_text)
        infants = {item.infant_id for item in held.items}
        print_line(f"{len(held.items)} items of {len(infants)} infants, {_n_video(held)} with video")
        if n_film := _n_film(held):
            print_line(f"{n_film} are film alone. {film_accuracy_line()}")
        for question_id, (train, tests) in _counts(held).items():
            print_line(f"  {held.questions[question_id].text} {train} for training, {tests} for tests")
        if held.facts.experts:
            print_line(f"{len(held.facts.experts)} experts: {', '.join(held.facts.experts)}")
    print_message("Answers are not shown here. For research and education.")


def facts_json(held: "CaseSet") -> dict[str, object]:
    """Return the facts of a set as JSON values, without answers."""
    return {
        "set_id": held.set_id,
        "title": held.title,
        "maker": held.maker,
        "made_utc": held.made_utc,
        "version": held.facts.version,
        "simulated": held.is_simulated,
        "signature": {
            "signed": held.signature.is_signed,
            "fingerprint": held.signature.fingerprint or None,
            "printed_name": held.signature.printed_name or None,
        },
        "n_items": len(held.items),
        "n_infants": len({item.infant_id for item in held.items}),
        "n_video": _n_video(held),
        "n_film": _n_film(held),
        "experts": list(held.facts.experts),
        "questions": [
            {"question_id": question_id, "text": held.questions[question_id].text, "n_train": train, "n_tests": tests}
            for question_id, (train, tests) in _counts(held).items()
        ],
        "made_with": dict(held.facts.made_with),
    }


def _n_video(held: "CaseSet") -> int:
    return sum(item.has_video for item in held.items)


def _n_film(held: "CaseSet") -> int:
    return sum(item.is_film for item in held.items)


def _counts(held: "CaseSet") -> dict[str, tuple[int, int]]:
    train = Counter(item.question_id for item in held.items if item.part == "train")
    every = Counter(item.question_id for item in held.items)
    return {name: (train[name], every[name] - train[name]) for name in held.questions}
