"""Look whether addresses of other sites still lead anywhere, without opening anything in our own network."""
