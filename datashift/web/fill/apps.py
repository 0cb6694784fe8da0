from django.apps import AppConfig
from django.utils.translation import ngettext_lazy


class FillConfig(AppConfig):
    name = "datashift.web.fill"

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from datashift.web.audit.words import tell
        from datashift.web.fill.actions.arriving import remove_with
        from datashift.web.fill.models import Arriving

        post_delete.connect(remove_with, sender=Arriving, dispatch_uid="fill.arriving")
        tell(
            {
                "links.made": ngettext_lazy(
                    "Made %(count)s link for filling in a questionnaire",
                    "Made %(count)s links for filling in a questionnaire",
                    "count",
                ),
                "links.revoked": ngettext_lazy(
                    "Took %(count)s link back", "Took %(count)s links back", "count"
                ),
            }
        )
