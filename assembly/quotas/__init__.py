"""How many may take part: places, those kept for some, numbers on the waiting list, offers."""
