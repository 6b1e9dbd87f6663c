"""Pages made by hand for the tests of the renderings; their event is invented."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from writethru.records import (
    Brief,
    Change,
    Citation,
    CitedSentence,
    Counts,
    Coverage,
    Disagreement,
    Edit,
    Position,
    Section,
    Skipped,
    SourceNote,
    TimelineEntry,
    When,
)


def cite(number: int, exact: str, field: str = "text") -> Citation:
    return Citation(
        source=number, article=f"a{number}", field=field, start=10, end=10 + len(exact), exact=exact
    )  # type: ignore[arg-type]


def said(text: str, *sources: int, exact: str | None = None, edits: tuple[Edit, ...] = ()) -> CitedSentence:
    return CitedSentence(text, tuple(cite(n, exact or text) for n in sources), edits)


def source(number: int, publisher: str, title: str, published: str | None, **more: object) -> SourceNote:
    values: dict[str, object] = {
        "external_id": None,
        "url": f"https://news{number}.example/{number}",
        "origin": f"o{number}",
        "why_origin": "",
        "roles": (),
        **more,
    }
    return SourceNote(
        number=number, article=f"a{number}", publisher=publisher, title=title, published=published, **values
    )  # type: ignore[arg-type]


def when(start: str, end: str | None = None, granularity: str = "day") -> When:
    return When(start, end or start, granularity)  # type: ignore[arg-type]


GATES = "The eastern embankment collapsed shortly before midnight on Monday [3 Mar]."
EDIT = Edit("date", (GATES.index("[") - 1, GATES.index("]") + 1), "", " [3 Mar]")

DAM = Brief(
    story="5b0c77e19f2a4d31",
    revision=4,
    updated="2031-03-07T17:30:00Z",
    counts=Counts(9, 5, 8),
    headline=CitedSentence(
        "Operator and regulator at odds over Vasken dam as 14 are mourned",
        (cite(6, "Operator and regulator at odds over Vasken dam", "title"),),
    ),
    sections=(
        Section(
            said("The head of the operator steps aside", 1),
            (
                said(
                    "The chief executive of Sellen Hydro, Anselm Roke, said on Friday [7 Mar] that he was stepping aside "
                    "while a commission investigates the failure of the Vasken dam, in which 14 people were killed.",
                    1,
                ),
                said(
                    "“The gates were opened at nine o’clock, and I have seen nothing that says otherwise,” [Roke] said.", 1
                ),
                said("Kesterin prosecutors opened their own investigation on Thursday [6 Mar].", 1, 3),
            ),
        ),
        Section(
            said("Fourteen people are known to have died", 5),
            (
                CitedSentence(GATES, (cite(7, GATES.replace(" [3 Mar]", "")), cite(8, "the same words")), (EDIT,)),
                said(
                    "Governor Maren Tolvik raised the death toll from nine a day earlier [4 Mar] after divers recovered "
                    "five bodies from cellars in Lower Vasken.",
                    5,
                ),
                said("About 2,300 people were ordered to leave their homes by 9 p.m.", 7, 8),
            ),
        ),
        Section(
            said("Cracks had been found four years earlier", 3),
            (
                said(
                    "The report of the Sellen Regional Water Authority, dated 18 May 2027, lists 23 cracks in the concrete "
                    "of the spillway.",
                    3,
                ),
                said("Sellen Hydro said the repairs were completed in October 2029.", 3),
            ),
        ),
    ),
    disagreements=(
        Disagreement(
            "whether the spillway gates were opened in time",
            "outcome",
            "conflict",
            (
                Position("Sellen Hydro", said("“Our staff opened both spillway gates at 9 p.m.,” the company said.", 9)),
                Position(
                    "Sellen Regional Water Authority", said("The spillway gates were not opened in time.", 5, 1)
                ),
            ),
            (said("The Courier could not independently verify either account.", 6),),
        ),
        Disagreement(
            "how many people were injured by Tuesday evening",
            "number",
            "scope",
            (
                Position(
                    "police",
                    said("31 people had been injured in the flood.", 10),
                    {"low": 31.0, "high": 31.0, "unit": "people injured"},
                ),
                Position(
                    "Dunhallow General Hospital",
                    said("It had treated 44 people injured in the flood by Tuesday evening [4 Mar].", 9),
                    {"low": 44.0, "high": None, "unit": "people injured"},
                ),
            ),
        ),
    ),
    sources=(
        source(1, "Meridian Radio", "Sellen Hydro chief steps aside as commission begins work", "2031-03-07T17:30:00Z", roles=("own reporting",), adds=said("Shares in the company have fallen by 38 percent since Monday [3 Mar].", 1)),
        source(2, "Sellen Valley Gazette", "Dunhallow buries its dead as first families go home", "2031-03-07", roles=("own reporting",)),
        source(3, "Northern Ledger", "Inspectors found cracks at Vasken dam in 2027, report shows", "2031-03-06T16:45:00Z", external_id="nl-20310306-02", roles=("own reporting", "background"), adds=said("It rated the condition of the dam as “adequate with reservations”.", 3)),
        source(5, "Ardovia Today", "Ardovia dam disaster: death toll climbs to 14 as regulator blames closed gates", "2031-03-05T14:05:00Z"),
        source(6, "The Kesterin Courier", "Who opened the gates? Operator and regulator at odds over Vasken dam", "2031-03-05T20:55:00+02:00", roles=("analysis",)),
        source(7, "The Kesterin Courier", "Nine dead as dam bursts above Ardovian town", "2031-03-04T09:12:00+02:00", roles=("first report", "agency copy"), origin="hpa", why_origin="both carry the text of Harbour Press Agency"),
        source(8, "Northern Ledger", "Norholt crews join search after Vasken dam failure", "2031-03-04T08:30:00Z", external_id="nl-20310304-07", roles=("agency copy",), origin="hpa", why_origin="both carry the text of Harbour Press Agency"),
        source(9, "Meridian Radio", "Dam operator says gates were opened in time; hospital treats 44", "2031-03-04T22:15:00+02:00"),
        source(10, "Sellen Valley Gazette", "‘The whole street was moving’: Dunhallow after the flood", "2031-03-04T21:40:00+02:00", url=None, roles=("own reporting",)),
    ),
    timeline=(
        TimelineEntry(when("1964-01-01", "1964-12-31", "year"), said("The Vasken dam was completed.", 3)),
        TimelineEntry(when("2018-01-01", "2018-12-31", "year"), said("Sellen Hydro took over its operation under a 30-year contract.", 3)),
        TimelineEntry(when("2027-05-18"), said("A report lists 23 cracks in the concrete of the spillway.", 3)),
        TimelineEntry(when("2029-10-01", "2029-10-31", "month"), said("Repairs were completed, Sellen Hydro said.", 3)),
        TimelineEntry(when("2031-03-03"), said("The eastern embankment of the dam collapsed shortly before midnight.", 7, 8)),
        TimelineEntry(when("2031-03-04"), said("“We have nine confirmed dead and we are still searching,” police spokesman Ivo Drest said.", 7, 8)),
        TimelineEntry(when("2031-03-04", "2031-03-05"), said("Divers recovered five bodies from cellars in Lower Vasken.", 5)),
        TimelineEntry(when("2031-03-05"), said("The water authority said the spillway gates were not opened in time.", 5)),
        TimelineEntry(when("2031-03-06"), said("Prosecutors in Kesterin opened an investigation into possible negligence causing death.", 3)),
        TimelineEntry(when("2031-03-07"), said("Anselm Roke, chief executive of Sellen Hydro, stepped aside.", 1)),
    ),
    changes=(
        Change("figure", "9 dead", "14 dead", said("Governor Maren Tolvik raised the death toll from nine a day earlier.", 5)),
    ),
    coverage=Coverage("2031-03-07T17:30:00Z", (Skipped("news/paywalled.html", "paywalled: only its first paragraph could be read"),)),
)  # fmt: skip

BARE = Brief(
    story="0000000000000000",
    revision=1,
    updated=None,
    counts=Counts(1, 1, 1),
    headline=CitedSentence("", ()),
    sections=(),
    disagreements=(),
    sources=(),
    timeline=(),
    coverage=Coverage(None),
)


def with_timeline(*whens: When) -> Brief:
    entries = tuple(
        TimelineEntry(span, said(f"Event number {n} happened in the invented valley.", 1))
        for n, span in enumerate(whens)
    )
    return replace(DAM, timeline=entries)


def crowded(count: int, step: int, first: str = "2031-03-03") -> Brief:
    begin = date.fromisoformat(first)
    return with_timeline(*(when((begin + timedelta(days=n * step)).isoformat()) for n in range(count)))


RUN = "document.documentElement.setAttribute('data-ran','1')"
HOSTILE = (
    f"<script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f'</style><img src=x onerror="{RUN}">',
    f'" autofocus onfocus="{RUN}" x="',
    f"' onmouseover='{RUN}' y='",
    f"<svg onload={RUN}>",
    "{{ 7*7 }}{% raw %}",
    "\u202egnp.exe\u202c \u2066reversed\u2069 \u200b\ufeff",
    "a\x00b\x1b[31mred\x1b]8;;http://evil.example\x07c\r\nd\u2028e",
    "# heading\n- [x] [link](javascript:alert(1)) **bold** `code` <b>b</b> &lt;i&gt;",
    "[7] ![i](http://evil.example/i.png) [a]: http://evil.example",
    "z\u0301\u0302\u0303" * 30,
    "W" * 700,
    "\ud800 lone",
)
HOSTILE_URLS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "javascript://evil.example/%0aalert(1)",
    "data://evil.example/,x",
    "ftp://evil.example/x",
    "//evil.example/x",
    'https://ok.example/" onclick="alert(1)',
    "https://ok.example/<b>",
    "http:///nohost",
    "https://[bad",
    "file:///etc/passwd",
    " https://lead.example",
    "https://ok.example/\u202egnp",
    "https://ok.example/" + "a" * 5000,
)


def hostile(text: str, url: str | None = "https://ok.example/") -> Brief:
    """Return a page in which every text of an article, a feed or a user is the given one."""
    sentence = said(text, 1)
    return Brief(
        story="feedfeedfeedfeed",
        revision=2,
        updated=text,
        counts=Counts(1, 1, 1),
        headline=sentence,
        sections=(Section(sentence, (sentence,)),),
        disagreements=(
            Disagreement(
                text,
                "number",
                "spread",
                (Position(text, sentence, {"low": 1.0, "high": None, "unit": text}),),
                (sentence,),
            ),
        ),
        sources=(
            source(
                1,
                text,
                text,
                text,
                url=url,
                external_id=text,
                why_origin=text,
                roles=("analysis",),
                adds=sentence,
            ),
            source(2, text, text, "2031-03-03", url=url, origin="o1", why_origin=text),
        ),
        timeline=(TimelineEntry(when("2031-03-03"), sentence), TimelineEntry(when("2031-03-05"), sentence)),
        changes=(Change(text, text, text, sentence),),
        coverage=Coverage(text, (Skipped(text, text),)),
    )
