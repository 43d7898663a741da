"""Samachar: raw articles in any language in, enriched records with offsets and provenance out."""

from processor.contracts import DeadLetter, EnrichedArticle, InvalidArticleError, RawArticle
from processor.stages.enricher import Enricher

__all__ = ["DeadLetter", "EnrichedArticle", "Enricher", "InvalidArticleError", "RawArticle"]
