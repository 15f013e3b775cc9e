"""Qt's own texts (OK, Cancel, Save) from the same catalogue as ours."""

from PySide6.QtCore import QTranslator

from eegview.model.text.language import is_translated, tr


class QtTexts(QTranslator):
    """Answers what Qt asks for its standard buttons and menus."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return the translation; without one Qt's own text as it is, with its letter for Alt."""
        if context == "QShortcut":  # names of keys stay as the keys' own list has them
            return text
        plain = text.replace("&", "")
        found = tr(plain)
        return text if found == plain else found

    def isEmpty(self) -> bool:
        return not is_translated()
