"""Settings of the platform."""

SECRET_KEY = "only-until-the-site-is-built"  # noqa: S105
USE_TZ = True
