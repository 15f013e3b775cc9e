"""Where the comparison of readers stands in the window: built when it is first shown, and outliving studies."""

from typing import TYPE_CHECKING

from eegview.ui.window.context import Context
from eegview.ui.window.late_part import LatePart

if TYPE_CHECKING:
    from eegview.ui.comparing.view import ComparingView


class ComparingPlace:
    """Builds the view on first use, so that the window opens without it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._late = LatePart(context.actions, (), self._build)

    def _build(self) -> "ComparingView":
        from eegview.ui.comparing.view import ComparingView

        return ComparingView(self._context)

    @property
    def is_built(self) -> bool:
        return self._late.built is not None

    @property
    def view(self) -> "ComparingView":
        """The parts; they are hidden until they are shown."""
        return self._late.part

    def restyle(self) -> None:
        """Use the theme of now."""
        if (view := self._late.built) is not None:
            view.restyle()
