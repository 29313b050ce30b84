"""What the server imports: `granian --interface wsgi wsgi:app`."""

import gc

gc.disable()  # what is made at the start stays: looking for garbage in it takes a fifth of the start

from assembly import create_app  # noqa: E402

app = create_app()
gc.freeze()
gc.enable()
