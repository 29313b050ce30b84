"""The check whether the addresses of recordings still lead anywhere."""
