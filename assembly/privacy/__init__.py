"""What we do with personal data."""
