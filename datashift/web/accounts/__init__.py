"""People, organisations, memberships, invitations."""
