"""The menus, in their order, and the menus within them."""

MENUS = (
    "Study",
    "Edit",
    "Move",
    "Montage",
    "Display",
    "Video",
    "Marks",
    "Detectors",
    "Triage",
    "Adjudication",
    "Staging",
    "Trends",
    "Statistics",
    "Score",
    "Report",
    "Training",
    "Window",
    "Help",
)
EEG_MENUS = ("Montage", "Score")  # hidden while a study that is film alone is open
SUBMENUS = {  # menu and group of the commands that stand in a menu within that menu: its title
    ("Marks", 0): "Add mark",  # terms with a digit
    ("Marks", 1): "Add mark",  # all other terms
    ("Marks", 5): "Other layers",
    ("Video", 4): "Video timing",
    ("Score", 2): "Focus",
    ("Score", 3): "Findings",
    ("Score", 4): "Confidence",
    ("Score", 5): "Bins and pages",
    ("Score", 8): "Detector pre-fill",
    ("Report", 2): "Answers",
    ("Report", 4): "Pages",
    ("Report", 6): "Comparison",
}
