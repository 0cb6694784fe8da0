"""What visitors type into public pages. Nothing they type is refused: what is not understood is
left out."""

from __future__ import annotations

from django import forms

from datashift.web.explore.queries.listing import Filters


class Narrow(forms.Form):
    """The filters of the list of findings, as its address has them."""

    goal = forms.IntegerField(required=False, min_value=1, max_value=17)
    place = forms.SlugField(required=False, max_length=200)
    organisation = forms.SlugField(required=False, max_length=80)
    q = forms.CharField(required=False, max_length=200)

    def filters(self) -> Filters:
        self.is_valid()
        typed = self.cleaned_data
        return Filters(
            goal=typed.get("goal"),
            place=typed.get("place", ""),
            organisation=typed.get("organisation", ""),
            words=typed.get("q", ""),
        )
