"""What the person key knows, and how far it goes."""
