"""Two sets of records compared: what differs, fact by fact, and which stage's change explains it."""
