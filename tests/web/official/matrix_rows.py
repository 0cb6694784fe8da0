"""Who may reach what: official figures."""

from __future__ import annotations

from web.official.holding import hold, version_of

ROWS = """
#                          anonymous stranger elsewhere former viewer reviewer editor owner steward
official:sources    GET    in   200
official:sources    POST   in   405
official:source     GET    in   200
official:source     POST   in   405
official:bring      GET    in   404 404 404 404 404 404 404 200
official:bring      POST   in   404 404 404 404 404 404 404 422
official:arrival    GET    in   404 404 404 404 404 404 404 200
official:arrival    POST   in   405
official:put_aside  GET    in   405
official:put_aside  POST   in   404 404 404 404 404 404 404 302
official:take_back  GET    in   405
official:take_back  POST   in   404 404 404 404 404 404 404 302
"""


ARGUMENTS = {
    "source": lambda scene: version_of(hold()).source_id,
    "official:put_aside version": lambda scene: version_of(hold()).pk,
    "official:take_back version": lambda scene: version_of(hold()).pk,
    "arrival": lambda scene: hold().pk,
}
