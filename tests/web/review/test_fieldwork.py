"""How the fieldwork goes: by worker and by plan, for those who can ask, and for nobody else."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from wave import open as wave_file

import pytest
from django.urls import reverse
from people import NOW, Scene, SignIn
from web.review.visits import CHOICES, Rows, sent, visit, visits

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect import storage
from datashift.web.collect.actions.devices import make_device
from datashift.web.collect.actions.receive import Sender, Sent, receive
from datashift.web.collect.models import Attachment, Door
from datashift.web.review.actions.checking import look_at
from datashift.web.review.queries.drawing import drawn
from datashift.web.review.queries.plan import plan_of
from datashift.web.review.queries.workers import fieldwork_of

pytestmark = pytest.mark.django_db

CONSENT: Rows = [
    ("type", "name", "label"),
    ("start", "start", ""),
    ("end", "end", ""),
    ("select_one yesno", "consent", "May we ask you?"),
    ("text", "enumerator_id", "Your number"),
    ("audio", "said", "What was said"),
]
MORE: dict[str, Rows] = {
    "choices": [*[row[:3] for row in CHOICES], ("yesno", "yes", "Yes"), ("yesno", "no", "No")]
}


def asked(number: int, *, worker: str, consent: str, said: str = "") -> bytes:
    start = NOW.replace(microsecond=0) - timedelta(days=number)
    return (
        f"<data id='consent' version='1'><start>{start.isoformat()}</start>"
        f"<end>{(start + timedelta(minutes=10 + number)).isoformat()}</end>"
        f"<consent>{consent}</consent><enumerator_id>{worker}</enumerator_id><said>{said}</said>"
        f"<meta><instanceID>uuid:c{number}</instanceID></meta></data>"
    ).encode()


def test_pace_time_and_refusals_by_worker(organisation: Organisation, amina: User) -> None:
    form = visits(organisation, amina, survey=CONSENT, more=MORE, form_id="consent")
    for number, (worker, consent) in enumerate(
        [("7", "yes"), ("7", "no"), ("7", "yes"), ("7", "no"), ("9", "yes")], 1
    ):
        sent(organisation, asked(number, worker=worker, consent=consent))
    look_at(form.pk, at=NOW)
    seven, nine = fieldwork_of(form).workers
    assert (seven.name, seven.work.count, seven.work.days, seven.work.pace) == ("7", 4, 4, 1)
    assert (seven.work.minutes, seven.work.refused) == (12.5, 0.5)
    assert (nine.name, nine.work.minutes, nine.work.refused) == ("9", 15, 0)


def test_pace_time_and_refusals_by_phone(
    organisation: Organisation, amina: User, scene: Scene, browser_of: SignIn
) -> None:
    form = visits(organisation, amina, survey=CONSENT, more=MORE, form_id="consent")
    device, _ = make_device(organisation, name="Phone 3", by=amina, at=NOW)
    for number, consent in enumerate(["yes", "no", "yes", "yes"], 1):
        text = asked(number, worker=f"{number}", consent=consent)
        by = Sender(device=device.pk) if number < 4 else Sender()
        receive(text, organisation=organisation.pk, door=Door.OPENROSA, at=NOW, sender=by)
    look_at(form.pk, at=NOW)
    (phone,) = fieldwork_of(form).phones
    assert (phone.device, phone.work.count, phone.work.pace) == (device, 3, 1)
    assert (phone.work.minutes, phone.work.refused) == (12, 1 / 3)
    where = reverse("review:fieldwork", args=[form.pk])
    page = browser_of(scene.people["reviewer"]).get(where).content.decode()
    assert "Phone 3" in page
    assert "33 %" in page


def test_the_answer_that_means_no_is_named_where_no_name_tells_it(
    organisation: Organisation, amina: User, scene: Scene, browser_of: SignIn
) -> None:
    """What was sent before counts too, and taking it back leaves what the form says by itself."""
    form, browser = visits(organisation, amina), browser_of(amina)
    for number in range(1, 13):
        sent(organisation, visit(number))
    look_at(form.pk, at=NOW)
    where, refusals = (
        reverse(f"review:{name}", args=[form.pk]) for name in ("fieldwork", "name_refusal")
    )
    assert "Refused" not in browser.get(where).content.decode()
    assert f"{refusals}?question=water" in browser.get(refusals).content.decode()
    page = browser.post(f"{refusals}?question=water", {"answers": ["river"]}, follow=True)
    (worker,) = fieldwork_of(form).workers
    assert worker.work.refused == 0.25
    assert "25 %" in page.content.decode()
    assert "to “Where does the water come from?”: River" in page.content.decode()
    assert browser.post(f"{refusals}?question=water", {"answers": ["sea"]}).status_code == 422
    assert browser.post(f"{refusals}?question=minutes", {"answers": ["7"]}).status_code == 404
    browser.post(f"{refusals}?question=water", {})
    assert fieldwork_of(form).workers[0].work.refused is None


def test_names_of_workers_are_for_reviewers_only(
    organisation: Organisation, amina: User, scene: Scene, browser_of: SignIn
) -> None:
    form = visits(organisation, amina)
    for number in range(1, 9):
        sent(organisation, visit(number, worker="Wanjiru"))
    look_at(form.pk, at=NOW)
    where = reverse("review:fieldwork", args=[form.pk])
    assert "Wanjiru" in browser_of(scene.people["reviewer"]).get(where).content.decode()
    assert browser_of(scene.people["viewer"]).get(where).status_code == 403
    for name in ("review:piles", "review:plan", "review:flow"):
        page = browser_of(scene.people["viewer"]).get(reverse(name, args=[form.pk]))
        assert "Wanjiru" not in page.content.decode()


def test_a_plan_by_answer_shows_what_is_missing(
    organisation: Organisation, amina: User, browser_of: SignIn
) -> None:
    form, browser = visits(organisation, amina), browser_of(amina)
    for number in range(1, 13):
        sent(organisation, visit(number))
    look_at(form.pk, at=NOW)
    where = reverse("review:set_targets", args=[form.pk])
    browser.post(where, {"wanted-": "50"})
    browser.post(f"{where}?question=head", {"wanted-woman": "20", "wanted-man": ""})
    plan = plan_of(form)
    assert plan.whole is not None
    assert (plan.whole.done, plan.whole.left) == (12, 38)
    ((target,),) = (quota.targets for quota in plan.quotas)
    # Every third of twelve visits was to a household that a man heads.
    assert (target.label, target.done, target.wanted) == ("Woman", 8, 20)
    page = browser.get(reverse("review:plan", args=[form.pk])).content.decode()
    assert "38 are still missing" in page
    assert browser.get(f"{where}?question=nothing").status_code == 404


def test_one_point_far_away_does_not_make_all_others_one_dot() -> None:
    points = [(34.7 + number / 100, -0.1) for number in range(20)]
    found = drawn([*points, (0.0, 0.0)])
    assert (len(found.dots), found.outside) == (20, 1)
    # 0.19 degrees at the equator are 21 km; the drawing has a margin.
    assert 21 < found.kilometres < 23


def test_a_recording_is_played_in_its_page_by_reviewers(
    organisation: Organisation, amina: User, scene: Scene, browser_of: SignIn
) -> None:
    visits(organisation, amina, survey=CONSENT, more=MORE, form_id="consent")
    out = BytesIO()
    with wave_file(out, "wb") as wave:
        wave.setparams((1, 1, 8000, 8, "NONE", ""))
        wave.writeframes(bytes(8))
    kept = storage.keep(organisation.pk, [out.getvalue()])
    receipt = receive(
        asked(1, worker="7", consent="yes", said="said.wav"),
        organisation=organisation.pk,
        door=Door.OPENROSA,
        at=NOW,
        files=[Sent("said.wav", kept.sha256, kept.size, "audio/wav")],
    )
    file = Attachment.objects.get(instance=receipt.instance)
    reviewer = browser_of(scene.people["reviewer"])
    page = reviewer.get(reverse("review:story", args=[receipt.submission]))
    where = reverse("review:recording", args=[receipt.submission, file.pk])
    assert where in page.content.decode()
    assert "media-src 'self'" in page["Content-Security-Policy"]
    answer = reviewer.get(where)
    assert b"".join(answer.streaming_content) == out.getvalue()  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "audio/wav"
    looking = browser_of(scene.people["viewer"])
    assert where not in looking.get(page.request["PATH_INFO"]).content.decode()
