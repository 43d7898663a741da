"""Names of people in Latin letters, and one key for the spellings of one person's name in all scripts."""
