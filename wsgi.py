"""What the server imports: `granian --interface wsgi wsgi:app`."""

from assembly import create_app

app = create_app()
