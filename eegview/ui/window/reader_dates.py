"""How dates and times of day are written in the window: in ISO, or as the reader's system writes them."""

import re
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QLocale

from eegview.model.text.dates import ISO, DateForm, date_form, moment_text, use_date_form
from eegview.model.text.language import tr
from eegview.ui.window.actions import Actions
from eegview.ui.window.menus import add_choices
from eegview.ui.window.settings import Settings

DATES = "display/dates"
AS_ISO, AS_SYSTEM = "iso", "system"
_SHOWN = datetime(2026, 11, 30, 16, 5).astimezone()


def form_of_locale(locale: QLocale) -> DateForm:
    """Return the form in which a country's dates and times of day are written short; a year has four digits."""
    short = QLocale.FormatType.ShortFormat
    day = re.sub(r"y+", "yyyy", locale.dateFormat(short))
    return DateForm(day or ISO.day, locale.timeFormat(short) or ISO.time, locale.amText(), locale.pmText())


def use_chosen_dates(settings: Settings, locale: QLocale | None = None) -> None:
    """Have labels written as the reader chose.

    locale : of the reader's system, None = found out
    """
    is_system = settings.text(DATES, AS_ISO) == AS_SYSTEM
    use_date_form(form_of_locale(locale or QLocale.system()) if is_system else ISO)


def add_dates_menu(
    actions: Actions, settings: Settings, say: Callable[[str], object], locale: QLocale | None = None
) -> None:
    """Add the menu of the forms of dates; what is shown already follows when it is drawn or opened again."""
    system = form_of_locale(locale or QLocale.system())

    def choose(key: str) -> None:
        settings.put(DATES, key)
        use_chosen_dates(settings, locale)
        say(
            tr(
                "Dates: {example}. Lists that are open follow when they are opened again.",
                example=_example(date_form()),
            )
        )

    choices = [
        (AS_ISO, tr("ISO ({example})", example=_example(ISO))),
        (AS_SYSTEM, tr("As the system writes them ({example})", example=_example(system))),
    ]
    current = settings.text(DATES, AS_ISO)
    add_choices(actions.menus["Window"].addMenu(tr("Dates")), "dates", choices, current, choose)


def _example(form: DateForm) -> str:
    return moment_text(_SHOWN, form=form)
