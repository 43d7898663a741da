"""Training of the fast entity tagger: words as vectors that the encoder gave once, and small convolutions on them."""
