"""A realistic sample register ("SỔ MẪU") made through the services."""
