"""Where the comparison of readers stands in the window: built when it is first shown, and outliving studies."""

from typing import TYPE_CHECKING

from eegview.ui.window.context import Context

if TYPE_CHECKING:
    from eegview.ui.comparing.view import ComparingView


class ComparingPlace:
    """Builds the view on first use, so that the window opens without it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._view: ComparingView | None = None

    @property
    def is_built(self) -> bool:
        return self._view is not None

    @property
    def view(self) -> "ComparingView":
        """The parts; they are hidden until they are shown."""
        if self._view is None:
            from eegview.ui.comparing.view import ComparingView  # late: the window opens without it

            self._view = ComparingView(self._context)
        return self._view

    def restyle(self) -> None:
        """Use the theme of now."""
        if self._view is not None:
            self._view.restyle()
