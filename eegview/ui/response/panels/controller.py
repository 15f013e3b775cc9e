"""Fills the places around the two pages: differences and response at the right, treatment and all studies below."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from eegview.app.response.comparison import Comparison
from eegview.app.response.comparison_table import comparison_rows
from eegview.app.response.treatment_table import table_text
from eegview.app.trends.study_trends import COMPUTING
from eegview.exchange.plain_table import tab_text
from eegview.exchange.writing import write_whole
from eegview.model.report.link import EvidenceLink
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.response.lane.controller import TreatmentLaneController
from eegview.ui.response.multiples.small_pages import SmallPages
from eegview.ui.response.multiples.study_small import row_uv_of, small_request, small_study, with_page
from eegview.ui.response.panels.below_panel import LANE, STUDIES, BelowPanel
from eegview.ui.response.panels.difference_rows import COPIED, DifferenceRow, difference_rows, in_state, pair_of
from eegview.ui.response.panels.differences_panel import DifferencesPanel
from eegview.ui.response.showing import treatment_course
from eegview.ui.response.work import ResponseWork
from eegview.ui.widgets.save_dialog import ask_where_to_save
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_provenance import write_beside

_SOON_MS = 300  # marks and trends that come in a burst are drawn once
_MESSAGE_MS = 15_000
_FILTER = tr("Table (*.csv);;Table with tabs (*.tsv)")
_SHOWN = "response/below"
NOTHING_YET = tr("Two studies have to be compared first.")


class ComparisonPanels(QObject):
    """The panels of one open study, while its comparison stands."""

    def __init__(self, context: Context, study: OpenStudy, work: ResponseWork) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._work = context, study, work
        self.lane = TreatmentLaneController(context, study, work.studies)
        self.pages = SmallPages(context, study)
        self.differences, self.below = DifferencesPanel(), BelowPanel(context.window.page.theme)
        self._found: Comparison | None = None  # shown; one without trends waits while they are computed
        self._state = ""
        self._seen: dict[tuple[str, str, int], int] = {}  # which mark of a value was shown last
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        self._connect_work()
        self._connect_panels()
        self.lane.use_lane(self.below.lane)
        self.below.show_part(context.settings.text(_SHOWN) or self.below.part)
        self.below.shown_changed.connect(self._keep_shown)
        work.view.side.hold(self.differences, 1)
        work.view.treatment.hold(self.below)
        study.scope.ended.connect(self._end)
        self._soon.start()

    def _connect_work(self) -> None:
        work, while_open = self._work, self._study.scope.while_open
        handlers = {
            "response.all_studies": self.switch_below,
            "response.copy_table": self.copy_table,
            "response.save_table": self.ask_for_table,
        }
        self._context.actions.connect(handlers, self._study.scope)
        work.comparing.changed.connect(self._compared)
        work.studies_changed.connect(self._changed)
        work.view.restyled.connect(self._restyle)
        work.beside.added.connect(self._added)
        work.studies.changed.connect(while_open(lambda _none: self._changed()))
        work.studies.opened.changed.connect(while_open(lambda _none: self._changed()))
        self.pages.came.connect(self._changed)
        self.lane.changed.connect(self._lane_changed)

    def _connect_panels(self) -> None:
        differences, below, actions = self.differences, self.below, self._context.actions
        for command in ("response.copy_table", "response.save_table"):
            differences.menu.addAction(actions[command])
        differences.state_chosen.connect(self.choose_state)
        differences.trends_asked.connect(self._work.comparing.ask_for_trends)
        differences.table.value_asked.connect(self.show_value)
        differences.table.copy_asked.connect(self.copy_table)
        below.add.clicked.connect(self._add_treatment)
        below.diary.clicked.connect(self._show_diary)
        below.study.clicked.connect(self._choose)
        below.row.study_asked.connect(self.show_study)
        below.row.remove_asked.connect(self.remove_study)
        below.lane.study_asked.connect(self.show_study)

    def _end(self) -> None:
        for panel in (self.differences, self.below):
            panel.setParent(None)
            panel.deleteLater()

    # what is shown

    def _added(self, one: object) -> None:
        changed = getattr(one, "changed", None)
        if changed is not None:
            changed.connect(self._study.scope.while_open(lambda _none: self._changed()))

    def _changed(self) -> None:
        self._soon.start()

    def _compared(self) -> None:
        """Take the newest comparison over; what has trends stays until there is one with trends, or none to come."""
        comparing = self._work.comparing
        found = comparing.comparison
        ids = [study.fingerprint for study in found.studies] if found is not None else []
        had = [study.fingerprint for study in self._found.studies] if self._found is not None else []
        is_waiting = self._work.trends.is_computing or comparing.is_computing or self._is_computing_own
        if found is None or comparing.has_trends or ids != had or not is_waiting:
            self._found = in_state(found, self._state) if found is not None and self._state else found
        self._changed()

    @property
    def _is_computing_own(self) -> bool:
        return any(one.trends.state == COMPUTING for one in self._work.studies.by_time)

    def refresh(self) -> None:
        """Show everything as it is now."""
        if not self._work.is_shown or not self._study.scope.is_open:
            return
        self._soon.stop()
        self.lane.refresh()
        self._show_differences(self.differences)
        if self.below.part == STUDIES:
            self._show_studies(self.below)

    def _show_differences(self, panel: DifferencesPanel) -> None:
        comparing, found, pair = self._work.comparing, self._found, self.pair()
        panel.table.show_rows(difference_rows(pair) if pair is not None else ())
        theme = self._context.window.page.theme
        panel.card.show_response(found.response if found is not None else None, theme)
        problem = comparing.problem
        if found is None and not problem:
            problem = "" if self._work.studies.shown is not None else NOTHING_YET
        elif not comparing.has_trends and comparing.is_computing:
            problem = "Trends are being computed; their markers follow."
        panel.show_states(found.states if found is not None else (), found.state if found is not None else "")
        can_compute = found is not None and not comparing.has_trends and not comparing.is_computing
        warnings = found.warnings if found is not None else ()
        panel.show_texts(problem, warnings, found.notes if found is not None else (), can_compute)

    def pair(self) -> Comparison | None:
        """Return the comparison of the two studies whose pages are shown; None while there is none."""
        shown = self._work.studies.pair
        if self._found is None or shown is None:
            return None
        return pair_of(self._found, shown[0].fingerprint, shown[1].fingerprint)

    def _show_studies(self, below: BelowPanel) -> None:
        studies = self._work.studies
        course, days = treatment_course(studies)
        pair, row_uv = studies.pair, row_uv_of(studies.opened)
        smalls, requests = [], set()
        for number, one in enumerate(studies.by_time, 1):
            side = "" if pair is None else {0: "Before", 1: "After"}.get(_index(pair, one), "")
            request = small_request(one, studies.opened)
            requests.add(request)
            page, problem = self.pages.page(one.source, request)
            day = days.get(one.fingerprint)
            small = small_study(one, number, side, request, row_uv, course, day, self._found)
            smalls.append(with_page(small, page, problem))
        self.pages.keep(requests)
        below.row.show_studies(smalls)
        below.study.setEnabled(not studies.is_full)

    def _lane_changed(self) -> None:
        if self.lane.view is not None:
            self.below.show_view(self.lane.view)

    def _restyle(self) -> None:
        theme = self._context.window.page.theme
        self.below.use_theme(theme)
        self._changed()

    def _keep_shown(self, part: str) -> None:
        self._context.settings.put(_SHOWN, part)
        self.refresh()

    # acts

    def choose_state(self, state: str) -> None:
        """Compare trends in this state from now on."""
        self._state = self._work.comparing.state = state
        if self._found is not None:
            self._found = in_state(self._found, state)
            self.refresh()

    def switch_below(self) -> None:
        """Show all studies in place of the treatment lane, or the lane again."""
        self.below.show_part(LANE if self.below.part == STUDIES else STUDIES)

    def show_lane(self) -> None:
        """Show treatment by day."""
        self.below.show_part(LANE)

    def show_study(self, fingerprint: str) -> None:
        """Show the page of a study beside that of the open one."""
        study = self._work.studies.find(fingerprint)
        if study is not None and not study.is_open_study:
            self._work.beside.compare_with(list(study.paths))
        elif study is not None:
            self._context.say(tr("This is the open study; its page always stands here."))

    def remove_study(self, fingerprint: str) -> None:
        """Compare a study no more; nothing of it is deleted."""
        study = self._work.studies.find(fingerprint)
        if study is None or study.is_open_study:
            return
        was = self._work.studies.shown
        self._work.studies.show(study)
        self._work.beside.remove_shown()
        if was is not None and was is not study and self._work.studies.find(was.fingerprint) is was:
            self._work.beside.compare_with(list(was.paths))

    def show_value(self, row: DifferenceRow, side: int) -> None:
        """Show where a value came from, on its side; a value of several marks shows one after the other."""
        value = row.values[side]
        link = value.link
        if link is None:
            return
        span, which = self._place_of(link, row.marker_id, side)
        self._work.show_evidence(link.fingerprint, span)
        name = ("Before", "After")[side]
        self._context.say(" · ".join(filter(None, (f"{name}: {row.label} {value.text}", which, value.basis))))

    def _place_of(self, link: EvidenceLink, marker_id: str, side: int) -> tuple[Span, str]:
        study = self._work.studies.find(link.fingerprint)
        held = {mark.annotation_id: mark for mark in study.review.marks} if study is not None and link.marks else {}
        marks = sorted((held[one] for one in link.marks if one in held), key=lambda mark: mark.onset_s)
        if not marks:
            return link.span, ""
        key = link.fingerprint, marker_id, side
        at = self._seen[key] = (self._seen.get(key, -1) + 1) % len(marks)
        more = "; click again for the next" if len(marks) > 1 else ""
        return marks[at].span, f"{at + 1} of {len(marks)}{more}"

    def _add_treatment(self) -> None:
        self.lane.add_treatment()

    def _show_diary(self) -> None:
        self.lane.show_diary()

    def _choose(self) -> None:
        self._work.choose()

    # the table elsewhere

    def copy_table(self) -> None:
        """Copy the table of the two studies that are shown."""
        pair = self.pair()
        if pair is None:
            self._context.say(NOTHING_YET)
            return
        rows = [COPIED, *(row.copied for row in difference_rows(pair))]
        QGuiApplication.clipboard().setText(tab_text(rows))
        self._context.say(tr("{n_rows} markers copied as a table.", n_rows=len(rows) - 1))

    def ask_for_table(self) -> None:
        """Ask where to, then write the table of all studies."""
        if self._found is None:
            self._context.say(NOTHING_YET)
            return
        settings, privacy = self._context.settings, self._context.studies.privacy
        name = privacy.file_name(self._study.paths[0], "before_after")
        suggested = settings.save_folder(self._study.paths[0]) / f"{Path(name).stem}_before_after.csv"
        path, _kind = ask_where_to_save(
            self._context.window, tr("Save differences as table"), suggested, _FILTER, (".csv", ".tsv")
        )
        if path is not None:
            settings.saved_in(path.parent, self._study.paths[0])
            self.save_table(path)

    def save_table(self, path: Path) -> None:
        """Write the table of all studies that are compared."""
        if self._found is None:
            return
        text = table_text(comparison_rows(self._found), path.suffix.lower() == ".tsv")
        studies = self._context.studies

        def done(_none: object) -> None:
            message = studies.privacy.text(tr("Differences saved as {path}.", path=path))
            self._context.window.statusBar().showMessage(message, _MESSAGE_MS)

        written: list[Path] = []

        def write() -> None:
            write_whole(path, text.encode())
            written.append(path)

        studies.work.submit(write, done, studies.fail)
        named = [one.fingerprint for one in self._found.studies]
        write_beside(self._study, studies, written, named)


def _index(pair: tuple[object, object], one: object) -> int:
    return next((n for n, held in enumerate(pair) if held is one), -1)
