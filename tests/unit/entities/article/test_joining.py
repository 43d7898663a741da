"""Names of one person, case forms, legal forms: what is one entity, and what is not, in many scripts."""

import pytest

from processor.stages.entities.article.joining import joined
from processor.stages.entities.assemble import entities
from processor.stages.entities.tagger import Link, TaggedSpan
from tests.unit.entities.article.marked import named

ONE = [
    ("hi", "[PER किम जोंग उन] और [PER किम]", "किम जोंग उन"),
    ("en", "[PER Putin] met. [PER Vladimir Putin], [PER PUTIN]", "Vladimir Putin"),
    ("ar", "[PER سلمى الخطايبة] و[PER الخطايبة]", "سلمى الخطايبة"),
    ("el", "[PER Γεωργία Μανωλάκου], [PER Μανωλάκου]", "Γεωργία Μανωλάκου"),
    ("zh", "[PER 弗拉基米尔·普京]和[PER 普京]", "弗拉基米尔·普京"),
    ("nl", "[PER Pieter van Alphen], [PER Van Alphen]", "Pieter van Alphen"),
    ("en", "[PER Kim Jong Un], [PER Kim Jong] and [PER Kim], [PER Kim Jong-un]", "Kim Jong Un"),
    ("en", "[PER O’Brien] and [PER Ann O'Brien]", "Ann O'Brien"),
    # initials, either order, middle names
    ("en", "[PER V. Putin], [PER Vladimir Putin]", "Vladimir Putin"),
    ("en", "[PER George W. Bush], [PER G. W. Bush], [PER G.W. Bush], [PER George Bush], [PER Bush]", "George W. Bush"),
    ("ru", "[PER Владимир Путин], [PER В. Путин], [PER В.В. Путина], [PER Путин В. В.]", "Владимир Путин"),
    ("hu", "[PER Orbán Viktor], [PER Viktor Orbán], [PER Orbánnak]", "Orbán Viktor"),
    ("ru", "[PER Владимир Путин], [PER Владимир Владимирович Путин]", "Владимир Владимирович Путин"),
    ("en", "[PER Putin, Vladimir], [PER Vladimir Putin], [PER Vladimir Putin]", "Vladimir Putin"),
    # family name first and written together
    ("zh", "[PER 习近平]，[PER 习]主席，[PER 近平]", "习近平"),
    ("ja", "[PER 安倍晋三]、[PER 安倍]、[PER 晋三]", "安倍晋三"),
    ("ja", "[PER 大河原理沙]、[PER 大河原]", "大河原理沙"),
    ("ko", "[PER 문재인], [PER 문] 대통령, [PER 재인]", "문재인"),
    # case forms
    ("ru", "слова [PER Путина] и [PER Путиным]; [PER Путин]", "Путин"),
    ("ru", "[PER Владимира Путина], [PER Владимир Путин], [PER Путину]", "Владимир Путин"),
    ("ru", "[PER Марии Ивановой], [PER Мария Иванова], [PER Ивановой]", "Мария Иванова"),
    ("uk", "[PER Володимир Зеленський], [PER Володимира Зеленського], [PER Зеленському]", "Володимир Зеленський"),
    ("pl", "[PER Donalda Tuska], [PER Donald Tusk], [PER Tuskiem]", "Donald Tusk"),
    ("cs", "[PER Petr Pavel], [PER Petra Pavla], [PER Pavlem]", "Petr Pavel"),
    ("sr", "[PER Aleksandar Vučić], [PER Aleksandra Vučića], [PER Vučićem]", "Aleksandar Vučić"),
    ("sr", "[PER Александар Вучић], [PER Вучића]", "Александар Вучић"),
    ("el", "[PER Κυριάκου Μητσοτάκη], [PER Κυριάκος Μητσοτάκης], [PER ΜΗΤΣΟΤΑΚΗΣ]", "Κυριάκος Μητσοτάκης"),
    ("fi", "[PER Sauli Niinistö], [PER Niinistön]", "Sauli Niinistö"),
    ("lt", "[PER Gitanas Nausėda], [PER Gitano Nausėdos], [PER Nausėdą]", "Gitanas Nausėda"),
    ("lv", "[PER Edgars Rinkēvičs], [PER Rinkēviču]", "Edgars Rinkēvičs"),
    ("ka", "[PER ვლადიმერ პუტინი], [PER პუტინის], [PER პუტინმა]", "ვლადიმერ პუტინი"),
    ("de", "[PER Angela Merkels], [PER Angela Merkel], [PER Merkels]", "Angela Merkel"),
    ("kk", "[PER Тоқаевтың], [PER Тоқаев]", "Тоқаев"),
    ("el", "[LOC Πάτμο], [LOC Πάτμου], [LOC Πάτμος]", "Πάτμος"),
    ("ru", "[ORG Газпрома], [ORG Газпром]", "Газпром"),
    # spelling
    ("hi", "[PER ज़ेलेंस्की], [PER जेलेंस्की], [PER ज़ेलेंस्की]", "ज़ेलेंस्की"),
    ("hi", "[PER चाँद] और [PER चांद]", "चाँद"),
    ("ar", "[PER أحمد عطية] و[PER احمد عطيه]", "أحمد عطية"),
    ("fa", "[PER علی] و [PER علي]", "علی"),
    ("tr", "[PER Erdogan], [PER Erdoğan], [PER Erdoğan]", "Erdoğan"),
    ("ru", "[PER Королёв], [PER Королев], [PER Королёв]", "Королёв"),
    # legal forms
    ("en", "[ORG Apple] and [ORG Apple Inc.]", "Apple Inc."),
    ("ru", "[ORG ПАО «Газпром»] и [ORG Газпром]", "ПАО «Газпром»"),
    ("ja", "[ORG トヨタ自動車株式会社]と[ORG トヨタ自動車]", "トヨタ自動車株式会社"),
]
SEVERAL = [
    ("en", "[PER Kim Jong Un], [PER Kim Yo Jong], [PER Kim]"),  # two of them
    ("en", "[PER Jong], [PER Kim Jong Un]"),  # neither first nor last
    ("hi", "[PER पुतिना], [PER व्लादिमीर पुतिन]"),  # another word
    ("en", "[PER Anna], [PER Hanna Lee]"),
    ("zh", "[PER 王毅]，[PER 王沪宁]，[PER 王]"),
    ("ko", "[PER 문재인], [PER 문희상], [PER 문]"),
    ("ru", "[PER Иван Петров], [PER Мария Петрова], [PER Петрова]"),  # her, or of him
    ("en", "[PER J. Bush], [PER George Bush]"),
    ("en", "[PER Ali Hassan], [PER Hassan Ali]"),
    ("en", "[PER J. Smith], [PER John Smith], [PER Jane Smith]"),
    ("en", "[ORG New York Times], [ORG Times]"),
    ("en", "[ORG Bank of England], [ORG Bank]"),
    ("fr", "[LOC Paris], [PER Paris]"),
    ("en", "[PER Putin], [PER Putins]"),  # English has no such case
]


