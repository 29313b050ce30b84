"""Demo data, loaded through the services a person uses, and the mails it would have sent."""
