"""Two people made one, and whatever refers to them."""
