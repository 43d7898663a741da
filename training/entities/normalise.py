"""One convention for all corpora: what a name is, written down in rules, in the order in which they are applied."""

from training.entities.demonyms import no_demonyms
from training.entities.noise import clean_ends, no_common_nouns, no_hashtags, no_markup
from training.entities.sentences import Sentence
from training.entities.titles import titles_outside


def normalised(sentence: Sentence, language: str) -> Sentence:
    """Return the sentence in our convention. Doing it twice changes nothing more."""
    sentence = clean_ends(no_markup(sentence))
    sentence = no_demonyms(no_common_nouns(sentence, language), language)
    return clean_ends(no_hashtags(titles_outside(sentence)))
