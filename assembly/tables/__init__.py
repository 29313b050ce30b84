"""Tables for and from spreadsheets: CSV and XLSX. Text stays text, whatever it begins with.

What is written here is read back here as it was. Nothing in a table is ever evaluated.
"""

from assembly.tables.cells import MOST_ROWS, cell_name
from assembly.tables.encodings import Encoding
from assembly.tables.faults import BrokenHeads, EmptyTable, HeadTwice, NoHeads, OldWorkbook, TooMuch, Unreadable
from assembly.tables.heads import ReadingOptions, Table, arranged
from assembly.tables.readers import Line, Sheet, read
from assembly.tables.rows import Row, rows_of
from assembly.tables.writers import CSV, XLSX, csv_file, csv_lines, in_pieces, joined, write_xlsx, xlsx_file
