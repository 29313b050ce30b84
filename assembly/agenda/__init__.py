"""The programme: sessions, rooms, releases."""
