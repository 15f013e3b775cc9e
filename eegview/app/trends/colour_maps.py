"""Colours of spectrograms in pictures: from dark to light for power, blue and red-brown around nothing for differences.

Both can be read without telling red from green, and printed in grey.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.colors import Colormap

_SEQUENTIAL = ("#0c1e54", "#123f66", "#24596a", "#4a7158", "#7f8445", "#b8904a", "#eca57e", "#fac8c8", "#fdeaf2")
_DIVERGING = ("#0a2450", "#2f74a3", "#9dc3d8", "#f4f2ee", "#dfb097", "#b0603a", "#571408")


def colour_map(name: str) -> "Colormap":
    """Return the colours of a panel's `colour_map`."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list(name, _DIVERGING if name == "vik" else _SEQUENTIAL)
