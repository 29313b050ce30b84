"""Tables for and from spreadsheets: CSV and XLSX. Text stays text, whatever it begins with.

What is written here is read back here as it was. Nothing in a table is ever evaluated.
"""

from assembly.tables.cells import MOST_ROWS as MOST_ROWS
from assembly.tables.cells import cell_name as cell_name
from assembly.tables.encodings import Encoding as Encoding
from assembly.tables.faults import BrokenHeads as BrokenHeads
from assembly.tables.faults import EmptyTable as EmptyTable
from assembly.tables.faults import HeadTwice as HeadTwice
from assembly.tables.faults import NoHeads as NoHeads
from assembly.tables.faults import OldWorkbook as OldWorkbook
from assembly.tables.faults import TooMuch as TooMuch
from assembly.tables.faults import Unreadable as Unreadable
from assembly.tables.heads import ReadingOptions as ReadingOptions
from assembly.tables.heads import Table as Table
from assembly.tables.heads import arranged as arranged
from assembly.tables.readers import Line as Line
from assembly.tables.readers import Sheet as Sheet
from assembly.tables.readers import read as read
from assembly.tables.rows import Row as Row
from assembly.tables.rows import rows_of as rows_of
from assembly.tables.writers import CSV as CSV
from assembly.tables.writers import XLSX as XLSX
from assembly.tables.writers import csv_file as csv_file
from assembly.tables.writers import csv_lines as csv_lines
from assembly.tables.writers import in_pieces as in_pieces
from assembly.tables.writers import joined as joined
from assembly.tables.writers import write_xlsx as write_xlsx
from assembly.tables.writers import xlsx_file as xlsx_file
