"""Pages about people and organisations."""

from datashift.web.accounts.views.invitations import (
    accept_invitation,
    invite,
    take_back_invitation,
)
from datashift.web.accounts.views.members import change_role, leave, remove_member
from datashift.web.accounts.views.organisations import (
    create_organisation,
    edit_organisation,
    log,
    organisation,
    organisations,
)
from datashift.web.accounts.views.people import platform, profile

__all__ = [
    "accept_invitation",
    "change_role",
    "create_organisation",
    "edit_organisation",
    "invite",
    "leave",
    "log",
    "organisation",
    "organisations",
    "platform",
    "profile",
    "remove_member",
    "take_back_invitation",
]
