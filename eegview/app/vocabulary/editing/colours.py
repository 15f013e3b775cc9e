"""Colours offered for terms, each with a name; all can be seen on the page of every theme that comes with eegview."""

NAMED_COLOURS = (
    ("Teal", "#0f766e"),
    ("Blue", "#1d4ed8"),
    ("Rust", "#c2410c"),
    ("Olive", "#4d7c0f"),
    ("Pink", "#be185d"),
    ("Indigo", "#4338ca"),
    ("Brown", "#92400e"),
    ("Cyan", "#0e7490"),
    ("Purple", "#7e22ce"),
    ("Green", "#15803d"),
    ("Crimson", "#9f1239"),
    ("Steel blue", "#2563a8"),
    ("Violet", "#6d28a8"),
    ("Red", "#b91c1c"),
    ("Magenta", "#a21caf"),
    ("Slate", "#475569"),
    ("Grey", "#6b7280"),
)
