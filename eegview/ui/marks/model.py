"""The marks as rows of a table: only what is looked at is worked out."""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from eegview.app.marks.confirming import confirmation_text, is_confirmed
from eegview.app.marks.index import EVERYTHING, MarkFilter, MarkIndex
from eegview.app.review.mark_texts import answer_text, detail_text, term_text
from eegview.app.review.spoken import mark_text
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.edit import Edit
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.ui.marks.delegate import CONFIRMED_ROLE, DETAIL_ROLE, OPINION_ROLE, swatch
from eegview.ui.page.marks_painter import MarkStyle
from eegview.ui.widgets.headed_table import NOWHERE, HeadedTable, Index

TIME, MARK, LAYER = range(3)
HEADINGS = (tr("Time"), tr("Mark"), tr("By"))
_MANY = 64  # more changes at once than this: lay the table out anew


def _key(mark: Annotation) -> tuple[float, str]:
    return mark.onset_s, mark.annotation_id


class MarksModel(HeadedTable):
    """Marks as rows, by onset. An edit moves only the rows it touches, so that list and selection stand still."""

    def __init__(self, style: MarkStyle, time_text: Callable[[float], str]) -> None:
        super().__init__(HEADINGS, lambda: len(self._marks))
        self._style, self._time_text = style, time_text
        self._marks: list[Annotation] = []
        self._by_id: dict[str, Annotation] = {}
        self._filter: MarkFilter = EVERYTHING
        self._author = ""
        self._opinions: Mapping[str, str] = {}
        self._similarity: Mapping[str, str] = {}
        self._bold = QFont(QApplication.font())
        self._bold.setBold(True)

    # what is shown

    def show(self, marks: MarkIndex, wanted: MarkFilter, author: str) -> None:
        """Lay out all rows anew; 20,000 marks take some hundredths of a second."""
        self.beginResetModel()
        self._filter, self._author = wanted, author
        self._marks = list(marks.filtered(wanted))
        self._by_id = {mark.annotation_id: mark for mark in self._marks}
        self.endResetModel()

    def apply(self, edit: Edit, marks: MarkIndex) -> None:
        """Follow an edit; `marks` are those after it."""
        if len(edit.changes) > _MANY:
            self.show(marks, self._filter, self._author)
            return
        for change in edit.changes:
            held, after = self._by_id.get(change.annotation_id), marks.get(change.annotation_id)
            if after is not None and not self._filter.accepts(after):
                after = None
            if held and after and _key(held) == _key(after):
                row = self.row_of(held)
                self._marks[row] = self._by_id[after.annotation_id] = after
                self.dataChanged.emit(self.index(row, 0), self.index(row, LAYER))
                continue
            if held:
                self._remove(held)
            if after:
                self._insert(after)

    def _remove(self, mark: Annotation) -> None:
        row = self.row_of(mark)
        self.beginRemoveRows(NOWHERE, row, row)
        del self._marks[row], self._by_id[mark.annotation_id]
        self.endRemoveRows()

    def _insert(self, mark: Annotation) -> None:
        row = bisect_left(self._marks, _key(mark), key=_key)
        self.beginInsertRows(NOWHERE, row, row)
        self._marks.insert(row, mark)
        self._by_id[mark.annotation_id] = mark
        self.endInsertRows()

    def row_of(self, mark: Annotation) -> int:
        """Return the row of a mark, -1 where it is not listed."""
        held = self._by_id.get(mark.annotation_id)
        return bisect_left(self._marks, _key(held), key=_key) if held else -1

    def rows_between(self, span: Span) -> tuple[int, int]:
        """Return the first row of a mark that begins in a span, and the row after the last."""
        start = bisect_left(self._marks, span.start_s, key=lambda mark: mark.onset_s)
        return start, bisect_left(self._marks, span.stop_s, key=lambda mark: mark.onset_s)

    def mark_at(self, row: int) -> Annotation:
        return self._marks[row]

    def set_time_text(self, time_text: Callable[[float], str]) -> None:
        self._time_text = time_text
        self._style_changed()

    def set_opinions(self, glyphs: Mapping[str, str]) -> None:
        """Show what others think of marks, as signs by the mark's id."""
        if glyphs != self._opinions:
            self._opinions = glyphs
            self._style_changed()

    def set_similarity(self, texts: Mapping[str, str]) -> None:
        """Show which recorded events marks resemble, as a text by the mark's id."""
        if texts != self._similarity:
            self._similarity = texts
            self._style_changed()

    def set_style(self, style: MarkStyle) -> None:
        """Use another theme or size of text."""
        self._style = style
        self._bold = QFont(QApplication.font())
        self._bold.setBold(True)
        self._style_changed()

    def _style_changed(self) -> None:
        if self._marks:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._marks) - 1, LAYER))

    # the table

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        mark, column = self._marks[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(mark, column)
        if role == Qt.ItemDataRole.DecorationRole and column == TIME:
            side_px = QFontMetrics(self._bold).ascent()
            pixel_ratio = QApplication.primaryScreen().devicePixelRatio()
            return swatch(
                self._style.colour(mark), self._style.pattern(mark), side_px, pixel_ratio, mark.layer == FILE_LAYER
            )
        if role == Qt.ItemDataRole.FontRole and column == MARK and mark.layer != FILE_LAYER:
            return self._bold
        if role == DETAIL_ROLE and column == MARK and mark.layer != FILE_LAYER:
            return detail_text(mark, self._style.vocabulary)
        if role == OPINION_ROLE:
            return self._signs(mark) if column == MARK else ""
        if role == CONFIRMED_ROLE:
            return column == MARK and is_confirmed(mark)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(mark)
        if role == Qt.ItemDataRole.AccessibleTextRole and column == MARK:
            return mark_text(mark, self._style.vocabulary, self._time_text)
        return None

    def _text(self, mark: Annotation, column: int) -> str:
        if column == TIME:
            return self._time_text(mark.onset_s)
        if column == MARK:
            is_note = mark.layer == FILE_LAYER
            return self._style.note_text(mark) if is_note else term_text(mark, self._style.vocabulary)
        return "" if mark.layer in (self._author, FILE_LAYER) else mark.layer

    def _signs(self, mark: Annotation) -> str:
        """Return what others think of a mark, and ≈ where a reader said which recorded event it resembles."""
        alike = "≈" if self._similarity.get(mark.annotation_id) else ""
        return " ".join(filter(None, (self._opinions.get(mark.annotation_id, ""), alike)))

    def _kind(self, mark: Annotation) -> str:
        if mark.layer != FILE_LAYER:
            return term_text(mark, self._style.vocabulary)
        kind = self._style.note_kind(mark)
        return f"{kind[:1].upper()}{kind[1:]}"

    def _tip(self, mark: Annotation) -> str:
        """Return all there is to say, line by line; what does not fit into the row stands here."""
        lines = [
            self._kind(mark),
            tr("{elapsed_text} from start", elapsed_text=elapsed_text(mark.onset_s))
            + (tr(", {duration_s:.2f} s long", duration_s=mark.duration_s) if mark.duration_s else ""),
            answer_text(mark, self._style.vocabulary),
            confirmation_text(mark),
            self._similarity.get(mark.annotation_id, ""),
            self._style.note_text(mark) if mark.layer == FILE_LAYER else mark.text,
            tr("Rows: {channels}", channels=", ".join(mark.channels)) if mark.channels else "",
            "" if mark.layer in (self._author, FILE_LAYER) else tr("By {layer}", layer=mark.layer),
        ]
        return "\n".join(line for line in lines if line)
