"""Everything that changes what official figures the platform holds."""

from datashift.web.official.actions.renewing import renew
from datashift.web.official.actions.versions import (
    bring,
    catalogue,
    catalogue_holdings,
    put_aside,
    read_arrival,
    take_back,
)

__all__ = [
    "bring",
    "catalogue",
    "catalogue_holdings",
    "put_aside",
    "read_arrival",
    "renew",
    "take_back",
]
