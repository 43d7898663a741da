"""Firms with and without their legal form: `Apple Inc.` and `Apple`, `トヨタ自動車株式会社`, `ПАО «Газпром»`."""

from typing import Final

import regex

from processor.stages.entities.article.groups import Words
from processor.stages.entities.article.surface import folded
from processor.stages.entities.gazetteer.words import words

#: Words of their own at either end, without full stops and commas.
_FORMS: Final = frozenset(
    folded(form)
    for form in words(
        "Inc Incorporated Corp Corporation Co Company Ltd Limited LLC LLP LP PLC Pvt Pty GmbH AG KG KGaA SE mbH eV SA "
        "SAS SARL SpA Srl SL SLU Lda NV BV BVBA AB AS ASA ApS Oy Oyj OÜ UAB SIA Kft Zrt Nyrt Rt sro dd doo DOO AD EAD "
        "EOOD Tbk PT Bhd Sdn Berhad AŞ Şti OAO ZAO OOO PAO ПАО ОАО ЗАО ООО АО ТОВ ПрАТ ТОО ЖШС АД ЕАД ЕООД д.о.о "
        'लिमिटेड लि प्राइवेट प्रा कंपनी লিমিটেড லிமிடெட் లిమిటెడ్ ಲಿಮಿಟೆಡ್ ലിമിറ്റഡ് લિમિટેડ ਲਿਮਿਟੇਡ لمیٹڈ בע"מ 주식회사'
    )
)
_ATTACHED: Final = regex.compile(
    r"^(?:株式会社|有限会社|合同会社|㈱|\(株\)|주식회사|\(주\)|บริษัท)|"
    r"(?:株式会社|有限会社|合同会社|\(株\)|股份有限公司|有限责任公司|有限責任公司|集团有限公司|有限公司|주식회사|จำกัด(?:\(มหาชน\))?)$"
)
_MARKS: Final = "«»\"“”„',.;"


def without_legal_form(key: Words) -> Words:
    """Return the words of a firm's name without its legal form and quotes; the same where it has none."""
    parts = [part for word in key if (part := word.strip(_MARKS) or "")]
    first, last = 0, len(parts)
    while last - first > 1 and parts[last - 1].replace(".", "") in _FORMS:
        last -= 1
    while last - first > 1 and parts[first].replace(".", "") in _FORMS:
        first += 1
    core = tuple(parts[first:last])
    if len(core) == 1:
        core = (_ATTACHED.sub("", core[0]) or core[0],)
    return core or key
