"""Menu Compare: differences between two readers, decided one by one. Shown while readers are compared."""

from collections.abc import Callable
from functools import partial

from eegview.app.commands.command import Command

_of: Callable[..., Command] = partial(Command, menu="Adjudication", needs="difference")
_any: Callable[..., Command] = partial(Command, menu="Adjudication", needs="comparing")

COMPARING = (
    Command(
        "comparing.open",
        "Compare readers",
        "Marks",
        "Two readers' differences, one by one.",
        "recording",
        True,
        4,
    ),
    Command(
        "department.open", "Who agrees with whom…", "Marks", "Agreement of all readers, term by term.", "", False, 4
    ),
    _of("comparing.take_a", "Take A", help="Put reader A's mark into the final layer; go to the next."),
    _of("comparing.take_b", "Take B", help="Put reader B's mark into the final layer; go to the next."),
    _of("comparing.merge", "Merge field by field", help="Choose each answer from A or B."),
    _of("comparing.neither", "Neither", help="No event here; nothing goes into the final layer."),
    _of("comparing.query", "Query the readers…", help="Ask the readers; it stays open until it is decided."),
    _of("comparing.skip", "Skip", help="Go to the next without a decision."),
    _any("comparing.back", "Undo last", help="Take the last decision back and show it again."),
    _of("comparing.replay", "Replay", help="Start or stop the loop of page and video.", group=1),
    _of("comparing.lanes", "Show A, B or both", help="Show one reader's marks, then the other's, then both.", group=1),
    _any("comparing.next", "Next disagreement", help="Go to the next one that is not decided.", group=1),
    _of("comparing.next_line", "Next line", help="Go to the next line of the list.", group=1),
    _of("comparing.previous_line", "Previous line", help="Go to the line before.", group=1),
    _of("comparing.comment", "Comment…", help="Write a comment on this difference; it decides nothing.", group=1),
    _any("comparing.list", "Next list", help="Disagreements, only A, only B, conflicts, matched.", group=2),
    _any("comparing.order", "Next order", help="By time, by the largest difference, or by term.", group=2),
    _any("comparing.numbers", "Agreement numbers", is_toggle=True, help="Show them below the page.", group=2),
    _any("comparing.choose", "Choose readers…", help="Which two are compared, which term, which limit.", group=2),
    _any("comparing.take_agreed", "Take all that agree…", help="Lists them first; one change.", group=3),
    _any("comparing.export", "Export agreement…", help="Write the numbers and the list as JSON or CSV.", group=3),
    _any("comparing.close", "Back to the page", help="Return to the page; nothing is lost.", group=4),
    Command("comparing.merge_a", "Answer of A", "Adjudication", "While merging.", "merging", group=5),
    Command("comparing.merge_b", "Answer of B", "Adjudication", "While merging.", "merging", group=5),
    Command("comparing.merge_down", "Next field", "Adjudication", "While merging.", "merging", group=5),
    Command("comparing.merge_up", "Previous field", "Adjudication", "While merging.", "merging", group=5),
    Command(
        "comparing.merge_keep",
        "Apply merge",
        "Adjudication",
        "It goes into the final layer.",
        "merging",
        group=5,
    ),
    Command("comparing.merge_drop", "Stop merging", "Adjudication", "Nothing is changed.", "merging", group=5),
)
