"""Training of the accurate entity tagger: from annotated corpora to the weights that ship."""
