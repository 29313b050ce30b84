"""The co-chairs' desk, their card of the day, the briefing sheets and the signing ceremony."""
