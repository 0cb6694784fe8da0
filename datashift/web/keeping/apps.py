from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


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
                "submissions.erased": ngettext_lazy(
                    "Erased %(count)s submission", "Erased %(count)s submissions", "count"
                ),
                "entries.erased": ngettext_lazy(
                    "Erased %(count)s entry of a list", "Erased %(count)s entries of lists", "count"
                ),
            }
        )
