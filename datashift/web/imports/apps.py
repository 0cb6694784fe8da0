from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class ImportsConfig(AppConfig):
    name = "datashift.web.imports"

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from datashift.web.audit.words import tell
        from datashift.web.imports import storage
        from datashift.web.imports.models import Import

        # Also when it goes with its questionnaire or organisation.
        post_delete.connect(storage.remove_with, sender=Import, dispatch_uid="imports.file")
        tell(
            {
                "import.brought": _("Brought an export of another platform"),
                "import.done": ngettext_lazy(
                    "Took in %(count)s submission of another platform",
                    "Took in %(count)s submissions of another platform",
                    "count",
                ),
                "import.dropped": _("Dropped an export without taking it in"),
                "import.undone": ngettext_lazy(
                    "Took %(count)s imported submission out again",
                    "Took %(count)s imported submissions out again",
                    "count",
                ),
                "import.questionnaire_erased": _(
                    "Removed the questionnaire that an import had made, with the import"
                ),
                "server.added": _("Had a server of another platform asked for submissions"),
                "server.removed": _("Had a server of another platform asked no more"),
                "server.failed": _("A server of another platform did not answer as it should"),
            }
        )
