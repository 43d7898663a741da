"""What an article is about: IPTC Media Topics."""
