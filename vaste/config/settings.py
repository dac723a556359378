"""Every setting of the program; the environment is read here and nowhere else."""

from pathlib import Path

from vaste.config import database, environment, languages, secrets

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(environment.text("VASTE_VAR", str(ROOT / "var")))

DEBUG = environment.yes("VASTE_DEBUG", False)
SECRET_KEY = environment.text("VASTE_SECRET_KEY", "") or secrets.load_or_make(VAR / "secret_key")
ALLOWED_HOSTS = environment.text("VASTE_HOSTS", "*").split(",")
PUBLIC_URL = environment.text("VASTE_PUBLIC_URL", "")
BIND_HOST = environment.text("VASTE_HOST", "127.0.0.1")
BIND_PORT = environment.whole("VASTE_PORT", 8000)

DATABASE_URL = environment.text("DATABASE_URL", "")
DATABASE_APP_URL = environment.text("DATABASE_APP_URL", "")
DATABASES = database.settings(DATABASE_URL, DATABASE_APP_URL, var=VAR)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "template_partials",
    "django_htmx",
    "csp",
    "vaste.desk",  # before allauth: its own sign-in pages win
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "ninja",
    "vaste.infra",
    "vaste.ledger",
    "vaste.workspaces",
    "vaste.definitions",
    "vaste.people",
    "vaste.leads",
    "vaste.scoring",
    "vaste.routing",
    "vaste.sla",
    "vaste.notifications",
    "vaste.reports",
    "vaste.studio",
    "vaste.doors",
    "vaste.api",
    "vaste.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "vaste.config.static_files.StaticFilesMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "vaste.desk.middleware.WorkspaceMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vaste.desk.context.shell",
            ],
            "builtins": ["vaste.desk.templatetags.posted"],
        },
    }
]

# In each process: `default` counts tries at sign-in, `template_fragments` keeps what is the same
# for everybody who reads a language, and no datum of anybody's.
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "template_fragments")
}

ROOT_URLCONF = "vaste.config.urls"
ASGI_APPLICATION = "vaste.config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "workspaces.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # a constraint on lower(email) makes the name unique
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "vaste.desk.accounts.ClosedSignupAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True

EMAIL_HOST = environment.text("VASTE_SMTP_HOST", "")
EMAIL_PORT = environment.whole("VASTE_SMTP_PORT", 587)
EMAIL_HOST_USER = environment.text("VASTE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = environment.text("VASTE_SMTP_PASSWORD", "")
EMAIL_USE_TLS = environment.yes("VASTE_SMTP_TLS", True)
EMAIL_TIMEOUT = 10  # seconds; a mail server that says nothing holds up the others no longer
EMAIL_BACKEND = environment.text(
    "VASTE_EMAIL_BACKEND",
    f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend",
)
DEFAULT_FROM_EMAIL = environment.text("VASTE_MAIL_FROM", "vaste@localhost")
SITE_URL = PUBLIC_URL or "http://localhost:8000"  # in messages that leave the desk
PUSH_KEY = environment.text("VASTE_PUSH_KEY", "") or secrets.load_or_make(
    VAR / "push_key", make=secrets.make_push_key
)
PUSH_CONTACT = environment.text("VASTE_PUSH_CONTACT", f"mailto:{DEFAULT_FROM_EMAIL}")
LOCAL_WEBHOOKS = environment.yes("VASTE_LOCAL_WEBHOOKS", False)
#: Calendar feeds: minutes between two looks, largest calendar, hosts of one's own network.
FEED_MINUTES = environment.whole("VASTE_FEED_MINUTES", 60)
FEED_MAX_BYTES = environment.whole("VASTE_FEED_MAX_BYTES", 10_000_000)
FEED_SECONDS = environment.whole("VASTE_FEED_SECONDS", 20)
FEED_HOSTS = tuple(
    filter(None, environment.text("VASTE_FEED_HOSTS", "").replace(" ", "").split(","))
)
#: What the worker judges in one transaction: a quarter of a second's work, for clocks wait for it.
LEADS_A_STEP = max(2, environment.whole("VASTE_LEADS_A_STEP", 10_000))

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fi", "Suomi"), ("sv", "Svenska"), ("hu", "Magyar")]
LOCALE_PATHS = [
    languages.compile_catalogs(ROOT / "vaste" / "config" / "locale", spare=VAR / "locale")
]
FORMAT_MODULE_PATH = "vaste.config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # bytes; the doors state their own, lower limits
DATA_UPLOAD_MAX_NUMBER_FIELDS = 8_000  # a what-if's form has four fields for each place in a team
FILE_UPLOAD_TEMP_DIR = None
#: Posts a minute that one door takes, unless its settings say otherwise; 0 for no bounds.
DOOR_POSTS_PER_MINUTE = environment.whole("VASTE_DOOR_POSTS_PER_MINUTE", 12_000)
IMPORT_FOLDER = VAR / "imports"
IMPORT_MAX_BYTES = environment.whole("VASTE_IMPORT_MAX_BYTES", 2 * 1024**3)

# Cookies are marked Secure once the site is served under https (VASTE_PUBLIC_URL).
SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": environment.text("VASTE_LOG_LEVEL", "WARNING")},
}
