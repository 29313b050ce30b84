"""What keeps people sorted and found."""
