"""The live page: what comes out of the stream just now, in a browser. It can look and cannot change anything.

A record becomes a card of bounded size (`cards`). The hub keeps the latest cards and counts all of them (`hub`,
`counters`); every browser has a short buffer there, and what does not fit is skipped and told (`viewer`). The server
(`server`) sends what passes a browser's filters as server-sent events, and the page itself, which is the files in
`static`: no build step, nothing from anywhere else.
"""
