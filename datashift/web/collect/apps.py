from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class CollectConfig(AppConfig):
    name = "datashift.web.collect"

    def ready(self) -> None:
        from datashift.web.audit.words import tell

        tell(
            {
                "questionnaire.created": _("Brought a questionnaire"),
                "questionnaire.opened": _("Opened a questionnaire"),
                "questionnaire.closed": _("Closed a questionnaire"),
                "version.brought": _("Brought another version of a questionnaire"),
                "version.published": _("Gave a version of a questionnaire to the phones"),
                "version.discarded": _("Dropped a version that was never published"),
                "media.brought": _("Brought a file that belongs to a questionnaire"),
                "device.made": _("Added a phone"),
                "device.revoked": _("Shut a phone out"),
                "submissions.received": ngettext_lazy(
                    "Received %(count)s submission", "Received %(count)s submissions", "count"
                ),
                "submissions.crowded": ngettext_lazy(
                    "Set %(count)s submission aside: more came in an hour than a link takes",
                    "Set %(count)s submissions aside: more came in an hour than a link takes",
                    "count",
                ),
                "submission.released": ngettext_lazy(
                    "Took %(count)s submission out of quarantine",
                    "Took %(count)s submissions out of quarantine",
                    "count",
                ),
            }
        )
