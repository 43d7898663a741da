"""From the encoder and the accurate head to the topics of the fast profile."""
