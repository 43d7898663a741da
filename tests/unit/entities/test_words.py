"""Where a name begins and ends: word borders, particles, prepositions and case endings in many scripts."""

import pytest

from tests.unit.entities.conftest import Find


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        # Hindi: the adjective and the people are other words; the longest name wins.
        ("hi", "रूस और चीन ने कहा", [("रूस", "RU"), ("चीन", "CN")]),
        ("hi", "रूसी हथियार, चीनी सामान", []),
        ("hi", "उत्तर कोरियाई नेता", []),
        ("hi", "उत्तर कोरिया, दक्षिण कोरिया।", [("उत्तर कोरिया", "KP"), ("दक्षिण कोरिया", "KR")]),
        ("hi", "“रूस”", [("रूस", "RU")]),
        ("hi", "रूस\u200dी", []),  # a joiner continues the word
        # Latin, Cyrillic, Greek: no part of a word, no adjective.
        ("en", "Russian, Chinese and Romanian", []),
        ("en", "in Nigeria, not in Niger", [("Nigeria", "NG"), ("Niger", "NE")]),
        ("en", "(France)—Italy/Spain", [("France", "FR"), ("Italy", "IT"), ("Spain", "ES")]),
        ("ru", "российский и русский", []),
        ("el", "ρωσικός", []),
        # Possessives and elision stay outside.
        ("en", "Russia's army and Germany’s", [("Russia", "RU"), ("Germany", "DE")]),
        ("fr", "l'Italie et d’Espagne", [("Italie", "IT"), ("Espagne", "ES")]),
        # Arabic and Hebrew write prepositions and conjunctions onto the name.
        ("ar", "وروسيا", [("روسيا", "RU")]),
        ("ar", "بروسيا ولبنان", [("روسيا", "RU"), ("لبنان", "LB")]),
        ("ar", "الروسية", []),
        ("he", "ברוסיה ובצרפת", [("רוסיה", "RU"), ("צרפת", "FR")]),
        ("he", "רוסי", []),
        ("am", "የኢትዮጵያ", [("ኢትዮጵያ", "ET")]),
        ("am", "ኢትዮጵያዊ", []),
        # Persian and Urdu do not: there the same letters make another word.
        ("fa", "بروسیا", []),
        # Turkish parts the ending with an apostrophe.
        ("tr", "Rusya'nın ve Rusya’ya", [("Rusya", "RU"), ("Rusya", "RU")]),
        ("tr", "Rusyalı", []),
        # Korean particles follow the name, compounds do not count.
        ("ko", "러시아는 중국의 일본에서", [("러시아", "RU"), ("중국", "CN"), ("일본", "JP")]),
        ("ko", "러시아인 중국어 한국은행", []),
        # Armenian and Georgian endings are part of the word.
        ("ka", "რუსეთში და საქართველოს", [("რუსეთში", "RU"), ("საქართველოს", "GE")]),
        ("ka", "რუსული", []),
        ("hy", "Ռուսաստանում", [("Ռուսաստանում", "RU")]),
        # Devanagari without the nukta, Arabic without the hamza, Russian without the dots.
        ("hi", "फिलिस्तीन", [("फिलिस्तीन", "PS")]),
        ("ar", "اوكرانيا", [("اوكرانيا", "UA")]),
        ("ru", "Соединенные Штаты и Соединённые Штаты", [("Соединенные Штаты", "US"), ("Соединённые Штаты", "US")]),
    ],
)
def test_borders_of_names(find: Find, tag: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert find(tag, text) == expected


@pytest.mark.parametrize(
    ("tag", "text", "key"),
    [
        ("ru", "в Северной Корее", "KP"),
        ("ru", "с Украиной", "UA"),
        ("uk", "з Росією", "RU"),
        ("be", "у Расіі", "RU"),
        ("pl", "w Niemczech", "DE"),
        ("pl", "do Wielkiej Brytanii", "GB"),
        ("cs", "v Německu", "DE"),
        ("cs", "ve Spojených státech", "US"),
        ("sk", "na Slovensku", "SK"),
        ("hr", "iz Njemačke", "DE"),
        ("sr", "из Немачке", "DE"),
        ("sl", "v Rusiji", "RU"),
        ("lt", "Rusijoje vyksta", "RU"),
        ("lv", "Krievijā notiek", "RU"),
        ("el", "της Ρωσίας", "RU"),
        ("ro", "a Rusiei", "RU"),
        ("fi", "se on Venäjällä", "RU"),
        ("fi", "pohjoisessa Suomessa", "FI"),
        ("fi", "hän asuu Englannissa ja Ruotsissa", "SE"),
        ("et", "ta elab Venemaal", "RU"),
        ("hu", "a háború Oroszországban", "RU"),
        ("hu", "elment Romániából", "RO"),
        ("hu", "az USA-ban", "US"),
        ("kk", "жиын Ресейде", "RU"),
        ("uz", "majlis Rossiyada", "RU"),
        ("bn", "রাশিয়ার", "RU"),
        ("mr", "भारताने", "IN"),
        ("ne", "भारतको", "IN"),
        ("ta", "இந்தியாவில்", "IN"),
        ("de", "die Grenze Deutschlands", "DE"),
        ("sv", "det är Norges", "NO"),
    ],
)
def test_case_forms(find: Find, tag: str, text: str, key: str) -> None:
    assert key in {found for _, found in find(tag, text)}


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("fi", "venäläinen ja suomalainen"),
        ("hu", "magyarországi, oroszországi"),
        ("kk", "қазақстандық"),
        ("pl", "niemiecki i polski"),
        ("uk", "російський"),
        ("de", "Russlanddeutsche"),
        ("ta", "இந்தியர்கள்"),
    ],
)
def test_adjectives_and_peoples_are_no_mentions(find: Find, tag: str, text: str) -> None:
    assert find(tag, text) == []


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("zh", "俄罗斯的军队", [("俄罗斯", "RU")]),
        ("zh", "俄罗斯人和中国人", []),
        ("zh", "内蒙古和古希腊", []),
        ("ja", "ロシアと日本は", [("ロシア", "RU"), ("日本", "JP")]),
        ("ja", "ロシア人、日本語、日本銀行", []),
        ("ja", "シロシアン", []),
        ("th", "ในรัสเซียและจีน", [("รัสเซีย", "RU"), ("จีน", "CN")]),
        ("th", "ประเทศไทย", [("ประเทศไทย", "TH")]),
        ("th", "ชาวรัสเซีย ภาษาจีน", []),
        ("th", "อเมริกาเหนือ", [("อเมริกาเหนือ", "003")]),  # Riga is inside of it
        ("my", "ရုရှားနိုင်ငံ", [("ရုရှား", "RU")]),
        ("km", "នៅរុស្ស៊ី", [("រុស្ស៊ី", "RU")]),
    ],
)
def test_writing_without_spaces(find: Find, tag: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert find(tag, text) == expected


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("en", "the US and the UK", [("US", "US"), ("UK", "GB")]),
        ("en", "tell us, US citizens", [("US", "US")]),
        ("en", "the U.S. and U.K. agree", [("U.S.", "US"), ("U.K.", "GB")]),
        ("en", "china, turkey and chad", []),
        ("en", "the EU and the UN", [("EU", "EU"), ("UN", "UN")]),
        ("en", "TALKS IN RUSSIA END", [("RUSSIA", "RU")]),
        ("en", "LET US GO", []),
    ],
)
def test_capitals(find: Find, tag: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert find(tag, text) == expected
