"""Topics in the fast profile: every piece of text has 17 votes, and an article is their sum."""
