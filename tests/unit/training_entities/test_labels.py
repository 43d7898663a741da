"""Which labels a token may have, and which may follow which."""

from processor.stages.entities.names.labels import LABELS, OUTSIDE, begin, follows, inside
from training.entities.labels import allowed


def test_inside_needs_its_own_kind_before_it() -> None:
    wrong = {(LABELS[a], LABELS[b]) for a in range(len(LABELS)) for b in range(len(LABELS)) if not follows(a, b)}
    assert ("O", "I-PER") in wrong
    assert ("B-LOC", "I-PER") in wrong
    assert ("I-ORG", "I-MISC") in wrong
    assert not wrong & {("B-PER", "I-PER"), ("I-PER", "I-PER"), ("I-PER", "B-PER"), ("I-PER", "O"), ("O", "O")}
    assert len(wrong) == 4 * (len(LABELS) - 2)


def test_a_corpus_without_misc_does_not_teach_that_misc_is_nothing() -> None:
    hidden = [("MISC", "O")]
    assert allowed(OUTSIDE, hidden) == (OUTSIDE, begin("MISC"), inside("MISC"))
    assert allowed(begin("PER"), hidden) == (begin("PER"),)
    assert allowed(OUTSIDE, []) == (OUTSIDE,)


def test_organisations_that_stand_under_another_type_or_nowhere() -> None:
    hidden = [("ORG", "MISC"), ("ORG", "O")]
    assert allowed(begin("MISC"), hidden) == (begin("ORG"), begin("MISC"))
    assert allowed(inside("MISC"), hidden) == (inside("ORG"), inside("MISC"))
    assert allowed(OUTSIDE, hidden) == (OUTSIDE, begin("ORG"), inside("ORG"))
    assert allowed(inside("LOC"), hidden) == (inside("LOC"),)
