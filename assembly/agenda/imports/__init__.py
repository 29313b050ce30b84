"""The programme as a table: downloaded, edited in a spreadsheet, looked at line by line, taken into the draft."""
