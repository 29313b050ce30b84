"""The office's own pages."""
