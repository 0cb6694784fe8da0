from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "datashift.web.evidence"

    def ready(self) -> None:
        from datashift.web.audit.words import tell

        tell(
            {
                "study.created": _("Began a study"),
                "study.renamed": _("Renamed a study"),
                "study.written": _("Changed what a study says"),
                "study.discarded": _("Dropped a study"),
                "file.brought": _("Brought a file"),
                "file.removed": _("Took a file out of a study"),
                "flag.answered": _("Decided about a pile"),
                "flag.reopened": _("Took a decision back"),
                "harm.assessed": _("Said who could be hurt"),
                "agreement.asked": _("Asked a second person to agree"),
                "agreement.given": _("Agreed to a publication"),
                "agreement.declined": _("Declined a publication"),
                "run.asked": _("Had a study computed"),
                "release.published": _("Published a release"),
                "release.withdrawn": _("Withdrew a release"),
            }
        )
