"""Menu Report, before and after: two studies of one infant side by side, key by key."""

from eegview.app.commands.command import Command

_MENU, _OPEN, _KEYS = "Report", 5, 6  # the groups: what opens it, and what is done in it

RESPONSE = (
    Command(
        "response.open",
        "Before and after",
        _MENU,
        "Compare this study with another one of the infant, page beside page.",
        "recording",
        True,
        _OPEN,
        synonyms=("compare studies", "treatment response", "side by side"),
    ),
    Command(
        "response.choose",
        "Other study…",
        _MENU,
        "Choose the study to compare with, or add one.",
        "response",
        group=_KEYS,
    ),
    Command(
        "response.show_next", "Next of the other studies", _MENU, "Show the next one beside.", "response", group=_KEYS
    ),
    Command(
        "response.remove",
        "Remove other study",
        _MENU,
        "Stop comparing it; nothing is deleted.",
        "response",
        group=_KEYS,
    ),
    Command(
        "response.swap", "Swap before and after", _MENU, "Where no recording date decides.", "response", group=_KEYS
    ),
    Command("response.worst", "Worst epochs", _MENU, "Show the worst five minutes of both.", "response", group=_KEYS),
    Command("response.clock", "Same clock time", _MENU, "Show the same time of day beside.", "response", group=_KEYS),
    Command("response.state", "Same state", _MENU, "Keep both pages in the same stage.", "response", group=_KEYS),
    Command("response.free", "Free", _MENU, "Let each page move alone.", "response", group=_KEYS),
    Command(
        "response.next_same", "Next page of this state", _MENU, "Find it in the other study.", "response", group=_KEYS
    ),
    Command(
        "response.previous_same",
        "Previous page of this state",
        _MENU,
        "Find the previous one in the other study.",
        "response",
        group=_KEYS,
    ),
    Command("response.other", "Other page", _MENU, "Switch the keys to the other page.", "response", group=_KEYS),
    Command(
        "response.unlock", "Unlock or lock all", _MENU, "Let each page have its own display.", "response", group=_KEYS
    ),
    Command(
        "response.lock_scroll", "Lock scrolling", _MENU, "Move both pages together, or not.", "response", group=_KEYS
    ),
    Command("response.lock_montage", "Lock montage", _MENU, "Same montage on both, or not.", "response", group=_KEYS),
    Command("response.lock_filters", "Lock filters", _MENU, "Same filters on both, or not.", "response", group=_KEYS),
    Command(
        "response.lock_sensitivity", "Lock sensitivity", _MENU, "Same sensitivity, or not.", "response", group=_KEYS
    ),
    Command("response.lock_page", "Lock page length", _MENU, "Same page length, or not.", "response", group=_KEYS),
    Command("response.lock_state", "Lock state", _MENU, "Same state of sleep, or not.", "response", group=_KEYS),
    Command("response.next_page", "Next page of both", _MENU, "Turn both pages.", "response", group=_KEYS),
    Command("response.previous_page", "Previous page of both", _MENU, "Turn both pages back.", "response", group=_KEYS),
    Command("response.right", "Both 1 s later", _MENU, "Move both pages by a second.", "response", group=_KEYS),
    Command("response.left", "Both 1 s earlier", _MENU, "Move both pages by a second.", "response", group=_KEYS),
    Command("response.half_right", "Both half a page later", _MENU, "Move both pages.", "response", group=_KEYS),
    Command("response.half_left", "Both half a page earlier", _MENU, "Move both pages.", "response", group=_KEYS),
    Command("response.first", "Start", _MENU, "Go to the start of the study that keys move.", "response", group=_KEYS),
    Command("response.last", "End", _MENU, "Go to its end.", "response", group=_KEYS),
    Command(
        "response.cancel",
        "Stop computing its trends",
        _MENU,
        "What is computed stays.",
        "computing_beside",
        group=_KEYS,
    ),
    Command("response.close", "Leave before and after", _MENU, "Go back to the page.", "response", group=_KEYS),
    Command(
        "response.treatment",
        "Treatment…",
        _MENU,
        "Enter what the infant was treated with, by hand.",
        "recording",
        group=_OPEN,
        synonyms=("drug", "dose", "medication"),
    ),
    Command(
        "response.diary",
        "Spasm diary…",
        _MENU,
        "Enter the spasms that parents or staff saw, day by day.",
        "recording",
        group=_OPEN,
        synonyms=("witnessed spasms", "calendar"),
    ),
    Command(
        "response.all_studies",
        "All studies or treatment",
        _MENU,
        "Show up to six studies in small below the pages, or the treatment by day.",
        "response",
        group=_KEYS,
    ),
    Command("response.copy_table", "Copy differences", _MENU, "Copy the table as text.", "response", group=_KEYS),
    Command(
        "response.save_table",
        "Save differences…",
        _MENU,
        "Write the table of all studies compared to a file.",
        "response",
        group=_KEYS,
    ),
)
