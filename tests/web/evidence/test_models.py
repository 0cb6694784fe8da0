"""A study that asks for a range from a model: its text, its run, and what the public reads."""

from __future__ import annotations

from people import NOW, SignIn
from web.evidence.pumps import TEXT, assessed, computed, pumps
from web.evidence.wells import brought

from datashift.web.accounts.models import Organisation, User
from datashift.web.evidence import actions
from datashift.web.evidence.models import DataFile, Finding

TOTALS = b"variable,category,total\nward,North,300\nward,South,900\nward,Isle,40\n"
METHOD = "    method: {name: quasi-randomisation, totals: totals.csv}\n"
MODELLED = TEXT.replace("    of: works\n", f"    of: works\n{METHOD}")


def test_the_text_accepts_a_model_and_misses_its_file(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    study = pumps(organisation, by=amina)
    browser, address = browser_of(amina), f"/workspace/{study.pk}/text/"
    absent = browser.post(address, {"text": MODELLED, "check": "yes"}).content.decode()
    assert "The file `totals.csv` is not among those you brought" in absent
    wrong = MODELLED.replace("totals:", "total:")
    told = browser.post(address, {"text": wrong, "check": "yes"}).content.decode()
    assert "`total` is not a known key of `method`; did you mean `totals`?" in told
    brought(study, TOTALS, by=amina, name="totals.csv", part=DataFile.Part.MARGINS)
    right = browser.post(address, {"text": MODELLED, "check": "yes"}).content.decode()
    assert "not among those" not in right


def test_the_public_reads_what_the_range_rests_on(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    study = pumps(organisation, by=amina, text="")
    brought(study, TOTALS, by=amina, name="totals.csv", part=DataFile.Part.MARGINS)
    actions.write_study(study, text=MODELLED, by=amina, at=NOW)
    assessed(study, by=amina)
    release = actions.publish_release(computed(study, by=amina), by=amina, at=NOW)
    finding = Finding.objects.get(release=release)
    assert finding.value is not None
    assert finding.lower is None, "lists have no room for what it rests on"
    browser = browser_of(None)
    address = f"/findings/{organisation.slug}/{study.slug}/{release.number}/{finding.key}/"
    page = browser.get(address).content.decode()
    assert "in 100, by a model. The range is not a sampling range: it holds only if" in page
    assert "95 of 100 such ranges" not in page
    assert 'href="/methods/selection/"' in page
