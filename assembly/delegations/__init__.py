"""Who represents a city or region, and who comes with them."""
