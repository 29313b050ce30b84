"""The programme on the day: delay, change the room, cancel, reinstate, show a notice; published at once."""
