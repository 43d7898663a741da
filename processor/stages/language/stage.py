"""The language stage."""

from typing import Final

from processor.contracts import EnrichedArticle, Language, Segment, Status, probability
from processor.contracts.ids import fingerprint
from processor.stages.language.detector import Detection, Detector, Part
from processor.stages.language.hint import Hint, read_hint
from processor.stages.language.model import NgramModel
from processor.stages.language.script import NO_SCRIPT, TABLE, code_points, main_script
from processor.stages.stage import Annotation

UNDETERMINED: Final = "und"
#: Below this many letters (East Asian ones count three) the reason for no tag is that the text is short.
SHORT_LETTERS: Final = 60
#: Nothing is certain: of 46,083 held-out texts with a probability above this 3 were tagged wrongly.
SUREST: Final = 0.9999


class LanguageStage:
    """Tags articles with their language. Constructing it loads the model (70 ms, 23 MB)."""

    name = "language"
    version = "2"
    needs: tuple[str, ...] = ()

    def __init__(self) -> None:
        from importlib.metadata import version

        model = NgramModel()
        self._detector = Detector(model)
        self._detector.detect("so that pycld2 and the table of scripts are loaded now")
        self.model = fingerprint(model.fingerprint, TABLE.read_bytes().hex(), version("pycld2"))

    def annotate(self, article: EnrichedArticle) -> Annotation:
        """Return the article's language. Never raises for a text that intake accepts."""
        script = main_script(code_points(article.body_text))
        title = article.outside_title
        before = f"{title}\n" if title else ""
        if script == NO_SCRIPT and main_script(code_points(before)) == NO_SCRIPT:
            return Annotation(Status.SKIPPED, "no letters", Language(UNDETERMINED, script, 0.0, ()))
        found = self._detector.detect(before + article.body_text)
        if before and _is_of_title(found, len(before)):
            before, found = "", self._detector.detect(article.body_text)
        decision = found.view.decision
        if found.view.letters == 0:
            return Annotation(Status.SKIPPED, "no letters outside addresses", Language(UNDETERMINED, script, 0.0, ()))
        if decision is None:
            return self._undetermined(article, found, script)
        if script == "Hani" and found.view.group == "Hani":
            script = decision.script
        segments = _segments(article, found.parts, len(before))
        confidence = probability(min(decision.probability, SUREST))
        return Annotation(language=Language(decision.tag, script, confidence, segments))

    def _undetermined(self, article: EnrichedArticle, found: Detection, script: str) -> Annotation:
        hint: Hint | None = read_hint(article.article.get("language_hint"), found.view, self._detector.model)
        if hint is not None:
            whole = Segment(article.body.start, article.body.end, hint.tag)
            language = Language(hint.tag, script, probability(hint.probability), (whole,))
            return Annotation(Status.DEGRADED, "undetermined: language_hint used", language)
        if found.view.letters < SHORT_LETTERS:
            reason = "too short"
        else:
            reason = "unlike any known language" if found.view.strange else "no language is likely enough"
        return Annotation(Status.DEGRADED, f"undetermined: {reason}", Language(UNDETERMINED, script, 0.0, ()))


def _is_of_title(found: Detection, before: int) -> bool:
    """Tell whether the main language is that of a long title alone: the article is in what its body is in."""
    decision = found.view.decision
    return decision is not None and not any(part.tag == decision.tag and part.end > before for part in found.parts)


def _segments(article: EnrichedArticle, parts: tuple[Part, ...], before: int) -> tuple[Segment, ...]:
    """Return the parts that are in the body as segments of the published text, white space at their ends left out."""
    segments = []
    first, last = article.body.start, article.body.end
    for part in parts:
        start = max(first, first + part.start - before)
        end = min(last, first + part.end - before)
        text = article.text[start:end]
        start += len(text) - len(text.lstrip())
        end -= len(text) - len(text.rstrip())
        if start < end:
            segments.append(Segment(start, end, part.tag))
    return tuple(segments)
