"""Identifiers and fingerprints: hashes over what they name, so that the same thing twice has the same one."""

import hashlib


def article_id(source: str | None, text: str) -> str:
    """Return the id of an article whose producer gave none: 128 bits of SHA-256 over source and published text."""
    return _digest(source or "", text)


def fingerprint(*parts: str) -> str:
    """Return 64 bits of SHA-256 over `parts`; their borders count."""
    return _digest(*parts)[:16]


def _digest(*parts: str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()[:32]
