"""`eegview train`: make case sets, say what one holds, answer its items in the window."""

from pathlib import Path
from typing import Annotated

import typer

from eegview.cli.output import print_line, stderr_progress
from eegview.cli.reviewer import DEFAULT_REVIEWER, JsonOption, LibraryOption, ReviewerOption
from eegview.model.errors import UsageError
from eegview.model.training.answer import LEARN

_MAKING = "With --make"


def train(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[SET | FILE…]", help="A case set; with --make the studies: recordings or bundles."),
    ] = None,
    make: Annotated[
        Path | None, typer.Option("--make", metavar="OUT", help="Make the case set OUT.eegcases from settled studies.")
    ] = None,
    question: Annotated[
        list[str] | None,
        typer.Option("--question", metavar="ID", help=f"{_MAKING}: spasm, type, film_spasm …; may be repeated."),
    ] = None,
    negatives: Annotated[
        float, typer.Option("--negatives", metavar="SHARE", help="0-1, of the items on spasms.")
    ] = 0.3,
    mimics: Annotated[float, typer.Option("--mimics", metavar="SHARE", help="0-1, of the items on spasms.")] = 0.25,
    items: Annotated[int, typer.Option("--items", metavar="N", help="Most items of each question.")] = 60,
    with_video: Annotated[
        bool, typer.Option("--with-video", help="Put video in: a face identifies. Studies of clips need it.")
    ] = False,
    with_history: Annotated[
        bool, typer.Option("--with-history", help="Tell age and state as a last layer, no other history.")
    ] = False,
    with_texts: Annotated[
        bool, typer.Option("--with-texts", help="Put free texts of marks into the keys; read them first.")
    ] = False,
    simulated: Annotated[
        int, typer.Option("--simulated", metavar="N", min=0, help="Add N simulated infants of the program.")
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The same seed and studies give the same set.")] = 1,
    title: Annotated[str, typer.Option("--title", metavar="T", help="Of the set.")] = "",
    maker: Annotated[str, typer.Option("--maker", metavar="NAME", help="Name or pseudonym of who makes it.")] = "",
    version: Annotated[
        int, typer.Option("--version", metavar="N", help="Of the set; raise it when the content changes.")
    ] = 1,
    post_after: Annotated[
        int, typer.Option("--post-after", metavar="N", help="Answers for learning before the post-test opens.")
    ] = 60,
    sign: Annotated[bool, typer.Option("--sign/--no-sign", help="Sign the set with your key.")] = True,
    preview: Annotated[bool, typer.Option("--preview", help="Count what the set would hold, write nothing.")] = False,
    shipped: Annotated[
        bool, typer.Option("--shipped", help="Make the set that comes with the program, of simulated infants.")
    ] = False,
    mode: Annotated[str, typer.Option("--mode", metavar="M", help="Of the session: learn, exam, pre or post.")] = LEARN,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Say what the learner's answers to the set show; no window.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="With --statistics: also a .pdf, .csv or .json."),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", metavar="OUT", help="With --statistics: also the answers themselves, as .csv."),
    ] = None,
    learner: Annotated[
        str, typer.Option("--learner", metavar="NAME", help="Whose answers; the name is not kept. Default: --reviewer.")
    ] = "",
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="OUT", help="Write all answers of the learner as one .eeglearner."),
    ] = None,
    import_: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="Add the answers of an .eeglearner to the learner's."),
    ] = None,
    same_learner: Annotated[
        bool, typer.Option("--same-learner", help="With --import: both are the answers of one person.")
    ] = False,
    pseudonym: Annotated[
        str, typer.Option("--pseudonym", metavar="P", help="Keep the learner's answers under P from now on: R7, say.")
    ] = "",
    facts: Annotated[bool, typer.Option("--facts", "--about", help="Say what the set holds, open no window.")] = False,
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    as_json: JsonOption = False,
) -> int:
    """Answer the items of a case set in the window; with --make, make a set from settled studies.

    --facts and --json say what a set holds, without its answers, and open no window. --statistics says what a learner's
    answers to it show; --export and --import move all answers of a learner between computers. --pseudonym says under
    which name a teacher sees them.
    Settled: the final layer and at least one reader's own layer are signed. A set holds no name, date or file name;
    video only with --with-video. Studies of clips (a clip, a folder of clips) give items of film alone: faces are in
    them, unless the clip was exported with the face covered first (“eegview film”) and then read and settled;
    there is no sound. For research and education.

    Example: eegview train --make spasms.eegcases night1.edf night2.edf --question spasm --negatives 0.4
    """
    if pseudonym:
        from eegview.cli.training.train_learner import choose_pseudonym

        is_all = not (files or shipped or make or export or import_)
        choose_pseudonym(learner or reviewer, pseudonym, as_json if is_all else None)
        if is_all:
            return 0
    if export is not None or import_ is not None:
        from eegview.cli.training.train_learner import move_answers

        return move_answers(export, import_, learner or reviewer, as_json, same_learner)
    if shipped:
        from eegview.app.training.cases.shipped import make_shipped

        files = [make_shipped(progress=stderr_progress("Making the case set"))]
    elif make is not None:
        from eegview.app.training.cases.make_settings import MakeSettings
        from eegview.cli.training.train_make import make_set

        settings = MakeSettings(
            title=title,
            maker=maker,
            questions=tuple(question or ()),
            seed=seed,
            n_items=items,
            negatives=negatives,
            mimics=mimics,
            has_video=with_video,
            has_history=with_history,
            has_texts=with_texts,
            post_unlock_after=post_after,
            version=version,
        )
        return make_set(make, files or (), settings, simulated, library, reviewer, sign, preview, as_json)
    if not files or len(files) > 1:
        raise UsageError("One case set is needed.", "Give a file that ends in .eegcases, or make one with --make.")
    if statistics:
        from eegview.cli.training.train_learner import print_statistics

        return print_statistics(files[0], learner or reviewer, out, as_json, answers)
    if not (facts or shipped or as_json):
        from eegview.cli.training.session import open_session

        return open_session(files[0], mode, library, reviewer)
    from eegview.cli.training.set_facts import print_facts

    print_facts(files[0], as_json)
    if shipped and not as_json:
        print_line(str(files[0]))
    return 0
