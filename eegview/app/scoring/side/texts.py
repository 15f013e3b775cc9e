"""What the cards beside a score sheet say: derivation, counters, amplitudes, readers, and what each text opens."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from eegview.app.scoring.sheet import ScoreSheet
from eegview.app.scoring.side.grid import Focus, GridView, foci_of
from eegview.clinical.based import DerivationLine, LineState
from eegview.clinical.based_derivation import STUDY_SENTENCES
from eegview.model.scoring.evidence import GMFS, NONEPILEPTIFORM, PRESENT, PVA, SPIKE_FOCUS, FlagEvidence

Part = str | tuple[str, object]  # a text, or a text and what it opens: a Span, or the number of a bin

TICKS: Mapping[LineState, str] = {
    LineState.MET: "✓",
    LineState.NOT_MET: "–",
    LineState.OPEN: "?",
    LineState.NOTE: "·",
}
SPOKEN_STATES: Mapping[LineState, str] = {
    LineState.MET: "Met",
    LineState.NOT_MET: "Not met",
    LineState.OPEN: "Open",
    LineState.NOTE: "Note",
}
_SAID_ELSEWHERE = frozenset({"score_changed", "score_filters"})  # under the score, and beside the measured wave
CONFIRM_NOTE = "severity, not a diagnosis"
_SHORT_WORDS = (
    ("Spike foci in the epoch", "Spike foci"),
    (" bins with a spike (", " bins ("),
    (" bins with a spike without an electrode", " bins without a focus"),
    (" bin with a spike without an electrode", " bin without a focus"),
    (", which disagrees with the page rule; the page rule decides", ", disagrees: the page rule decides"),
    (", which agrees with the page rule", ", agrees"),
    (": present, but no example is marked", ": no example is marked"),
    ("Rows with high background amplitude", "High rows"),
)
_MOST_EXAMPLES = 6  # of a pattern, named by page
PREFILL_TEXT = "Proposed bins are dashed and never overwrite yours."


@dataclass(frozen=True, slots=True)
class DerivationRow:
    """One line of the derivation as it is shown.

    parts : the line in short, as there is one line of room for it
    spoken : the whole line as a screen reader says it, with how the criterion stands
    is_flagged : shown as a warning: page rule and literal share disagree
    """

    tick: str
    parts: tuple[Part, ...]
    spoken: str
    is_flagged: bool = False


def count_text(n: int, noun: str) -> str:
    """Return `1 bin`, `8 bins`."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


# the score


def heading(sheet: ScoreSheet) -> str:
    """Return what the card of the score is called."""
    if sheet.committed_utc:
        return "Score"
    return "Score so far" if sheet.score.score is not None else "No score yet"


def severity(sheet: ScoreSheet) -> str:
    """Return what the score says on the scale, or which scores are still possible."""
    result = sheet.score
    if result.score is not None:
        return result.severity
    return f"Still possible: {', '.join(map(str, result.possible))}"


def number(sheet: ScoreSheet) -> str:
    """Return the score as the big number, "–" for none."""
    return "–" if sheet.score.score is None else str(sheet.score.score)


def parameter_parts(sheet: ScoreSheet) -> tuple[str, str, str]:
    """Return the parameter set, what it is to be confirmed with, and that a score is no diagnosis."""
    confirm = sheet.parameters.confirm
    return f"Parameter set {sheet.parameters.name}", f"confirm {confirm}" if confirm else "", CONFIRM_NOTE


def derivation_rows(sheet: ScoreSheet, current_bin: int, *, is_short: bool = False) -> tuple[DerivationRow, ...]:
    """Return the derivation line by line; the result itself stands beside the number.

    What the rest of the study decides is left out as long as it is not asked.

    current_bin : what is linked leads to the next place after it
    is_short : in the fewer words that fit beside the number
    """
    left_out = {"result"} if is_study_asked(sheet) else {"result", SPIKE_FOCUS, NONEPILEPTIFORM}
    return tuple(
        _row(sheet, line, current_bin, is_short) for line in sheet.score.derivation if line.about not in left_out
    )


def _row(sheet: ScoreSheet, line: DerivationLine, current_bin: int, is_short: bool) -> DerivationRow:
    targets = list(_targets(sheet, line, current_bin))
    is_flagged = line.about == "literal" and sheet.score.disagrees
    tick = "!" if is_flagged else TICKS[line.state]
    spoken = f"{SPOKEN_STATES[line.state]}. {line.text}"
    text = (_short(line.text) if is_short else line.text).replace(" %", "\N{NO-BREAK SPACE}%")
    return DerivationRow(tick, linked(text, targets), spoken, is_flagged)


