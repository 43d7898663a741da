"""Adjectives and nouns of belonging (`रूसी`, `Japanese`) name no place and no thing: they are not marked."""

from typing import Final

_HINDI: Final = (
    "भारतीय हिंदुस्तानी पाकिस्तानी बांग्लादेशी नेपाली श्रीलंकाई अफ़ग़ान अफ़ग़ानी अफगानी चीनी जापानी कोरियाई रूसी "
    "रुसी अमरीकी अमेरिकी ब्रितानी ब्रिटिश अंग्रेज़ फ़्रांसीसी फ्रांसीसी जर्मन इतालवी स्पेनी यूनानी यूरोपीय "
    "अफ़्रीकी अफ्रीकी एशियाई ईरानी इराक़ी इराकी इसराइली इज़राइली फ़लस्तीनी फ़लस्तीनियों अरबी सऊदी यूक्रेनी "
    "ऑस्ट्रेलियाई कनाडाई मिस्री सीरियाई क़बायली कश्मीरी पंजाबी बंगाली गुजराती मराठी तमिल"
)
_BENGALI: Final = (
    "মার্কিন ভারতীয় বাংলাদেশি বাংলাদেশী পাকিস্তানি পাকিস্তানী ইসরায়েলি ফিলিস্তিনি ব্রিটিশ চীনা জাপানি রুশ ইরানি "
    "ইরাকি আফগান সিরীয় তুর্কি ফরাসি জার্মান ইউরোপীয় আফ্রিকান অস্ট্রেলীয় মার্কিনি"
)
_ENGLISH: Final = (
    "American Americans British English French German Germans Italian Italians Spanish Portuguese Dutch Belgian "
    "Swiss Austrian Swedish Norwegian Danish Finnish Icelandic Irish Scottish Welsh Polish Czech Slovak Hungarian "
    "Romanian Bulgarian Greek Greeks Turkish Turks Russian Russians Ukrainian Soviet Serbian Serbs Croatian "
    "Bosnian Albanian Israeli Israelis Palestinian Palestinians Arab Arabs Arabic Egyptian Iranian Persian Iraqi "
    "Iraqis Syrian Lebanese Saudi Afghan Afghans Pakistani Indian Indians Bangladeshi Nepalese Chinese Japanese "
    "Korean Vietnamese Thai Indonesian Malaysian Filipino Australian Australians Canadian Canadians Mexican "
    "Mexicans Cuban Brazilian Argentine Chilean Peruvian Colombian African Africans European Europeans Asian "
    "Asians Latin Nigerian Kenyan Ethiopian Moroccan Algerian Jewish Jews Muslim Muslims Christian Christians "
    "Catholic Protestant Roman Romans Hindu"
)
#: By language: `Italian` is a genitive of the country in Finnish, `Swiss` the country itself in Indonesian.
_WORDS: Final = {"hi": frozenset(_HINDI.split()), "bn": frozenset(_BENGALI.split()), "en": frozenset(_ENGLISH.split())}


#: With a word of belonging after them, or alone, directions name nothing either: `उत्तर कोरियाई`, `South Korean`.
_DIRECTIONS: Final = {
    "hi": frozenset(["उत्तर", "उत्तरी", "दक्षिण", "दक्षिणी", "पूर्व", "पूर्वी", "पश्चिम", "पश्चिमी"]),
    "bn": frozenset(["উত্তর", "দক্ষিণ", "পূর্ব", "পশ্চিম"]),
    "en": frozenset(["North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western"]),
}


def is_demonym(words: str, language: str) -> bool:
    """Say whether `words` are one word of belonging in `language`, an ISO 639 code."""
    return words in _WORDS.get(language, frozenset())


def names_nothing(words: str, language: str) -> bool:
    """Say whether `words` are directions, a word of belonging or both."""
    directions = _DIRECTIONS.get(language, frozenset())
    *before, last = words.split() or [""]
    return all(word in directions for word in before) and (last in directions or is_demonym(last, language))
