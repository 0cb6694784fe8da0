"""Who could be hurt by a study, and the rules that follow for what it publishes."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from datashift import disclosure, studies
from datashift.disclosure import Policy
from datashift.web.evidence.models import Harm, Run, Study


def last(study: Study) -> Harm | None:
    """The answers that count."""
    return study.harms.select_related("by").first()


def answered(harm: Harm) -> disclosure.Harm:
    """The five answers."""
    told = harm.answers
    return disclosure.Harm(
        who=told["who"],
        by=frozenset(told["by"]),
        subjects=frozenset(told["subjects"]),
        neighbour=told["neighbour"],
        listed=told["listed"],
    )


def chosen(harm: Harm) -> Policy:
    """The rules that somebody chose."""
    return disclosure.rules_for(harm.topic, minimum=harm.minimum)  # type: ignore[arg-type]


def hides_less(study: Study, rules: Policy, answers: disclosure.Harm) -> bool:
    """Whether rules hide less than the answers ask for, or than was chosen last."""
    before = last(study)
    wanted = [disclosure.proposed(answers), *([chosen(before)] if before else [])]
    return any(disclosure.is_looser(rules, than=each) for each in wanted)


def rules_of_run(run: Run) -> Policy:
    """The rules that a run's figures passed."""
    return studies.parse(run.text).specification.protect.rules()


def is_looser_than_agreed(run: Run) -> bool:
    """Whether a run hides less than was chosen, because its text was changed since."""
    harm = last(run.study)
    return harm is not None and disclosure.is_looser(rules_of_run(run), than=chosen(harm))


def needs_two(run: Run) -> bool:
    """Whether two people must agree. What was sealed once needs two for ever.

    Else one person would only have to answer otherwise.
    """
    study = run.study
    return (
        rules_of_run(run).two_people
        or study.harms.filter(proposed="sealed").exists()
        or study.harms.filter(topic="sealed").exists()
        or study.releases.filter(topic="sealed").exists()
    )


def rules_in_words(rules: Policy) -> Iterator[str]:
    """What the rules do, one sentence each."""
    if rules.minimum > 1:
        yield _("A figure about fewer than %(minimum)s is hidden.") % {"minimum": rules.minimum}
    else:
        yield _("No figure is hidden for being about few.")
    yield _("So are others from which a hidden one could be worked out, earlier releases included.")
    if rules.few:
        yield _("A share is hidden when fewer than %(few)s said yes, or no.") % {"few": rules.few}
    if rules.whole_groups:
        yield _("0 % and 100 % are hidden: they say the same of everybody in a group.")
    if rules.aggregates_only:
        yield _("No row and no point on a map ever leaves.")
    if rules.two_people:
        yield _("Two people must agree before anything is public.")
