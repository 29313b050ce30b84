"""Cities and regions, networks and partners: the directory."""
