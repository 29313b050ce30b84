"""The declaration on paper, and the PDF that comes back signed."""
