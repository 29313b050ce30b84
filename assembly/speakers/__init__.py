"""Co-chairs and speakers."""
