from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from calling import NOW, Call

WORDS = "The old mill at Tarn was sold on Monday for 2 million crowns, Mayor Ida Holt said. "
DATES: list[object] = [
    "2031-03-04", "20310304", "2031/03/04", "Tue, 04 Mar 2031 10:00:00 GMT", "Tue, 04 Mar 31 10:00:00 +0100",
    "4 March 2031", "March 4, 2031", "04.03.2031", "03/04/2031", "1930384800", 1930384800, 1930384800000,
    1930384800.5, -1, 0, 1e300, float("inf"), float("nan"), 10**30, True, None, [], {}, ["2031-03-04"], "", " ",
    "yesterday", "0000-00-00", "0001-01-01", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2031-02-30",
    "2031-03-04T25:00:00", "2031-03-04T10:00:60Z", "2031-03-04T10:00:00+99:99", "2031-W10-2", "٢٠٣١-٠٣-٠٤",
    "2031-03-04T10:00:00[Europe/Berlin]", "9" * 400, "1" * 5000, "2031-03-04" * 1000, "1066-10-14",
    "1900-01-01T00:00:00+14:00", "2199-12-31T23:59:59-12:00",
]  # fmt: skip
ADDRESSES: list[object] = [
    "http://", "https://[::1", "https://a.example:99999/", "javascript:alert(1)", "//x", "https://.example/",
    "https://" + "a" * 5000 + ".example/", "https://ümlaut.example/ä", "https://xn--.example/", "https://\0.example/",
    "https://u:p@a.example/%zz%", "https://a.example/\ud800", 5, None, {"a": 1}, ["https://a.example/"],
]  # fmt: skip
ODD_ROWS = [
    "{}", "null", "1", '"x"', "[]", '[{"text":"a"}]', '{"text":null}', '{"text":5}', '{"text":["a"]}', '{"text":{}}',
    '{"title":"only"}', "{'text': 'a'}", '{"text":"a" "title":"b"}', "not json", '{"text": NaN}', "[" * 9000,
    '{"a":' * 9000, '{"text":"' + "\\ud800" + WORDS * 4 + '"}', "\0" * 50, "\ufeff{}",
]  # fmt: skip


def row(**fields: object) -> str:
    return json.dumps(
        {"id": "x", "title": "Mill sold", "published": "2031-03-04", "text": WORDS * 4} | fields
    )


def rows(name: str, values: list[object]) -> bytes:
    given = (row(**{name: value, "title": f"Mill sold {n}"}) for n, value in enumerate(values))
    return "\n".join(given).encode()


def page(start: str, end: str = "", encoding: str = "utf-8") -> bytes:
    text = f"<p>{WORDS * 8}</p>"
    return f"<html><head><title>Mill</title></head><body>{start}{text}{end}</body></html>".encode(encoding)


