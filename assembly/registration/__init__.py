"""Registration: from the form to the person's own page."""
