"""Topics of the user's own: described, perhaps with examples, in any languages."""
