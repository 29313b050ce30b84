"""What organisers write about people."""
