from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class ReviewConfig(AppConfig):
    name = "datashift.web.review"

    def ready(self) -> None:
        from datashift.web.audit.words import tell
        from datashift.web.collect.actions.news import submissions_arrived, version_brought
        from datashift.web.review import tasks

        submissions_arrived.connect(tasks.ask_look, dispatch_uid="review.look")
        version_brought.connect(tasks.offer_lists, dispatch_uid="review.lists")
        tell(
            {
                "flow.made": _("Let the submissions of a questionnaire enter a study"),
                "flow.changed": _("Changed what of a questionnaire enters its study"),
                "flow.asked": _("Asked for new figures from a questionnaire"),
                "table.made": ngettext_lazy(
                    "Gave a study a table of %(rows)s submission",
                    "Gave a study a table of %(rows)s submissions",
                    "rows",
                ),
                "submissions.decided": ngettext_lazy(
                    "Decided about %(count)s submission",
                    "Decided about %(count)s submissions",
                    "count",
                ),
                "submissions.reopened": ngettext_lazy(
                    "Took back a decision about %(count)s submission",
                    "Took back a decision about %(count)s submissions",
                    "count",
                ),
                "submission.commented": _("Said something about a submission"),
                "target.planned": _("Planned how many submissions are wanted"),
                "refusal.named": _("Said which answers count as refusals"),
                "entities.changed": ngettext_lazy(
                    "Let submissions change %(count)s entry of a list",
                    "Let submissions change %(count)s entries of lists",
                    "count",
                ),
                "entities.written": ngettext_lazy(
                    "Wrote %(count)s entry of a list", "Wrote %(count)s entries of a list", "count"
                ),
                "entity_list.written": _("Made a list, or gave it more columns"),
                "entity.settled": _("Settled an entry that two phones had changed"),
            }
        )
