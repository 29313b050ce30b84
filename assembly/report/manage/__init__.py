"""Pages of organisers: the figures and what is public, and the article while it is written."""
