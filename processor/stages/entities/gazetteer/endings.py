"""Case endings and particles that languages write onto a name without changing it.

Closed lists from reference grammars, general knowledge: only endings that leave the word a noun. Those that make an
adjective or a people of it (Hungarian -i, Finnish -lainen, Kazakh -дық, Korean 인) are left out on purpose. Declensions
that change the name itself are forms in the gazetteer (`processor/stages/entities/inflection`).
"""

from collections.abc import Mapping
from typing import Final

from processor.stages.entities.gazetteer.words import words

_HUNGARIAN_WITH: Final = " ".join(f"{c}al {c}el" for c in "bcdfghjklmnprstvz")

#: Fused endings, part of the word as written and so of the mention: Finnish `Venäjällä`.
FUSED: Final[Mapping[str, frozenset[str]]] = {
    language: words(endings)
    for language, endings in {
        "az": "nın nin nun nün ın in un ün ya yə a ə nı ni nu nü ı i u ü da də dan dən dakı dəki la lə",
        "bn": "র য় কে তে ের ে ও রও েও ই",
        "as": "ৰ ত লৈ ক ই ৰে য়ে ে েৰে",
        "da": "s",
        "de": "s n",
        "et": "s st sse l le lt ga ks ni na ta d t i is ist isse il ile ilt iga iks ini ina ita it",
        "eu": "k ren ri n ko ra tik rekin z ek en i eko era etik ekin",
        "fi": "n ssa ssä sta stä an än en in on un yn ön seen lla llä lta ltä lle na nä ksi tta ttä a ä ta tä "
        "issa issä ista istä iin illa illä ilta iltä ille ina inä iksi itta ia iä",
        "fo": "s",
        "gu": "ના ની નો નું ને માં થી એ નાં",
        "hu": "ban ben ba be ból ből ra re ról ről on en ön n hoz hez höz nál nél tól től nak nek t ot at et öt "
        f"ig ért ként {_HUNGARIAN_WITH} szal szel gyal gyel",
        "hy": "ի ը ն ից ով ում ին յի յից յով յում",
        "is": "s",
        "ka": "ის ს ში თან იდან ით მა ზე ისთვის ისგან ამდე ად სთან დან თი მ სთვის სგან მდე ისა სა "
        "იდანაც დანაც ისაც საც შიც თანაც ზეც ითაც მაც ც",
        "kk": "ның нің дың дің тың тің ға ге қа ке на не ны ні ды ді ты ті н да де та те нда нде дан ден тан тен нан "
        "нен мен бен пен дағы дегі тағы тегі",
        "kn": "ದ ದಲ್ಲಿ ಕ್ಕೆ ವನ್ನು ದಿಂದ ಗೆ ನ ನಲ್ಲಿ ದಲ್ಲಿನ",
        "ky": "нын нин нун нүн дын дин дун дүн тын тин тун түн га ге го гө ка ке ко кө ны ни ну нү ды ди ду дү ты ти "
        "ту тү да де до дө та те то тө дан ден дон дөн тан тен тон төн дагы деги догу дөгү тагы теги",
        "lb": "s",
        "ml": "യിൽ യുടെ യെ യ്ക്ക് യിലെ യും യിൽനിന്ന് യോട് യുമായി യിലേക്ക് ിൽ ിന്റെ ിനെ ിന് ിലെ ും ിൽനിന്ന് ിലേക്ക്",
        "mn": "ын ийн ы ийг ыг д т аас ээс оос өөс руу рүү тай тэй той аар ээр оор өөр",
        "mr": "ने ला च्या चा ची चे त तील शी वर मध्ये कडून हून तून मधील सह "
        "ाने ाला ाच्या ाचा ाची ाचे ात ातील ाशी ावर ामध्ये ाकडून ातून ामधील ासह",
        "nb": "s",
        "ne": "ले लाई को का की मा बाट सँग सित द्वारा मै भन्दा तर्फ",
        "nl": "s",
        "nn": "s",
        "or": "ର ରେ କୁ ରୁ",
        "sq": "a së në ja jën jës i it in u",
        "sv": "s",
        "ta": "வில் வின் விற்கு வுக்கு வை வும் விலிருந்து வால் வுடன் வோடு விலும் ில் ின் ிற்கு ுக்கு ை ும் ிலிருந்து ால் ுடன் ிலும்",
        "te": "లో కు ను తో లోని నుంచి నుండి పై యొక్క కి ని లోనూ",
        "tk": "nyň niň yň iň a e ä ny ni y i da de dan den",
        "tt": "ның нең га гә ка кә на нә ны не да дә та тә дан дән тан тән нан нән",
        "uz": "ning ni ga ka qa da dan dagi нинг ни га да дан даги",
    }.items()
}
#: Particles after the name and outside the mention: Korean `러시아는`, Amharic `ሩሲያን`.
PARTICLES: Final[Mapping[str, frozenset[str]]] = {
    "ko": words(
        "은 는 이 가 을 를 의 에 에서 에게 로 으로 와 과 도 만 까지 부터 보다 처럼 이나 라도 이라도 "
        "에는 에도 에만 에서는 에서도 에서의 에게는 로는 으로는 로도 로의 으로의 로부터 으로부터 와는 과는 와의 과의 "
        "까지는 까지도 부터는 만의 만이 이라는 라는 이라고 라고 이며 며 이고 이자 이다 다 엔 선 "
        "측 측은 측이 측의 측과 측에"
    ),
    "am": words("ን ና ም ንና ስ"),
    "ti": words("ን ውን"),
}
#: Prepositions and conjunctions before the name and outside the mention.
PREFIXES: Final[Mapping[str, frozenset[str]]] = {
    "ar": words("و ف ب ك ل وب ول وك فب فل"),
    "he": words("ו ב ל מ ה ש כ וב ול ומ וה וש וכ שב של שמ מה בה לכ כש"),
    "am": words("የ በ ለ ከ ስለ እንደ ወደ በየ ከየ"),
    "ti": words("ን ብ ካብ ናብ ናይ"),
}
#: Endings after a hyphen, outside the mention: Hungarian `USA-ban`, Turkic and Slavic abbreviations.
HYPHENED: Final[Mapping[str, frozenset[str]]] = {
    "hu": FUSED["hu"],
    "kk": FUSED["kk"],
    "ky": FUSED["ky"],
    "tt": FUSED["tt"],
    "lt": words("o e ą ai"),
    "mk": words("от та то"),
    "hr": words("a u om ovi"),
    "sr": words("a u om ovi а у ом ови"),
    "bs": words("a u om ovi"),
}
#: The longest tail worth reading.
MAX_TAIL: Final = 12
#: Names of fewer letters take no fused ending: with one they are too often another word.
MIN_FUSED: Final = 4
#: The same for prefixes, which are words of their own and as such surer.
MIN_PREFIXED: Final = 3
