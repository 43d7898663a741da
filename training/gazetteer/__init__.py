"""Compile and measure the gazetteer of the entities stage."""
