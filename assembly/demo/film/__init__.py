"""A film of our own for the demonstration, drawn when it is first asked for."""
