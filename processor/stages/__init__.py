"""Enrichment: the stage protocol, the chain that runs stages, and one package a stage. Pure and synchronous."""
