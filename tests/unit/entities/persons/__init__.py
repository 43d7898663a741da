"""Names in Latin letters and the person key."""
