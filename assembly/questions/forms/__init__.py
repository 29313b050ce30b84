"""Forms of details and further questions."""
