from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BuilderConfig(AppConfig):
    name = "datashift.web.builder"

    def ready(self) -> None:
        from datashift.web.audit.words import tell

        tell(
            {
                "draft.begun": _("Began to make a questionnaire"),
                "draft.changed": _("Changed a questionnaire in the making"),
                "draft.undone": _("Undid a change of a questionnaire in the making"),
                "draft.redone": _("Did an undone change of a questionnaire again"),
                "draft.handed_over": _("Made a version of a questionnaire in the making"),
                "draft.discarded": _("Threw away a questionnaire in the making"),
            }
        )
