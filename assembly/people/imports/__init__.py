"""A table of people: its columns, its preview, stored whole or not at all."""
