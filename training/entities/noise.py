"""What annotators and converters left behind: markup, punctuation at the ends of names, common nouns, hashtags."""

import re
from typing import Final

from processor.stages.entities.names.ends import without_marks
from training.entities.sentences import Sentence, cut

_MARKUP: Final = re.compile(r"</?[A-Za-z][^<>\n]{0,80}>|&(?:nbsp|quot|amp|lt|gt|#\d{1,5});")
_ENTITIES: Final = {"&nbsp;": " ", "&quot;": '"', "&amp;": "&", "&lt;": "<", "&gt;": ">"}
_COMMON: Final = {
    "hi": re.compile(
        r"(?:सरकार|पार्टी|पुलिस|सेना|काउंसिल|विशेष अदालत|अदालत|हाईकोर्ट|राज्य सरकार|समाचार एजेंसियों|सुरक्षाबलों|के|का|की|में)"
    ),
    "bn": re.compile(
        r"(?:পুলিশ|সরকার|সরকারি|ব্যাংক|দেশ|সংসদ|বিমানবন্দর|চৌকিদার|সেনাবাহিনী|উপজেলা স্বাস্থ্য কমপ্লেক্স|আদালত|হাসপাতাল|থানা|কলেজ|"
        r"বিশ্ববিদ্যালয়|জাদুঘর|নির্বাচন কমিশন)(?:ের|র|কে|ে|ি|তে|টি|টির)?"
    ),
}


def no_markup(sentence: Sentence) -> Sentence:
    """Return the sentence without HTML, also where it was escaped more than once; names keep their places."""
    while found := list(_MARKUP.finditer(sentence.text)):
        sentence = cut(sentence, [(part.start(), part.end(), _ENTITIES.get(part[0], "")) for part in found])
    return sentence


def clean_ends(sentence: Sentence) -> Sentence:
    """Return the sentence with names that neither begin nor end with blanks, quotes or separators."""
    text = sentence.text
    cleaned = ((*without_marks(text, start, end), kind) for start, end, kind in sentence.spans)
    return Sentence(text, tuple(span for span in cleaned if span[0] < span[1]))


def no_common_nouns(sentence: Sentence, language: str) -> Sentence:
    """Return the sentence without marks on words that name no one in particular (`পুলিশ`, `सरकार`)."""
    common = _COMMON.get(language)
    if common is None:
        return sentence
    text = sentence.text
    return Sentence(text, tuple(span for span in sentence.spans if not common.fullmatch(text, span[0], span[1])))


def no_hashtags(sentence: Sentence) -> Sentence:
    """Return the sentence without marks on hashtags and account names."""
    text = sentence.text
    return Sentence(
        text,
        tuple(
            (start, end, kind)
            for start, end, kind in sentence.spans
            if text[start] not in "#@" and (start == 0 or text[start - 1] not in "#@")
        ),
    )
