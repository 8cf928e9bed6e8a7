"""A Django project around django-scim2: its own adapters, views and schemas, people in a SQLite file.

Started as `serve.py PORT FOLDER` with the token in PEER_TOKEN; the folder takes the database and goes with the test.
"""

import os
import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

PORT = int(sys.argv[1])
FOLDER = Path(sys.argv[2])

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

settings.configure(
    ALLOWED_HOSTS=["*"],
    AUTH_USER_MODEL="provider.Person",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FOLDER / "people.sqlite3",
            "OPTIONS": {"timeout": 20},
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django_scim", "provider"],
    LOGGING_CONFIG=None,
    MIDDLEWARE=["provider.access.BearerToken", "django_scim.middleware.SCIMAuthCheckMiddleware"],
    ROOT_URLCONF="provider.routes",
    SECRET_KEY="nothing here is signed for anybody",
    USE_TZ=True,
    SCIM_SERVICE_PROVIDER={
        "AUTHENTICATION_SCHEMES": [
            {"type": "oauthbearertoken", "name": "Bearer", "description": "The token of this run."}
        ],
        "GROUP_MODEL": "provider.models.Team",
        "NETLOC": f"127.0.0.1:{PORT}",
        "SCHEME": "http",
    },
)


class Threads(ThreadingMixIn, WSGIServer):
    """A connection that was opened and says nothing must not keep the others waiting."""

    daemon_threads = True
    request_queue_size = 64


class Quiet(WSGIRequestHandler):
    def log_message(self, format, *values):
        pass


def main():
    os.environ.setdefault("PEER_TOKEN", "")
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    application = get_wsgi_application()
    make_server("127.0.0.1", PORT, application, Threads, Quiet).serve_forever()


main()
