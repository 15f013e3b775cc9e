"""`eegview train --statistics`, `--export`, `--import`: what a learner's answers show, and how they move."""

from pathlib import Path
from typing import TYPE_CHECKING

from eegview.cli.output import print_json, print_line, print_message
from eegview.clinical.learning.figure import SECONDS, SHARE, Figure
from eegview.model.errors import UsageError

if TYPE_CHECKING:
    from eegview.app.training.learner.figures import LearnerStatistics

NAMES = (
    ("skill", "skill (area under the curve)"),
    ("d_prime", "d′"),
    ("criterion", "threshold c"),
    ("balanced_accuracy", "balanced accuracy"),
    ("share_right", "right answers"),
    ("consistency", "own consistency κ"),
    ("pre", "pre-test"),
    ("post", "post-test"),
    ("gain", "post-test minus pre-test"),
)
ONSET_NAMES = (
    ("share_right", "right answers"),
    ("onset_median_s", "onset, median difference"),
    ("onset_spread_s", "onset, middle half of the differences"),
    ("consistency", "own consistency, median distance of repeats"),
    ("pre", "pre-test, right answers"),
    ("post", "post-test, right answers"),
    ("gain", "post-test minus pre-test"),
)
TEST_NAMES = (
    ("pre", "pre-test, right answers"),
    ("post", "post-test, right answers"),
    ("gain", "post-test minus pre-test"),
)


def print_statistics(
    set_path: Path, learner: str, out: Path | None, as_json: bool, answers_out: Path | None = None
) -> int:
    """Say what a learner's answers to a set show; write it to `out` (PDF, CSV, JSON) where given.

    answers_out : table for the answers themselves, None for none

    Returns 5 where the file of answers was altered, else 0.

    Raises
    ------
    UnreadableFile : the set or the answers cannot be read
    CannotWrite, UsageError : `out` cannot be written
    """
    import tempfile

    from eegview.app.training.cases.case_set import open_case_set
    from eegview.app.training.learner.answers_file import AnswersFile, utc_now
    from eegview.app.training.learner.exports.figures_json import statistics_json
    from eegview.app.training.learner.exports.writing import write_answers, write_figures
    from eegview.app.training.learner.statistics import learner_statistics
    from eegview.app.training.place import answers_path

    path = answers_path(learner)
    check_answers(path)
    with (
        tempfile.TemporaryDirectory(prefix="eegview-") as folder,
        open_case_set(set_path, Path(folder)) as case_set,
        AnswersFile(path, may_write=False) as file,
    ):
        checked, answers = file.verify(), list(file.answers())  # once they are read, the issues tell what was left out
        warnings = [issue.message for issue in (*file.issues, *checked.issues)]
        statistics = learner_statistics(answers, case_set, file.pseudonym, warnings)
        if out is not None:
            write_figures(statistics, case_set.set_id, case_set.title, out, utc_now())
            print_message(f"Written: {out}")
        if answers_out is not None:
            write_answers([one for one in answers if one.set_id == case_set.set_id], answers_out)
            print_message(f"Written: {answers_out}")
        if as_json:
            figures = statistics_json(statistics, case_set.set_id, case_set.title)
            print_json(figures | {"answers_verified": checked.is_whole})
        else:
            _print_lines(statistics)
        for warning in statistics.warnings:
            print_message(warning)
        return 0 if checked.is_whole else 5


def choose_pseudonym(learner: str, pseudonym: str, as_json: bool | None) -> int:
    """Have a learner's answers kept under another pseudonym from now on.

    as_json : None = say it on stderr, as results of something else follow

    Raises
    ------
    UsageError : it cannot be kept
    LibraryAway, LibraryRefused : the answers cannot be written
    """
    from eegview.app.training.learner.answers_file import AnswersFile
    from eegview.app.training.learner.pseudonym import checked_pseudonym
    from eegview.app.training.place import answers_path

    checked_pseudonym(pseudonym)  # before a file is made
    with AnswersFile(answers_path(learner)) as file:
        before = file.pseudonym
        file.choose_pseudonym(pseudonym)
        chosen = file.pseudonym
    if as_json:
        print_json({"learner": chosen, "before": before})
    else:
        (print_message if as_json is None else print_line)(f"{before} is {chosen} from now on.")
    return 0


