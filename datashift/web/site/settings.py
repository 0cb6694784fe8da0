"""Settings of the platform: one file, filled from the environment (see docs/settings.md)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.urls import reverse_lazy

from datashift.kit import language
from datashift.kit.language.catalogue import write_mo
from datashift.web.site import environment

ROOT = Path(__file__).resolve().parents[3]
DATA = environment.folder("DATASHIFT_DATA", ROOT / "var")
DEBUG = environment.switch("DATASHIFT_DEBUG")

# Who may reach us, and how
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
PUBLIC_ADDRESS = environment.text("DATASHIFT_ADDRESS")  # https://data.example.org
HTTPS = PUBLIC_ADDRESS.startswith("https://")
ALLOWED_HOSTS = [*LOOPBACK, *environment.words("DATASHIFT_HOSTS")]
CSRF_TRUSTED_ORIGINS: list[str] = []
if PUBLIC_ADDRESS:
    ALLOWED_HOSTS.append(urlsplit(PUBLIC_ADDRESS).hostname or "")
    CSRF_TRUSTED_ORIGINS.append(PUBLIC_ADDRESS.rstrip("/"))
PROXIES = environment.number("DATASHIFT_PROXIES", 0)
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

SECRET_KEY = environment.secret("DATASHIFT_SECRET_KEY", DATA / "secret-key")
if "*" in ALLOWED_HOSTS:
    raise environment.Unusable("DATASHIFT_HOSTS must name each host; * would accept any.")
if set(ALLOWED_HOSTS) > set(LOOPBACK) and DEBUG:
    raise environment.Unusable("DATASHIFT_DEBUG shows secrets, so other hosts must not reach it.")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    raise environment.Unusable("DATASHIFT_SECRET_KEY is too easy to guess: 50 letters at least.")

# What it is made of
INSTALLED_APPS = [
    "datashift.web.site",
    "datashift.web.explore",
    "datashift.web.keeping",
    "datashift.web.builder",
    "datashift.web.fill",
    "datashift.web.reports",
    "datashift.web.gateways",
    "datashift.web.imports",
    "datashift.web.central",
    "datashift.web.review",
    "datashift.web.collect",
    "datashift.web.credibility",
    "datashift.web.evidence",
    "datashift.web.official",
    "datashift.web.accounts",
    "datashift.web.audit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "datashift.web.site.middleware.without_nul",
    "datashift.web.site.middleware.quiet_browser",
    "datashift.web.site.middleware.Squeeze",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "datashift.web.site.languages.answer_in_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "datashift.web.site.middleware.PlainProblems",
]
ROOT_URLCONF = "datashift.web.site.urls"
PUBLIC_URLCONF = "datashift.web.site.public"  # of a site of files
WSGI_APPLICATION = "datashift.web.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", ["datashift.web.site.loaders.Loader"])
            ],
            "builtins": ["datashift.web.site.templatetags.shell"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

# What it keeps
DATABASES = {"default": environment.database("DATASHIFT_DATABASE", DATA / "datashift.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA / "files"
# A store that files of submissions are copied to; the folder then keeps only so many bytes of them
FILES = environment.store("DATASHIFT_FILES")
FILES_ENDPOINT = environment.text("AWS_ENDPOINT_URL_S3") or environment.text("AWS_ENDPOINT_URL")
FILES_ROOM = environment.number("DATASHIFT_FILES_MEGABYTES", 10_000) * 1_000_000
POSTGRESQL = DATABASES["default"]["ENGINE"].endswith("postgresql")
# Rate limits count in the cache: one web process may count by itself, several must share.
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
        if POSTGRESQL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
# Where the rows of a study are summed
ENGINE = environment.text("DATASHIFT_ENGINE", "duckdb")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
PAGES_LIMIT = environment.number("DATASHIFT_PAGES_MEGABYTES", 64) * 1_000_000
UPLOAD_LIMIT = environment.number("DATASHIFT_UPLOAD_MEGABYTES", 500) * 1_000_000
FILE_UPLOAD_HANDLERS = [
    "datashift.web.evidence.http.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Beside the other files: the system's own place is often in memory, or small.
FILE_UPLOAD_TEMP_DIR = DATA

# A list of publishers of official figures to ask again by itself (docs/official.md); none: never
OFFICIAL_SOURCES = environment.text("DATASHIFT_OFFICIAL")
OFFICIAL_HOURS = environment.number("DATASHIFT_OFFICIAL_HOURS", 24)

# Submissions that count without being looked at, of an hour and a door that is open to everybody
DOOR_HOURLY = environment.number("DATASHIFT_DOOR_HOURLY", 300)

# Servers inside one's own network that may be asked for submissions (docs/imports.md)
IMPORT_HOSTS = environment.words("DATASHIFT_IMPORT_HOSTS")

# Whether messages may be sent to people's phones, which costs money (docs/gateways.md)
GATEWAYS_SEND = environment.switch("DATASHIFT_GATEWAYS_SEND")
GATEWAYS_AT: dict[str, str] = {}  # kind of gateway to another address of it, for tests

# Files of ours
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
# One source for the look of report.html and of the site
STATICFILES_DIRS = [("figures", ROOT / "datashift" / "figures" / "style")]
BUILT = ROOT / "frontend" / "built"  # what npm brought for the browser; none where it did not
if BUILT.is_dir():
    STATICFILES_DIRS.append(("built", BUILT))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_MAX_AGE = 60 * 60

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("evidence:today")
LOGOUT_REDIRECT_URL = reverse_lazy("explore:home")

# Letters
globals().update(environment.mail("DATASHIFT_MAIL", DATA / "letters"))
LETTERS_ARE_SENT = bool(environment.text("DATASHIFT_MAIL"))
DEFAULT_FROM_EMAIL = environment.text("DATASHIFT_MAIL_FROM", "DataShift <datashift@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

ACCOUNT_ADAPTER = "datashift.web.accounts.adapter.Adapter"
ACCOUNT_USER_DISPLAY = "datashift.web.accounts.adapter.called"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {"signup": "datashift.web.accounts.forms.SignUp"}
# Without a mail server nobody could ever confirm: the address is then taken on trust.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if LETTERS_ARE_SENT else "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "DataShift: "
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "DataShift"

# Languages: offered when their catalogue is finished, so that no page claims a language it is not in
LANGUAGE_CODE = "en"
LANGUAGES = [
    (code, name)
    for code, name in [
        ("en", "English"),
        ("es", "Español"),
        ("sw", "Kiswahili"),
        ("ne", "नेपाली"),
        ("fr", "Français"),
    ]
    if code in ("en", *(environment.words("DATASHIFT_LANGUAGES") or language.offered()))
]
LOCALE_PATHS = [write_mo([code for code, _ in LANGUAGES], DATA / "locale")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
TIME_ZONE = "UTC"
USE_TZ = True

# Browsers
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "datashift.web.site.views.stale_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # data: for the QR code of a second factor
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        **({"upgrade-insecure-requests": True} if HTTPS else {}),
    }
}

# What is written down about running: no addresses, no names, no query strings
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"nobody": {"()": "datashift.web.site.logs.Nobody"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["nobody"],
        }
    },
    "root": {"handlers": ["stderr"], "level": environment.text("DATASHIFT_LOG", "WARNING").upper()},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},  # a 404 is an answer, not an event
        "django.security": {"level": "ERROR"},
        "PIL": {"level": "INFO"},  # in detail it would write down what a photograph tells
    },
}
