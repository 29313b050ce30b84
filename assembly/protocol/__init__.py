"""Protocol order and what people are found by."""
