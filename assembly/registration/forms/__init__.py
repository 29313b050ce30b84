"""Forms of registration, one family a file."""
