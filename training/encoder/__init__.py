"""The encoder under training, which the taggers and the topics share: its network, its optimiser, its graph."""
