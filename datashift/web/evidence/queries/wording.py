"""Repairs in words: what a button says, and what the list of decisions says afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datashift.figures.numbers import whole
from datashift.tables import Action, Flag, Repair

ORDERS = {
    "dmy": gettext_lazy("day, month, year"),
    "mdy": gettext_lazy("month, day, year"),
    "ymd": gettext_lazy("year, month, day"),
}
QUESTIONS: Mapping[Action, str | Promise] = {
    "drop_column": gettext_lazy("Leave out the column?"),
    "swap_coordinates": gettext_lazy("Swap longitude and latitude?"),
    "set_aside": gettext_lazy("Set aside?"),
    "mark_missing": gettext_lazy("Mark as missing?"),
    "read_dates": gettext_lazy("Read the dates in another order?"),
    "recode": gettext_lazy("Write it one way?"),
    "keep": gettext_lazy("Right as it is?"),
}
ALL: Mapping[Action, str | Promise] = {
    "drop_column": gettext_lazy("Leave out all %(count)s columns"),
    "swap_coordinates": gettext_lazy("Swap in all %(count)s piles"),
    "set_aside": gettext_lazy("Set aside in all %(count)s piles"),
    "mark_missing": gettext_lazy("Mark as missing in all %(count)s piles"),
    "read_dates": gettext_lazy("Read so in all %(count)s columns"),
    "recode": gettext_lazy("Write it one way in all %(count)s columns"),
    "keep": gettext_lazy("Keep all %(count)s as they are"),
}
MOST_NAMED = 3


@dataclass(frozen=True)
class Answer:
    """A way to answer a pile.

    Args:
        key: what the button sends.
        label: what the button says.
        repair: what is done then.
        changes: for a recode, what becomes what.
    """

    key: str
    label: str
    repair: Repair
    changes: tuple[tuple[str, str], ...] = ()


def answers(flag: Flag) -> tuple[Answer, ...]:
    """The ways to answer a flag, best first."""
    return tuple(
        Answer(f"{place}:{repair.action}", label(flag, repair), repair, changes(repair))
        for place, repair in enumerate(flag.repairs)
    )


def changes(repair: Repair) -> tuple[tuple[str, str], ...]:
    if repair.action != "recode":
        return ()
    return tuple((str(old), str(new)) for old, new in repair.values["map"].items())


def label(flag: Flag, repair: Repair) -> str:
    """What the button of a repair says: a verb, and how many or what."""
    match repair.action:
        case "set_aside":
            return _("Set aside %(count)s") % {"count": whole(flag.count)}
        case "mark_missing":
            return _("Mark %(values)s as missing") % {"values": _values(flag, repair)}
        case "recode":
            return _("Write it one way")
        case "drop_column":
            return _("Leave out the column")
        case "read_dates":
            order = ORDERS.get(repair.values["order"], repair.values["order"])
            return _("Read as %(order)s") % {"order": order}
        case "swap_coordinates":
            return _("Swap %(count)s") % {"count": whole(flag.count)}
        case "keep":
            if not any(other.action == "drop_column" for other in flag.repairs):
                return _("Keep them") if flag.count != 1 else _("Keep it")
            return _("Keep the column")


def words(flag: Flag, repair: Repair) -> str:
    """What was decided, in a sentence for the list of what was done."""
    done: Mapping[str, str] = {
        "set_aside": _("Set aside: %(what)s"),
        "mark_missing": _("Marked as missing: %(what)s"),
        "recode": _("Written one way: %(what)s"),
        "drop_column": _("Column left out: %(what)s"),
        "read_dates": _("Read as %(order)s: %(what)s"),
        "swap_coordinates": _("Swapped: %(what)s"),
        "keep": _("Kept: %(what)s"),
    }
    order = ORDERS.get(repair.values.get("order", ""), "")
    return done[repair.action] % {"what": flag.message, "order": order}


def words_of_line(repair: Repair) -> str:
    """The same for a repair that the text of the study lists, without its flag."""
    about = f"“{repair.column}”, {repair.flag}" if repair.column else repair.flag
    return words(Flag(repair.flag, "note", about), repair)  # type: ignore[arg-type]


def _values(flag: Flag, repair: Repair) -> str:
    values = repair.values.get("values", ())
    if not values:
        return whole(flag.count)
    if len(values) > MOST_NAMED:
        return _("%(count)s values") % {"count": len(values)}
    return ", ".join(str(value) if _is_number(value) else f"“{value}”" for value in values)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
