"""What the office writes about speakers, their mandates, their words and the announcements of an assembly."""
