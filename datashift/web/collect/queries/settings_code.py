"""The code that a phone scans: server, user name and password in one picture.

ODK Collect and KoboCollect read JSON, compressed with zlib, in base64:
https://docs.getodk.org/collect-import-export/
"""

from __future__ import annotations

import base64
import json
import zlib


def settings_text(*, server: str, username: str, password: str, project: str) -> str:
    """What the code says."""
    said = {
        "general": {
            "protocol": "odk_default",
            "server_url": server,
            "username": username,
            "password": password,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        },
        "admin": {},
        "project": {"name": project},
    }
    packed = zlib.compress(json.dumps(said, separators=(",", ":")).encode())
    return base64.b64encode(packed).decode()


def picture(text: str) -> str:
    """The code as SVG without styles or scripts."""
    import qrcode  # type: ignore[import-untyped]
    from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped]

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_L, border=4)
    code.add_data(text)
    code.make(fit=True)
    svg: str = code.make_image(image_factory=SvgPathImage).to_string(encoding="unicode")
    return svg
