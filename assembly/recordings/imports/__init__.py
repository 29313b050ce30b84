"""Recordings as a table: a line for each language of a recording, looked at before anything is stored."""