TEXTS: dict[str, list[object]] = {
    "no spaces": ["a" * 300_000, "ab1-,'’" * 9_000, "abc." * 9_000],
    "quotation marks": ["“" * 20_000 + WORDS, '"' * 20_000 + WORDS, "“”" * 9_000 + WORDS, "“A” said B. " * 300],
    "brackets": ["(" * 20_000 + WORDS, "[a] " * 5_000 + WORDS, "- a\n" * 900],
    "white space": ["\n" * 90_000 + WORDS, "a\n\n" * 900 + WORDS, " " * 90_000 + WORDS, WORDS.replace(" ", "\t")],
    "names": ["Mr. " * 2_000 + WORDS, "Dr. J. R. " * 900 + WORDS, "Of The And " * 900 + WORDS],
    "numbers": ["1,000 " * 900 + WORDS, "twenty-" * 900 + WORDS, "12/03/" * 900 + WORDS],
    "times": ["Monday " * 400 + WORDS, "between 1 and " * 400 + WORDS, "two days after " * 400 + WORDS],
    "scripts": ["قالت الشرطة إن شخصا أصيب. " * 40, "\u202e" + WORDS * 3, "😀👨‍👩‍👧 " * 900 + WORDS, "z\u0301\u0302" * 9_000],
    "controls": [WORDS.replace(" ", "\0 "), "\udfff" + WORDS * 3, "\x1b[2J" + WORDS * 3],
    "markup": ["<script>alert(1)</script> " + WORDS * 3, "{{ 7*7 }} " + WORDS * 3],
}  # fmt: skip
FILES: dict[str, bytes] = {
    "dates.jsonl": rows("published", DATES),
    "addresses.jsonl": rows("url", ADDRESSES),
    "odd.jsonl": "\n".join(ODD_ROWS).encode("utf-8", "surrogatepass"),
    "fields-null.jsonl": row(title=None, id=None, url=None, publisher=None, byline=None, language=None).encode(),
    "fields-numbers.jsonl": row(title=5, id=7, url=9, publisher=3.5, byline=1, language=8, section=True).encode(),
    "fields-lists.jsonl": row(title=["a"], id=["b"], publisher={"name": 5}, byline=[{"name": 1}], language=["en"]).encode(),
    "surrogates.jsonl": row(title="\udc00x", id="\ud800", publisher="\ud800", byline="\ud800").encode(),
    "titles.jsonl": rows("title", ["Mill sold " * 1000, "W" * 10_000, "", " ", "\0", "“" * 500]),
    "one-id.jsonl": "\n".join(row(text=f"{n} {WORDS * n}") for n in range(1, 7)).encode(),
    "nul.jsonl": b"\0" * 5000,
    "crlf.jsonl": (row() + "\r\n" + row(id="y", title="Other", text=f"{WORDS}\r\n\r\n{WORDS}")).encode(),
    "cr.jsonl": (row() + "\r" + row(id="y")).encode(),
    "utf-16.jsonl": row().encode("utf-16"),
    "array.json": f"[{row()},{row(id='y', title='Other')}]".encode(),
    "deep.json": b"[" * 50_000,
    "items.json": b'{"items":[null,1,{"id":null},{"id":5,"content_text":7},{"content_html":"<p>a","date_published":5}]}',
    "twice.jsonl.gz": gzip.compress(gzip.compress(row().encode())),
    "torn.jsonl.gz": gzip.compress("\n".join(row(id=str(n)) for n in range(99)).encode())[:600],
    "junk.html.gz": b"\x1f\x8b" + bytes(range(200)),
    "binary.html": bytes(range(256)) * 50,
    "nested.html": page("<div>" * 5000, "</div>" * 5000),
    "unclosed.html": page("<div><span><b>" * 2000),
    "paragraphs.html": page("<p>" * 5000),
    "attributes.html": page("<p " + 'a="b" ' * 5000 + ">"),
    "comment.html": page("<!-- " + "-" * 50_000),
    "nul.html": page("").replace(b" ", b" \0"),
    "utf-16.html": page("", encoding="utf-16"),
    "utf-32.html": page("", encoding="utf-32"),
    "data.html": page('<script type="application/ld+json">' + '{"@graph":[' * 3000 + "</script>"),
    "odd-data.html": page(
        '<script type="application/ld+json">{"@type":["NewsArticle",5,null],"headline":{"a":1},'
        '"datePublished":["x"],"author":[[["x"]]],"publisher":{"@id":"#p"},"articleBody":7,"description":[null]}</script>'
    ),
    "meta.html": page('<meta charset="bogus-8"><link rel=canonical href="http://["><html lang="xxxxxxxxxxxx">'),
    "white.html": " \n\t\u00a0\u2003".encode() * 500,
    "entities.xml": b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>',
    "broken.xml": b"<rss version='2.0'><channel><item><title>T</title><description>" + WORDS.encode() * 9 + b"</desc",
    "-dash.jsonl": row().encode(),
    "line\nend \x1b[31m.jsonl": row().encode(),
} | {f"{name}.jsonl": rows("text", values) for name, values in TEXTS.items()}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_hostile_input_is_read_or_named(call: Call, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(FILES[name])
    for command in ("annotate", "brief", "add"):
        done = call(command, str(folder), "--now", NOW)
        assert done.code in (0, 1, 2), command
        assert (done.code == 0) == (done.err == ""), (command, done.err)
        assert all(line.startswith("writethru: ") for line in done.err.splitlines())
        printed = done.out + done.err
        assert not [
            sign for sign in printed if (sign < " " and sign not in "\t\n") or "\x7f" <= sign <= "\x9f"
        ]
        if command == "annotate":
            for line in done.out.splitlines():
                json.loads(line)


def test_a_folder_of_everything_hostile_is_read_to_its_end(call: Call, tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "loop.html").symlink_to(tmp_path / "loop.html")
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "zz-good.jsonl").write_text(row(id="good", title="The last one", text=f"Lorne. {WORDS * 5}"))
    done = call("add", str(tmp_path), "--now", NOW)
    assert done.code == 2
    assert "The last one" in call("article", "good").out
    assert call("doctor").out.endswith("all is well\n")
    assert call("verify").code == 0
