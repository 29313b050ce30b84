"""One way to import a table: choose a file, say how it is read, match its columns, see each line, store.

A feature declares an `Importer`: its columns, how a line is judged and how the good ones are stored. Everything else,
the pages and their words included, is here.
"""

from assembly.imports.importer import Answers as Answers
from assembly.imports.importer import Choices as Choices
from assembly.imports.importer import Importer as Importer
from assembly.imports.importer import Told as Told
from assembly.imports.judged import Judged as Judged
from assembly.imports.judged import Verdict as Verdict
from assembly.imports.judged import digest as digest
