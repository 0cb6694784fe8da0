"""What people hand in about questionnaires and phones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from datashift.web.collect.models import Questionnaire
from datashift.web.evidence.forms.files import SeveralFiles


class BringXLSForm(forms.Form):
    file = forms.FileField(
        label=_("XLSForm"),
        help_text=_("A spreadsheet with the sheets survey and choices, as XLSX or XLS."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.xlsm,.csv,.md"}),
        allow_empty_file=True,
    )


class BringMedia(forms.Form):
    file = SeveralFiles(
        label=_("File"),
        help_text=_("You may choose several at once: each takes the place of its name."),
    )


class Publish(forms.Form):
    retire = forms.BooleanField(
        label=_("Set aside what still answers earlier versions"),
        help_text=_("Otherwise it counts like the rest."),
        required=False,
    )


class MakeDevice(forms.Form):
    name = forms.CharField(
        label=_("What do you call this phone?"),
        max_length=80,
        help_text=_("“Nyalenda 1”, say: a place or a number rather than a person."),
    )
    questionnaires = forms.ModelMultipleChoiceField(
        label=_("Which questionnaires should it have?"),
        queryset=Questionnaire.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None marked: all that are open, now and later."),
    )

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["questionnaires"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = offered
