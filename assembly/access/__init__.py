"""One registration: who can open it, by which links, and the emails that bring them."""
