"""A question with many answers on a small phone: one looks for the answer, and it is the answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from people import NOW, Scene
from playwright.sync_api import Page, expect
from web.fill.asked import needs_script, questionnaire_of

from datashift.web.collect.models import Instance
from datashift.web.collect.queries.submissions import answers_of
from datashift.web.fill.actions.links import make_public_link

pytestmark = [pytest.mark.browser, needs_script]
PUMPS = ("Río Seco", "Kabo", "Lume", "Siti", "Oro", "Mto", "Kisima", "Bonde", "Mlima", "Ziwa")
FORM = """
| survey   |                  |      |                   |
|          | type             | name | label             |
|          | select_one pumps | pump | Which pump is it? |
| choices  |                  |      |                   |
|          | list_name        | name | label             |
""" + "".join(
    f"|          | pumps            | p{at}{half} | Pump {half} of {name} |\n"
    for at, name in enumerate(PUMPS)
    for half in (1, 2)
)


def test_an_answer_among_many_is_looked_for_without_its_accents(
    phone: Page, scene: Scene, assert_accessible: Callable[[Page], None]
) -> None:
    amina = scene.people["editor"]
    asked = questionnaire_of(FORM, scene.organisation, amina)
    phone.goto(f"/fill/{make_public_link(asked, by=amina, at=NOW).key}/")
    phone.get_by_role("button", name="Begin").click()
    radios = phone.get_by_role("radio")
    expect(radios).to_have_count(20)
    phone.get_by_label("Look for an answer").fill("rio 2")
    expect(radios).to_have_count(1)
    expect(phone.get_by_role("status").filter(has_text="1 of 20")).to_be_visible()
    assert_accessible(phone)
    phone.get_by_label("Look for an answer").press("Enter")
    phone.get_by_role("radio", name="Pump 2 of Río Seco").check()
    phone.get_by_label("Look for an answer").fill("kabo")
    expect(radios).to_have_count(3)  # what is chosen stays in sight
    phone.get_by_role("button", name="Next").click()
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("[data-tick=received]")).to_be_visible()
    expect(phone.get_by_text("Thank you. We have it")).to_be_visible()
    (answer,) = answers_of(Instance.objects.get(), ())
    assert answer.text == "Pump 2 of Río Seco"
