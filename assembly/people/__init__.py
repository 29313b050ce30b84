"""The office's list of people: found, added, edited, answered, exported."""
