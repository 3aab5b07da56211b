"""How requests come in, and how that ends."""
