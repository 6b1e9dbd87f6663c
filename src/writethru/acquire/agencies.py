"""Finds the news agency whose report a text is, and the dateline before its first sentence.

A report is an agency's where the byline, the bracket behind the dateline or the closing line says so;
that an agency "contributed" does not make it one.
"""

from __future__ import annotations

import re

# Credit as it is printed -> name of the agency. Upper-case short forms are only read where they stand
# alone: in brackets, after a dash, in a byline.
AGENCIES = {
    "Reuters": "Reuters",
    "Thomson Reuters": "Reuters",
    "AP": "AP",
    "Associated Press": "AP",
    "The Associated Press": "AP",
    "AFP": "AFP",
    "Agence France-Presse": "AFP",
    "Agence France Presse": "AFP",
    "dpa": "dpa",
    "DPA": "dpa",
    "Deutsche Presse-Agentur": "dpa",
    "APA": "APA",
    "Xinhua": "Xinhua",
    "TASS": "TASS",
    "Tass": "TASS",
    "Interfax": "Interfax",
    "RIA Novosti": "RIA Novosti",
    "Ukrinform": "Ukrinform",
    "ANSA": "ANSA",
    "EFE": "EFE",
    "PA": "PA",
    "PA Media": "PA",
    "Press Association": "PA",
    "AAP": "AAP",
    "Australian Associated Press": "AAP",
    "PTI": "PTI",
    "Press Trust of India": "PTI",
    "ANI": "ANI",
    "IANS": "IANS",
    "UPI": "UPI",
    "Kyodo": "Kyodo",
    "Kyodo News": "Kyodo",
    "Jiji Press": "Jiji",
    "Yonhap": "Yonhap",
    "Anadolu": "Anadolu",
    "Anadolu Agency": "Anadolu",
    "The Canadian Press": "Canadian Press",
    "Canadian Press": "Canadian Press",
    "CP": "Canadian Press",
    "TT": "TT",
    "NTB": "NTB",
    "Ritzau": "Ritzau",
    "STT": "STT",
    "ANP": "ANP",
    "Belga": "Belga",
    "Keystone-SDA": "Keystone-SDA",
    "SDA": "Keystone-SDA",
    "SID": "SID",
    "epd": "epd",
    "KNA": "KNA",
    "PAP": "PAP",
    "ČTK": "ČTK",
    "MTI": "MTI",
    "Lusa": "Lusa",
    "LUSA": "Lusa",
    "Europa Press": "Europa Press",
}
NAMES = "|".join(sorted(map(re.escape, AGENCIES), key=lambda name: (-len(name), name)))
FRONT, HEAD, TAIL = 1200, 300, 400  # characters at the ends of a text where a credit or a dateline may stand
# An invented agency is credited in the same form: "(Name) -" after a dateline.
PLACE = r"[A-ZÀ-ÖØ-ÞČŠŽĐ][A-ZÀ-ÖØ-ÞČŠŽĐ.'’ -]{1,40}[A-ZÀ-ÖØ-ÞČŠŽĐ]"
REST = r"(?:(?:, |/)[^\n()–—:;!?]{2,40}?)?"
DATELINE = re.compile(
    rf"\A({PLACE})({REST}),? ?(?:\(([^\n()]{{2,40}})\) ?[-–—:]*|[–—]|--|- ) ?(?=[\"“‘'«A-ZÀ-Þ0-9])"
)
MIXED = re.compile(
    r"\A([A-ZÀ-Þ][\w.'’-]{1,20}(?: [A-ZÀ-Þ][\w.'’-]{1,20}){0,2})"
    r"((?:(?:, |/)[^\n()–—:;!?]{2,40}?)?),? ?\(([^\n()]{2,40})\) ?[-–—:]+ ?(?=[\"“‘'«A-ZÀ-Þ0-9])"
)
# In front a bracket alone may be that of a picture; one with a dash behind it opens the report.
CREDITED = re.compile(rf"\(({NAMES})\) ?[-–—]")
BRACKETED = re.compile(rf"\(({NAMES})(?:/[^()\n]{{1,40}})?\)\.?\Z")
DASHED = re.compile(rf"[–—-] ?({NAMES})\.?\s*\Z")
CLOSING = re.compile(
    rf"(?:\A(?:Source|Sources|Quelle|Quellen|By|From|Copyright|©)[:\s©]{{1,3}}(?:20\d\d )?({NAMES})\b"
    rf"|\A({NAMES})\.?\s*\Z)"
)
# Words in capitals that open captions and promos, not reports.
NO_PLACE = frozenset(
    "FILE CLOSE PHOTO PHOTOS VIDEO WATCH LISTEN UPDATE UPDATED LIVE EXCLUSIVE BREAKING ANALYSIS OPINION EDITORIAL"
    " COMMENTARY REVIEW CORRECTION ADVERTISEMENT HANDOUT NEWS SPORT".split()
)
# A byline that is the name of a service and not of a person: "Valley Press Agency".
SERVICE = re.compile(
    r"\A[A-Z][\w'’-]{1,20}(?: [A-Z][\w'’-]{1,20}){0,3} (?:Agency|Newswire|News Service|Wire Service|Press Association)"
)
NAMED = re.compile(r",|/|&|\band\b")
MANY = 3  # joints; a byline of more names lists the authors of all that stands on a page
PLACE_WORDS = 3
BYLINE = re.compile(
    rf"(?:\A|[,;/&(|-] ?|\band |\bby |\bvia |\bmit |\bund |\bwith ){{1}}({NAMES})(?=\Z|[\s,;/&)|.-])"
)
WORDS = re.compile(r"[\w.&'’ -]{2,40}")


def dateline(text: str) -> tuple[str, str]:
    """Return the place of the dateline as printed, and what is credited in brackets behind it."""
    # A stand-first may come before the dateline.
    heads = [paragraph[:HEAD] for paragraph in text[:FRONT].split("\n\n")[:3]]
    matches = (DATELINE.match(head) or MIXED.match(head) for head in heads)
    found = next((match for match in matches if match), None)
    if found is None:
        return "", ""
    credit = (found.group(3) or "").strip()
    place = found.group(1).strip()
    if place.split()[0] in NO_PLACE:
        return "", ""
    if not credit and len(place.split()) > PLACE_WORDS:
        return "", ""  # a heading in capitals, not a place
    return (place, credit) if len(place) > 2 else ("", credit)


def agency(text: str, byline: str = "") -> str:
    """Return the agency that is credited in the byline, the dateline or the closing line, or ""."""
    found = BYLINE.search(byline)
    if found and len(NAMED.findall(byline)) < MANY:
        return AGENCIES[found.group(1)]
    if SERVICE.fullmatch(byline):
        return byline
    credit = dateline(text)[1]
    if credit:
        return AGENCIES.get(credit, credit if WORDS.fullmatch(credit) and len(credit.split()) <= 4 else "")
    found = CREDITED.search(text[:HEAD])
    if found:
        return AGENCIES[found.group(1)]
    tail = text[-TAIL:].strip()
    last = tail.rsplit("\n", 1)[-1]
    found = BRACKETED.search(last[-60:]) or DASHED.search(last) or CLOSING.search(last)
    return AGENCIES[next(name for name in found.groups() if name)] if found else ""