def move_answers(
    export: Path | None, bundle: Path | None, learner: str, as_json: bool, is_same_learner: bool = False
) -> int:
    """Write a learner's bundle, or add one to the learner's answers.

    is_same_learner : it was said that the bundle is of the same person

    Raises
    ------
    UsageError : both at once
    UnreadableFile, LibraryRefused, CannotWrite
    """
    if export is not None and bundle is not None:
        raise UsageError("Answers are written or added, not both at once.", "Give --export or --import.")
    if export is not None:
        return export_learner(learner, export, as_json)
    assert bundle is not None
    return import_learner(bundle, learner, as_json, is_same_learner)


def export_learner(learner: str, out: Path, as_json: bool) -> int:
    """Write all records of a learner as one file.

    Raises
    ------
    UnreadableFile, UsageError, CannotWrite
    """
    from eegview.app.training.learner.answers_file import AnswersFile
    from eegview.app.training.learner.bundle import write_bundle
    from eegview.app.training.place import answers_path

    path = answers_path(learner)
    check_answers(path)
    with AnswersFile(path, may_write=False) as file:
        n = write_bundle(file, out)
        pseudonym = file.pseudonym
    if as_json:
        print_json({"learner": pseudonym, "n_answers": n, "path": str(out)})
    else:
        print_line(f"{pseudonym}: {n} answers written to {out}")
    return 0


def import_learner(bundle: Path, learner: str, as_json: bool, is_same_learner: bool) -> int:
    """Add the records of a bundle to a learner's file.

    Raises
    ------
    UsageError : they are another learner's
    UnreadableFile, LibraryRefused
    """
    from eegview.app.training.learner.bundle import merge_bundle
    from eegview.app.training.place import answers_path

    merged = merge_bundle(bundle, answers_path(learner), is_same_learner=is_same_learner)
    if as_json:
        print_json(
            {
                "learner": merged.pseudonym,
                "n_new_records": merged.n_new,
                "n_known_records": merged.n_known,
                "n_new_answers": merged.n_new_answers,
            }
        )
    else:
        print_line(f"{merged.pseudonym}: {merged.n_new_answers} answers added, {merged.n_known} records known already")
    return 0


def check_answers(path: Path) -> None:
    """Check that a learner has answered anything on this computer.

    Raises
    ------
    UsageError : there are no answers
    """
    if not path.exists():
        raise UsageError("This learner has no answers on this computer.", "Give --learner NAME, or answer a set first.")


def _print_lines(statistics: "LearnerStatistics") -> None:
    simulated = " (SIMULATED items)" if statistics.is_simulated else ""
    print_line(
        f"{statistics.pseudonym}{simulated}: {statistics.n_answers} answers, {statistics.n_repeats} silent repeats"
    )
    print_line("\nTests before and after learning, all questions")
    for name, label in TEST_NAMES:
        print_line(f"  {label}: {figure_text(getattr(statistics, name))}")
    if statistics.apart:
        print_line(f"\n{statistics.film_text}")
        for name, figure in statistics.apart:
            print_line(f"  right answers, {name}: {figure_text(figure)}")
    for question in statistics.questions:
        print_line(f"\n{question.text}")
        for name, label in ONSET_NAMES if question.is_onset else NAMES:
            print_line(f"  {label}: {figure_text(getattr(question, name))}")
        if question.is_yes_or_no:
            print_line(f"  threshold: {question.threshold}")
        if question.advice:
            print_line(f"  {question.advice}")
    print_line(f"\nCalibration: {statistics.calibration.text}")
    print_line(f"  Brier score: {figure_text(statistics.calibration.brier)}")
    for category in statistics.categories:
        print_line(f"  {category.label}: {figure_text(category.share_right)}")


def figure_text(figure: Figure) -> str:
    """Return `0.86 (0.79 to 0.92), n 118`, or why there is no number."""
    if figure.value is None:
        return figure.why_none
    interval = f" ({_number(figure, figure.low)} to {_number(figure, figure.high)})" if figure.has_interval else ""
    return f"{_number(figure, figure.value)}{interval}, n {figure.n}"


def _number(figure: Figure, value: float | None) -> str:
    if value is None:
        return ""
    if figure.unit == SHARE:
        return f"{round(100 * value)} %".replace("-", "−")
    text = f"{value:.2f}".replace("-", "−")
    return f"{text} s" if figure.unit == SECONDS else text
