"""Over-production: a worker given many times what it can do, and whether its memory stays what it was.

`python -m tests.faults.overload --articles ordinary` makes a run; `docs/reliability.md` says what was seen.
"""
