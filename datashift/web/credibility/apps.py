from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class CredibilityConfig(AppConfig):
    name = "datashift.web.credibility"

    def ready(self) -> None:
        from datashift.web.audit.words import tell

        tell(
            {
                "assessment.begun": _("Began an assessment by %(framework)s"),
                "assessment.answered": _("Judged %(item)s in an assessment"),
                "assessment.confirmed": ngettext_lazy(
                    "Confirmed %(count)s answer of an assessment",
                    "Confirmed %(count)s answers of an assessment",
                    "count",
                ),
                "assessment.ruled": _("Decided as a statistical office: %(ruling)s"),
                "side.answered": _("Said how the study stands on one side: %(side)s"),
                "document.added": _("Added a document for assessors: %(kind)s"),
                "document.removed": _("Took a document for assessors away"),
                "assessor.invited": _("Invited an assessor to one study"),
                "assessor.accepted": _("Took up the invitation to assess a study"),
                "assessor.withdrawn": _("Took an assessor's access back"),
                "question.asked": _("Asked a question about a study"),
                "question.answered": _("Answered an assessor's question"),
                "difference.ticked": ngettext_lazy(
                    "Looked at %(count)s difference from the official figure",
                    "Looked at %(count)s differences from the official figure",
                    "count",
                ),
                "difference.restored": ngettext_lazy(
                    "Took back what was said of %(count)s difference",
                    "Took back what was said of %(count)s differences",
                    "count",
                ),
                "fieldwork.asked": _("Had the fieldwork of a study looked at"),
            }
        )
