"""Which place a name means: the index of places, and the rules that choose by the article around."""
