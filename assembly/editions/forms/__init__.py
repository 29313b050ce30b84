"""Forms of the settings, one family a file."""
