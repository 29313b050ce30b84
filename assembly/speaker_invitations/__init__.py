"""Invitations of speakers: whom we ask, what they answer and send us, and the registration that follows."""
