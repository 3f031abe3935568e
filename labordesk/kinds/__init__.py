"""What each kind of programme adds: states, events, indicators."""
