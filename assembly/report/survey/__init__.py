"""The questions of an outside survey: how many gave each answer, read from a table and corrected on a page."""
