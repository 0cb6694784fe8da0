"""Questions about place and time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from datashift import sdg
from datashift.kit.language.territories import country_called
from datashift.kit.text import fold
from datashift.studies import Specification
from datashift.studies.specification import Areas, Place, Time
from datashift.web.evidence.forms.questions.question import Question, explained
from datashift.web.evidence.queries.asking import About

WHERE = (
    ("point", _("Every row has a point"), _("Longitude and latitude, in two columns.")),
    ("column", _("A column names the area"), _("A district, a region, a code.")),
    ("whole", _("All rows are from one place"), _("No smaller areas are told apart.")),
)


def country_choices() -> list[tuple[str, Any]]:
    """All countries by name, with their two-letter codes."""
    named = [(one.code, country_called(one.code, one.name)) for one in sdg.countries()]
    named.sort(key=lambda each: fold(each[1]))
    return [("", _("None of the list")), *named]


class Where(Question):
    key = "place"
    heading = _("Where is each row?")
    lead = _("The smallest area that somebody decides about is the most useful one.")
    why = _("People look for their own place first. Points themselves are never published.")
    template = "place"

    how = forms.ChoiceField(
        label=_("How does the file say where?"),
        choices=lazy(lambda: explained(WHERE), list),
        widget=forms.RadioSelect,
    )
    longitude = forms.ChoiceField(label=_("Column with the longitude"), required=False)
    latitude = forms.ChoiceField(label=_("Column with the latitude"), required=False)
    column = forms.ChoiceField(label=_("Column that names the area"), required=False)
    country = forms.ChoiceField(
        label=_("Country"), required=False, choices=lazy(country_choices, list)
    )
    areas = forms.ChoiceField(
        label=_("Boundaries"),
        required=False,
        help_text=_("A file with the areas, brought with the rows; points need one."),
    )
    area_name = forms.ChoiceField(
        label=_("Which property of the boundaries is the name?"), required=False
    )
    area_code = forms.ChoiceField(
        label=_("Which is the code?"), required=False, help_text=_("If there is one.")
    )
    level = forms.CharField(
        label=_("What are the areas called?"),
        required=False,
        max_length=40,
        help_text=_("Such as: region, district, ward."),
    )
    name = forms.CharField(
        label=_("Name of the whole place"),
        required=False,
        max_length=120,
        help_text=_("Only if it is not the country."),
    )

    @classmethod
    def initial_of(cls, about: About) -> dict[str, Any]:
        place = about.said.place or Place()
        how = "point" if place.longitude else "column" if place.column else "whole"
        areas = place.areas
        guessed = _properties(about) if areas is None and cls.is_guess(about) else {}
        return {
            "how": how,
            "longitude": place.longitude,
            "latitude": place.latitude,
            "column": place.column,
            "country": place.country,
            "areas": areas.file if areas else guessed.get("areas", ""),
            "area_name": areas.name if areas else guessed.get("area_name", ""),
            "area_code": (areas.code or "") if areas else guessed.get("area_code", ""),
            "level": place.level,
            "name": place.name,
        }

    def prepare(self) -> None:
        for name in ("longitude", "latitude"):
            self.choose(name, self.columns("number", "integer"))
        self.choose("column", self.columns("text", "integer", "boolean"))
        files = self.about.boundaries
        self.choose(
            "areas", [("", _("Those we know of the country")), *((f.name, f.name) for f in files)]
        )
        properties = dict.fromkeys(each["name"] for file in files for each in file.columns)
        shown = [(name, name) for name in properties]
        for name in ("area_name", "area_code"):
            self.choose(name, [("", _("None")), *shown])

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        how = typed.get("how")
        needed = {"point": ("longitude", "latitude"), "column": ("column",)}
        for name in needed.get(str(how), ()):
            if not typed.get(name):
                self.add_error(name, _("Choose the column."))
        if how == "point" and not typed.get("areas"):
            self.add_error(
                "areas", _("Points are placed in boundaries. Bring a file with them, or use names.")
            )
        if how != "whole" and typed.get("areas") and not typed.get("area_name"):
            self.add_error("area_name", _("Choose the property that holds the names."))
        if not (typed.get("country") or typed.get("name") or typed.get("areas")):
            self.add_error("country", _("Choose the country, or name the place below."))
        return typed

    def applied(self) -> Specification:
        typed = self.cleaned_data
        how = typed["how"]
        areas = None
        if how != "whole" and typed["areas"]:
            areas = Areas(
                file=typed["areas"], name=typed["area_name"], code=typed["area_code"] or None
            )
        place = Place(
            country=typed["country"] or None,
            name=typed["name"] or None,
            longitude=typed["longitude"] if how == "point" else None,
            latitude=typed["latitude"] if how == "point" else None,
            column=typed["column"] if how == "column" else None,
            areas=areas,
            level=(typed["level"] or None) if how != "whole" else None,
        )
        said = self.about.said.model_copy(update={"place": place})
        return said if how != "whole" else _without(said, "place")

    @classmethod
    def answer(cls, about: About) -> str:
        place = about.said.place
        if place is None:
            return str(_("nothing is said"))
        whole = place.name or (sdg.country(place.country).name if place.country else "")
        how = f"{place.longitude}, {place.latitude}" if place.longitude else place.column or ""
        return " · ".join(filter(None, [whole, how, place.areas.file if place.areas else ""]))

    @classmethod
    def guess(cls, about: About) -> str:
        place = about.said.place
        if place is None:
            return str(_("No column looks like a place."))
        country = next((one["why"] for one in about.suggested("country")), "")
        return f"{country} {about.why(place.longitude, place.latitude, place.column)}".strip()


def _properties(about: About) -> dict[str, str]:
    """Which file and which of its properties are most likely meant: the ones called so."""
    if not about.boundaries:
        return {}
    file = about.boundaries[0]
    names = [each["name"] for each in file.columns]
    name = next((one for one in names if "nam" in one.casefold()), names[0] if names else "")
    code = next((one for one in names if "cod" in one.casefold() or one.casefold() == "id"), "")
    return {"areas": file.name, "area_name": name, "area_code": code}


def _without(said: Specification, word: str) -> Specification:
    """The study without groups by something that is not told apart any more."""
    indicators = tuple(
        one.model_copy(
            update={"by": tuple(group for group in one.by if word not in group) or ((),)}
        )
        for one in said.indicators
    )
    return said.model_copy(update={"indicators": indicators})


WHEN = (
    ("column", _("A column says when"), _("Dates or years.")),
    ("value", _("All rows are of one time"), _("Such as 2013, or 2011-2013.")),
    ("none", _("It is not known"), _("The finding will say so.")),
)
PERIODS = (
    ("year", _("Year by year")),
    ("quarter", _("Quarter by quarter")),
    ("month", _("Month by month")),
    ("day", _("Day by day")),
)


class When(Question):
    key = "time"
    heading = _("When was it?")
    lead = _("The time the rows are about, not the time you wrote them down.")
    why = _("An old number is not wrong, if it says how old it is.")
    template = "time"

    how = forms.ChoiceField(
        label=_("How does the file say when?"),
        choices=lazy(lambda: explained(WHEN), list),
        widget=forms.RadioSelect,
    )
    column = forms.ChoiceField(label=_("Column with the time"), required=False)
    period = forms.ChoiceField(label=_("How fine?"), choices=PERIODS, required=False)
    value = forms.CharField(
        label=_("The time"), required=False, max_length=40, help_text=_("Usually a year.")
    )

    @classmethod
    def initial_of(cls, about: About) -> dict[str, Any]:
        time = about.said.time or Time()
        how = "column" if time.column else "value" if time.value else "none"
        return {
            "how": how,
            "column": time.column,
            "period": time.period or "year",
            "value": time.value,
        }

    def prepare(self) -> None:
        self.choose("column", self.columns("date", "datetime", "integer", "text", "number"))

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        how = typed.get("how")
        if how == "column" and not typed.get("column"):
            self.add_error("column", _("Choose the column."))
        if how == "value" and not typed.get("value"):
            self.add_error("value", _("Say when."))
        return typed

    def applied(self) -> Specification:
        typed = self.cleaned_data
        said = self.about.said
        match typed["how"]:
            case "column":
                time = Time(column=typed["column"], period=typed["period"] or "year")
            case "value":
                time = Time(value=typed["value"])
            case _:
                return _without(said.model_copy(update={"time": None}), "time")
        return said.model_copy(update={"time": time})

    @classmethod
    def answer(cls, about: About) -> str:
        time = about.said.time
        if time is None:
            return str(_("not known"))
        return time.value or f"{time.column} · {dict(PERIODS)[time.period or 'year']}"

    @classmethod
    def guess(cls, about: About) -> str:
        time = about.said.time
        found = about.why(time.column) if time is not None else ""
        return found or str(_("No column looks like a date."))
