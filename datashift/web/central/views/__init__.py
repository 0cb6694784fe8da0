"""ODK Central's REST API, as far as its clients need it: https://docs.getodk.org/central-api/."""
