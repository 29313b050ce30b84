"""Documents of sessions: given by the office, shown from a set time, replaced, withdrawn."""
