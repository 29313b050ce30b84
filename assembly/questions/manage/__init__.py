"""The office's pages of further questions and needs."""
