"""One way to import a table: choose a file, say how it is read, match its columns, see each line, store.

A feature declares an `Importer`: its columns, how a line is judged and how the good ones are stored. Everything else,
the pages and their words included, is here.
"""

from assembly.imports.importer import Answers, Importer, Told
from assembly.imports.judged import Judged, Verdict, digest
