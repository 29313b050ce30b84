"""What organisers decide about people, and set right."""
