"""The entities stage: people, organisations and places, with offsets and identifiers."""
