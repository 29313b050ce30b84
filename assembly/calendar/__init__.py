"""Calendar files: a session, the programme, a person's invitation."""
