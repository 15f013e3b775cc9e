"""Draw what a detector's scores were worth: the reliability diagram, and how many proposals each range holds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from eegview.app.page.picture_file import PAGE_DISCLAIMER, picture_content
from eegview.clinical.calibration import Calibration

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_PANEL_PX, _HEIGHT_PX = 420.0, 500.0
_LEFT, _RIGHT, _BOTTOM, _COUNTS, _GAP, _TOP = 0.14, 0.04, 0.16, 0.16, 0.03, 0.08  # shares of a panel
_INK, _QUIET, _TRUE, _FALSE = "#1b1f24", "#5b625d", "#0b6e75", "#c9cdc6"


def calibration_picture(parts: Sequence[tuple[str, Calibration]], kind: str = "svg") -> bytes:
    """Return the diagrams of some data, side by side, as the content of a file; `kind` is "svg", "png" or "pdf".

    parts : what the data is called, and the calibration there
    """

    def draw(figure: "Figure") -> None:
        width = 1 / len(parts)
        plot_height = 1 - _BOTTOM - _COUNTS - _GAP - _TOP
        for k, (title, calibration) in enumerate(parts):
            left, wide = (k + _LEFT) * width, (1 - _LEFT - _RIGHT) * width
            counts = figure.add_axes((left, _BOTTOM, wide, _COUNTS))
            plot = figure.add_axes((left, _BOTTOM + _COUNTS + _GAP, wide, plot_height))
            _draw_reliability(plot, calibration)
            _draw_counts(counts, calibration)
            plot.set_title(title, fontsize=9, color=_INK)
        figure.text(0.01, 0.012, PAGE_DISCLAIMER, fontsize=6.5, color=_QUIET)

    return picture_content(_PANEL_PX * len(parts), _HEIGHT_PX, kind, draw)


def _draw_reliability(axes: "Axes", calibration: Calibration) -> None:
    axes.plot([0, 1], [0, 1], color=_QUIET, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.text(0.03, 0.97, "scores too low", fontsize=7, color=_QUIET, va="top")
    axes.text(0.97, 0.03, "scores too high", fontsize=7, color=_QUIET, ha="right", va="bottom")
    for one in calibration.bins:
        if one.mean_score is None or one.share_true is None or one.interval is None:
            continue
        low, high = one.interval
        axes.plot([one.mean_score] * 2, [low, high], color=_TRUE, linewidth=1.2)
        axes.plot([one.mean_score], [one.share_true], marker="o", markersize=5, color=_TRUE)
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.02, 1.02)
    axes.set_xticks([k / 5 for k in range(6)])
    axes.tick_params(labelbottom=False, labelsize=7.5, colors=_INK, length=3)
    axes.set_ylabel("share true, with 95 % interval", fontsize=8, color=_INK)
    _frame(axes)


def _draw_counts(axes: "Axes", calibration: Calibration) -> None:
    most = max((one.n for one in calibration.bins), default=0)
    for one in calibration.bins:
        middle, wide = (one.score_from + one.score_to) / 2, (one.score_to - one.score_from) * 0.9
        axes.bar(middle, one.n_true, wide, color=_TRUE)
        axes.bar(middle, one.n - one.n_true, wide, bottom=one.n_true, color=_FALSE)
        if one.n:
            axes.text(middle, one.n, str(one.n), fontsize=6.5, color=_INK, ha="center", va="bottom")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, max(1.0, 1.3 * most))
    axes.set_xticks([k / 5 for k in range(6)])
    axes.tick_params(labelsize=7.5, colors=_INK, length=3)
    axes.set_xlabel("score (bars: proposals, the true ones dark)", fontsize=8, color=_INK)
    _frame(axes)


def _frame(axes: "Axes") -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(_QUIET)
        axes.spines[side].set_linewidth(0.6)
