"""A seeded fault harness: real brokers and workers, faults drawn from a seed, and a checker that reads what happened.

`python -m tests.faults.harness --seed 1 --runs 20` makes runs; `docs/reliability.md` says what was seen.
"""
