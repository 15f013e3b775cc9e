"""Colours of what is drawn by day: bars of drugs, spasms, and mixtures of both with the page."""

from __future__ import annotations

BAR_COLOURS = ("#2c6f94", "#7b52b4", "#8a5a13", "#2e7a4e", "#a8395f", "#55607a")
SPASM_COLOUR = "#c2410c"
CLIP_COLOUR, GAINED_COLOUR, LOST_COLOUR = "#1d4e89", "#2e7a4e", "#a3241b"


def mixed(colour: str, ground: str, share: float) -> str:
    """Return `share` of a colour over a ground, "#rrggbb" both."""
    pairs = ((int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(g + (c - g) * min(max(share, 0.0), 1.0)):02x}" for c, g in pairs)
