"""How well names of a list are found, on hand-labelled sentences."""
