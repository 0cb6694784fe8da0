from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeepingConfig(AppConfig):
    name = "datashift.web.keeping"

    def ready(self) -> None:
        from datashift.web.audit.words import tell
        from datashift.web.collect.actions import erasing
        from datashift.web.keeping.actions.held import forget_held, named_above

        erasing.before(forget_held)
        erasing.needs(named_above)

        tell(
            {
                "keeping.set": _("Said how long submissions are kept"),
                "submissions.erased": _("Erased %(count)s submissions"),
                "entries.erased": _("Erased %(count)s entries of lists"),
            }
        )
