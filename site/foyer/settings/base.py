"""Production settings; every variable is read here, once, from the environment.

Safe with no variable but `FOYER_SECRET_KEY`: absent means the embedded default (SQLite, local
memory, console-free mail to localhost). See docs/operating.md for the whole list.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from environs import Env

from .tls import told_by_certificate

env = Env()

SOURCE_DIR = Path(__file__).resolve().parent.parent
PROJECT_DIR = SOURCE_DIR.parent.parent

# -- The house ----------------------------------------------------------------------------------
SECRET_KEY = env.str("FOYER_SECRET_KEY")
FIELD_KEYS = env.list("FOYER_FIELD_KEYS", default=[SECRET_KEY])  # sealing keys, newest first
DATA_DIR = Path(env.str("FOYER_DATA_DIR", default=str(PROJECT_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
_tls = env.str("FOYER_TLS", default="")  # a folder with server.crt and server.key
TLS_DIR = Path(_tls).resolve() if _tls else None
_by_certificate = told_by_certificate(TLS_DIR)  # its address and names, where the house made it
PUBLIC_URL: str = env.str("FOYER_PUBLIC_URL", default=_by_certificate.address).rstrip("/")
ALLOWED_HOSTS = env.list("FOYER_ALLOWED_HOSTS", default=_by_certificate.names)
# Where the tablets of a venue fetch the house's own authority, without TLS: they trust it only then.
TRUST_PORT = env.int("FOYER_TRUST_PORT", default=(urlsplit(PUBLIC_URL).port or 443) + 1)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
TRUSTED_PROXIES = env.int("FOYER_TRUSTED_PROXIES", default=0)  # how many stand in front of us
PROCESS = env.str("FOYER_PROCESS", default="house")  # "kiosk": serve only the tablets
DEBUG = False

# -- Rooms --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "foyer.core",
    "foyer.privacy",
    "foyer.staff",
    "foyer.venues",
    "foyer.fees",
    "foyer.clients",
    "foyer.bookings",
    "foyer.settlement",
    "foyer.archive",
    "foyer.cases",
    "foyer.events",
    "foyer.guests",
    "foyer.api",
    "kiosk",
    "forms_content",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail_modeladmin",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.api.v3",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks_db",
    "import_export",
    "qr_code",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.forms",
]

# The tablets' requests leave here before a session, a cookie or a page is thought of.
DESK_MIDDLEWARE = ["foyer.core.middleware.DeskMiddleware"]
MIDDLEWARE = [
    "foyer.core.middleware.DeskPathMiddleware",
    "foyer.core.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "foyer.core.middleware.ResponseRulesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "foyer.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "foyer.staff.middleware.SessionRulesMiddleware",
    "foyer.core.unready_pages.UnreadyPageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "foyer.urls"
DESK_URLCONF = "foyer.desk_urls"
DESK_PATHS = ("/api/foyer/v1/desk", "/kiosk/")
if PROCESS == "kiosk":
    # Records without screens: no admin, no public pages, nothing they are made of. It starts in a third.
    INSTALLED_APPS = [
        "foyer.core",
        "foyer.privacy",
        "foyer.venues",
        "foyer.clients",
        "foyer.events",
        "foyer.guests",
        "foyer.api",
        "kiosk",
        "wagtail",
        "modelcluster",
        "taggit",
        "django_tasks_db",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.staticfiles",
    ]
    MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware", *DESK_MIDDLEWARE]
    ROOT_URLCONF = DESK_URLCONF
WSGI_APPLICATION = "foyer.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "foyer.core.context_processors.house",
            ],
            "libraries": {} if PROCESS == "kiosk" else {"pictures": "foyer.core.picture_tags"},
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- Database and cache -------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA_DIR / 'foyer.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # WAL and FULL together lose no acknowledged commit in a power cut; IMMEDIATE avoids upgrade deadlocks.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-20000; PRAGMA wal_autocheckpoint=4000; "  # kibibytes; pages
            "PRAGMA secure_delete=ON;"  # what is erased is overwritten in the file
        ),
    }
else:
    INSTALLED_APPS.append("django.contrib.postgres")
    DATABASES["default"]["ENGINE"] = "foyer.core.postgresql"
    DATABASES["default"]["OPTIONS"] = {
        "server_side_binding": True,
        "prepare_threshold": 3,
        "connect_timeout": 4,  # seconds; a tablet is told to come again, and goes on alone
        "options": "-c statement_timeout=30000",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# -- Work in the background ---------------------------------------------------------------------
TASKS = {
    # Wagtail's own small tasks run at once, so that search is never behind.
    "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["jobs"]},
}
# Rows an import writes in its first transaction (it learns how many fit), and its pause after each in seconds.
IMPORT_PACE = {"sqlite": (100, 0.005), "postgresql": (200, 0.0)}
_mail = urlsplit(env.str("FOYER_MAIL_URL", default="smtp://127.0.0.1:25"))
MAILERS = {
    "default": {
        "BACKEND": "foyer.core.mail.WatchedSmtpBackend",
        "OPTIONS": {
            "host": _mail.hostname or "127.0.0.1",
            "port": _mail.port or {"smtps": 465, "submission": 587}.get(_mail.scheme, 25),
            "username": unquote(_mail.username or ""),
            "password": unquote(_mail.password or ""),
            "use_ssl": _mail.scheme == "smtps",
            "use_tls": _mail.scheme == "submission",
            "timeout": 20,
        },
    }
}
DEFAULT_FROM_EMAIL = env.str("FOYER_MAIL_FROM", default="foyer@localhost")

# -- Languages and time -------------------------------------------------------------------------
LANGUAGE_CODE = env.str("FOYER_LANGUAGE", default="zh-hans")
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("zh-hans", _("Simplified Chinese")),
    ("zh-hant", _("Traditional Chinese")),
    ("en", _("English")),
]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
USE_I18N = WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [SOURCE_DIR / "locale", SOURCE_DIR / "locale_wagtail"]
TIME_ZONE = env.str("FOYER_TIME_ZONE", default="Asia/Shanghai")
USE_TZ = True
LANGUAGE_COOKIE_NAME = "foyer_language"
FORMAT_MODULE_PATH = ["foyer.formats"]
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "foyer.core.opencc.OpenCCTranslator"}

# -- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [SOURCE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {  # never under a public address; served by views that check the object
        "BACKEND": "foyer.core.uploads.storage.PrivateStorage",
        "OPTIONS": {"location": DATA_DIR / "private"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Backups are sealed with the first of these keys and opened with any; absent, none is made.
BACKUP_KEYS: list[str] = env.list("FOYER_BACKUP_KEY", default=[])
_backups = env.str("FOYER_BACKUP_DIR", default="")  # where the house puts one each night
BACKUP_DIR = Path(_backups).resolve() if _backups else None
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# -- People who log in --------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
if PROCESS != "kiosk":  # nobody logs in there
    AUTHENTICATION_BACKENDS = ["foyer.staff.backends.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"  # one door for everybody who has a password
PASSWORD_RESET_TIMEOUT = 3600
# The most a session may last; House policy says how long it does.
SESSION_COOKIE_AGE = 24 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# -- Security -----------------------------------------------------------------------------------
SECURE = PUBLIC_URL.startswith("https://")
SECURE_SSL_REDIRECT = SECURE
# With a certificate of the house's own a tablet must be able to come back without TLS and be told why.
SECURE_HSTS_SECONDS = 31_536_000 if SECURE and not _by_certificate.own else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-foyer_session" if SECURE else "foyer_session"
CSRF_COOKIE_NAME = "__Host-foyer_csrf" if SECURE else "foyer_csrf"
KNOWN_BROWSER_COOKIE_NAME = "__Host-foyer_known" if SECURE else "foyer_known"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"  # Wagtail's page previews, framed by the admin, say SAMEORIGIN themselves
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
# Wagtail's own admin pages use inline scripts and styles; nothing from elsewhere is allowed there either.
ADMIN_CSP = SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
}

# -- Wagtail ------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "迎客 Foyer"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_USER_TIME_ZONES = [
    TIME_ZONE
]  # one house, one clock: `core.house_clock` keeps profiles to it
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = True
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = True
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILAPI_DOCS_ENABLED = env.bool("FOYER_API_DOCS", default=False)
WAGTAILAPI_LIMIT_MAX = 50
WAGTAILAPI_BASE_URL = PUBLIC_URL
# Whether other programs on private networks (and over http) may be told, as inside one's own house.
WEBHOOKS_TO_PRIVATE = env.bool("FOYER_WEBHOOKS_TO_PRIVATE", default=False)
# A function of the house's own that tells staff of what cannot wait: "our_house.wecom.notify". (000-14)
NOTIFIER = env.str("FOYER_NOTIFIER", default="")
API_WRITES = env.bool("FOYER_API_WRITES", default=False)  # Wagtail's API, for tokens only
# Of "database", "files", "cache", "mail" and the integrations: what lies in another country. (PRV-10)
ABROAD: list[str] = env.list("FOYER_ABROAD", default=[])
API_ORIGINS: list[str] = env.list(
    "FOYER_API_ORIGINS", default=[]
)  # sites whose pages may read our APIs
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "foyer.core.search_backend"}}
TAGGIT_CASE_INSENSITIVE = True
IMPORT_EXPORT_USE_TRANSACTIONS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redact": {"()": "foyer.core.logs.RedactFilter"}},
    "formatters": {"line": {"()": "foyer.core.logs.LineFormatter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["redact"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("FOYER_LOG_LEVEL", default="INFO")},
    "loggers": {"django.tasks": {"level": "WARNING"}},  # Wagtail's index tasks say little of use
}
