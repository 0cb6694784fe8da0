from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


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
                "submissions.received": _("Received %(count)s submissions"),
                "submissions.crowded": _(
                    "Set %(count)s submissions aside: more came in an hour than a link takes"
                ),
                "submission.released": _("Took %(count)s submissions out of quarantine"),
            }
        )