@pytest.mark.parametrize(("tag", "marked", "name"), ONE)
def test_one_thing_under_one_name(tag: str, marked: str, name: str) -> None:
    assert named(marked, tag) == [(name, [part.split("]")[0].split(" ", 1)[1] for part in marked.split("[")[1:]])]


@pytest.mark.parametrize(("tag", "marked"), SEVERAL)
def test_where_it_is_unclear_nothing_is_joined(tag: str, marked: str) -> None:
    assert len(named(marked, tag)) == marked.count("[")


def test_spouses_keep_their_case_forms() -> None:
    marked = (
        "[PER Александр Иванов], [PER Александра Иванова]; с [PER Александром Ивановым], с [PER Александрой Ивановой]"
    )
    assert [len(mentions) for _, mentions in named(marked, "ru")] == [2, 2]


def test_his_name_is_his_where_hers_is_another() -> None:
    found = dict(named("[PER Иван Петров], [PER Мария Петрова], [PER Петров], [PER Петрову]", "ru"))
    assert found["Иван Петров"] == ["Иван Петров", "Петров"]


def test_a_form_that_the_gazetteer_knows_elsewhere_is_that_place() -> None:
    text = "मॉस्को, मॉस्को"
    moscow = Link("city 1", "मॉस्को", {"geonames": "1"})
    spans = [TaggedSpan(0, 6, "LOC", 0.9), TaggedSpan(8, 14, "LOC", 0.8, moscow)]
    (entity,) = entities(text, joined(text, spans))
    assert (entity.ids, len(entity.mentions)) == ({"geonames": "1"}, 2)
    spans[0] = TaggedSpan(0, 6, "ORG", 0.9)
    assert len(entities(text, joined(text, spans))) == 2


def test_things_that_somebody_knows_apart_stay_apart() -> None:
    text = "Kim Lee, Kim"
    links = [Link("a", "A", {"watchlist": "a"}), Link("b", "B", {"watchlist": "b"})]
    spans = [TaggedSpan(0, 7, "PER", 0.9, links[0]), TaggedSpan(9, 12, "PER", 0.9, links[1])]
    assert [entity.name for entity in entities(text, joined(text, spans))] == ["A", "B"]
    (entity,) = entities(text, joined(text, [spans[0], TaggedSpan(9, 12, "PER", 0.9)]))
    assert entity.ids == {"watchlist": "a"}


def test_a_headline_in_capitals_is_not_the_name() -> None:
    assert named("[PER VLADIMIR PUTIN]: [PER Vladimir Putin]", "en") == [
        ("Vladimir Putin", ["VLADIMIR PUTIN", "Vladimir Putin"])
    ]


def test_a_name_over_two_lines_is_shown_in_one() -> None:
    assert named("[PER Vladimir\nPutin]", "en")[0][0] == "Vladimir Putin"
