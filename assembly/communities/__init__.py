"""Cities and regions, and their signatures."""
