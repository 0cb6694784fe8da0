from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from datashift.web.audit.words import tell


class AccountsConfig(AppConfig):
    name = "datashift.web.accounts"

    def ready(self) -> None:
        tell(
            {
                "organisation.created": _("Founded the organisation"),
                "organisation.edited": _("Corrected what is said about the organisation"),
                "invitation.sent": _("Invited somebody as %(role)s"),
                "invitation.taken_back": _("Took an invitation back"),
                "member.joined": _("Joined as %(role)s"),
                "member.role_changed": _("Made %(member)s %(to)s (was %(from)s)"),
                "member.left": _("Left (was %(role)s)"),
                "member.removed": _("Removed %(member)s (was %(role)s)"),
                "person.signed_up": _("Made an account"),
                "person.edited": _("Changed the own profile"),
                "steward.appointed": _("Became a steward of the platform"),
            }
        )