def _short(text: str) -> str:
    """Return a line of the derivation in the words that stand beside the number."""
    for words, fewer in _SHORT_WORDS:
        text = text.replace(words, fewer)
    return text


def _targets(sheet: ScoreSheet, line: DerivationLine, current_bin: int) -> Iterable[tuple[str, object]]:
    """Yield the texts of a line that open something, with what they open."""
    spikes = tuple(number for number, bin_ in sorted(sheet.bins.items()) if bin_.is_spike)
    if line.about == "foci":
        for focus in sorted(foci_of(sheet), key=lambda focus: line.text.find(focus.electrode)):
            yield focus.electrode, next_after(focus.bins, current_bin)
    elif line.about == "literal" and spikes:
        yield str(sheet.score.bins_with_spike), next_after(spikes, current_bin)
    elif line.about == "burden" and sheet.score.pages_met:
        n_bins = sheet.parameters.n_bins
        pages = {number // n_bins for number in spikes}
        full = [p for p in pages if sum(s // n_bins == p for s in spikes) >= sheet.parameters.bins_of_page]
        firsts = [min(s for s in spikes if s // n_bins == page) for page in sorted(full)]
        if firsts:
            yield str(sheet.score.pages_met), next_page(firsts, current_bin, n_bins)
    elif line.about == "amplitude":
        high = {found.row: found for found in sheet.amplitudes if found.is_high}
        for row, found in sorted(high.items(), key=lambda item: line.text.find(item[0])):
            yield row, found.span
    elif line.about in (GMFS, PVA):
        flag = sheet.gmfs if line.about == GMFS else sheet.pva
        if flag.examples and flag.answer == PRESENT:
            yield "present", flag.examples[0].span


def linked(text: str, targets: Sequence[tuple[str, object]]) -> tuple[Part, ...]:
    """Return a text in parts: each of `targets` that it holds, in order, opens something."""
    parts: list[Part] = []
    rest = text
    for words, target in targets:
        before, found, after = rest.partition(words)
        if found:
            parts += [before, (found, target)]
            rest = after
    return tuple(part for part in (*parts, rest) if part != "")


def next_after(numbers: Sequence[int], current: int) -> int:
    """Return the first of ascending numbers after `current`, the first of all where there is none."""
    return next((number for number in numbers if number > current), numbers[0])


def next_page(firsts: Sequence[int], current: int, n_bins: int) -> int:
    """Return the first of the bins that lies on a page after that of `current`, the first of all where none does."""
    return next((number for number in firsts if number // n_bins > max(current, -1) // n_bins), firsts[0])


def n_pages_left(sheet: ScoreSheet) -> int:
    """Return how many pages are not read to their end."""
    return sheet.n_pages - len(sheet.read_pages)


def missing_lines(sheet: ScoreSheet) -> tuple[str, ...]:
    """Return a sentence for each thing that must be done before the score can be committed.

    Where nothing unanswered can change the score, only what is unread is left. The rest of the study is asked only once
    the epoch leaves it open.
    """
    if sheet.is_committed:
        return ()
    if sheet.score.score is None:
        is_asked = is_study_asked(sheet) or not n_pages_left(sheet)
        return tuple(text for text in sheet.score.missing if is_asked or text not in STUDY_SENTENCES)
    return sheet.score.missing[:1] if n_pages_left(sheet) else ()


def commit_text(sheet: ScoreSheet) -> str:
    """Return the button's text: `Commit score`, `Commit score (2 pages left)`, `… (2 pages, 1 answer left)`."""
    left = left_text(sheet)
    return f"Commit score ({left})" if left else "Commit score"


def left_text(sheet: ScoreSheet) -> str:
    """Return what is left before the commit as counts: `2 pages, 3 answers left`, "" for nothing."""
    left = []
    pages = n_pages_left(sheet) if not sheet.is_committed else 0
    if pages:
        left.append(count_text(pages, "page"))
    answers = len(missing_lines(sheet)) - (1 if pages else 0)
    if answers > 0:
        left.append(count_text(answers, "answer"))
    return f"{', '.join(left)} left" if left else ""


def score_note(sheet: ScoreSheet) -> str:
    """Return what stands beside the heading of the score: `committed`, `2 pages left`, `ready to commit`."""
    if sheet.is_committed:
        return "committed"
    return left_text(sheet) or ("ready to commit" if sheet.can_commit else "")


def next_text(sheet: ScoreSheet) -> str:
    """Return what is to be answered next once every page is read; "" while there are pages to read, or for nothing."""
    missing = missing_lines(sheet)
    return f"Next: {missing[0]}" if missing and not n_pages_left(sheet) else ""


def is_study_asked(sheet: ScoreSheet) -> bool:
    """Whether the rest of the study matters: the epoch is read and gives no 3-5, or something is answered of it."""
    is_answered = bool(sheet.nonepileptiform or sheet.other_foci)
    return is_answered or (not n_pages_left(sheet) and min(sheet.score.possible, default=5) <= 2)


def changed_text(sheet: ScoreSheet) -> str:
    """Return that the evidence no longer is what was committed, with both scores; "" where it is."""
    if not sheet.is_changed:
        return ""
    return f"The evidence changed after the commit: committed as {sheet.committed_score}, now {number(sheet)}."


def issue_lines(sheet: ScoreSheet) -> tuple[str, ...]:
    """Return what of the evidence cannot be read or does not count, as far as nothing else on the side says it."""
    return tuple(issue.message for issue in sheet.issues if issue.code not in _SAID_ELSEWHERE)


def spoken_score(sheet: ScoreSheet) -> str:
    """Return the score as it is announced when it changes: `Score so far: 5. Definite epileptic …`."""
    return (
        f"{heading(sheet)}: {severity(sheet)}"
        if sheet.score.score is None
        else (f"{heading(sheet)}: {number(sheet)}. {severity(sheet)}")
    )


# pages and bins


def pages_note(sheet: ScoreSheet) -> str:
    """Return `14 pages count (≥ 10 needed) · 18 of 20 read`."""
    met, needed = sheet.score.pages_met, sheet.parameters.pages
    verb = "page counts" if met == 1 else "pages count"
    return f"{met} {verb} (≥ {needed} needed) · {len(sheet.read_pages)} of {sheet.n_pages} read"


def foci_needed(sheet: ScoreSheet) -> str:
    """Return `4 foci (≥ 3 needed)`."""
    n_foci = len(foci_of(sheet))
    return f"{n_foci} {'focus' if n_foci == 1 else 'foci'} (≥ {sheet.parameters.n_foci} needed)"


def unnamed_text(sheet: ScoreSheet) -> str:
    """Return how many bins have a spike without a named focus, "" for none."""
    n_bins = sum(bin_.is_spike and not bin_.foci for bin_ in sheet.bins.values())
    return f"{count_text(n_bins, 'bin')} without a named focus (hatched)" if n_bins else ""


def foci_spoken(foci: Iterable[Focus]) -> str:
    """Return `P4: 68 bins on 18 pages. F3: …`."""
    texts = [f"{f.electrode}: {count_text(f.n_bins, 'bin')} on {count_text(f.n_pages, 'page')}" for f in foci]
    return ". ".join(texts) if texts else "No foci"


def bin_text(view: GridView, number: int, start_s: float, bin_s: float, clock: Callable[[float], str]) -> str:
    """Return what is said of a bin.

    `Page 12, bin 10, 03:30:54. Spike at F3. 9 of 15 bins on this page; the page counts.`
    """
    page, place = divmod(number, view.n_bins)
    cell = view.cells[number]
    foci = ", ".join(focus.electrode for focus in cell.foci)
    at = f" at {foci}" if foci else ", focus not named"
    if cell.is_proposed:
        said = f"Proposed: spike{at}. Not answered"
    elif cell.state == "spike":
        said = f"Spike{at}"
    else:
        said = "No spike" if cell.state == "none" else "Page not read"
    verb = "the page counts" if view.counts_page(page) else f"{view.needed} needed"
    where = f"Page {page + 1}, bin {place + 1}, {clock(start_s + number * bin_s)}"
    return f"{where}. {said}. {view.counts[page]} of {view.n_bins} bins on this page; {verb}."


# flags


def example_parts(flag: FlagEvidence, sheet: ScoreSheet) -> tuple[Part, ...]:
    """Return the pages of a flag's examples, each opening its own; what is missing where there is none."""
    if not flag.examples:
        return ("needs one marked example",) if flag.answer == PRESENT else ("",)
    shown, rest = flag.examples[:_MOST_EXAMPLES], flag.examples[_MOST_EXAMPLES:]
    parts: list[Part] = ["p. "]
    for example in shown:
        page = int((example.onset_s - sheet.span.start_s) // sheet.parameters.page_s) + 1
        parts += [(str(min(max(page, 1), sheet.n_pages)), example.span), ", "]
    return (*parts[:-1], f" and {len(rest)} more") if rest else tuple(parts[:-1])
