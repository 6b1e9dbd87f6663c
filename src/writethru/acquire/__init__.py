"""A source in, articles out: `collect` takes captures from it, `extract` reads an article from each.

What is wrong with the input comes as a `Problem` of one of these kinds:

| kind | means | what is kept |
|---|---|---|
| `unreachable` | an address was refused, did not answer, or answered with an error | nothing |
| `unreadable` | no such file, no right to read it, bytes that are no text, no kind of source | nothing |
| `skipped` | a file in a folder that may hold an article in a form that is not read, a sitemap without news | nothing |
| `too-large` | a page, feed or line over `acquire.max_bytes`; a feed of too many items | nothing; the first items |
| `empty` | a source without content, a page without article text, a row without text | nothing |
| `too-slow` | reading took longer than `acquire.parse_seconds` or `parse_cpu_seconds` | the bytes |
| `worker-killed` | reading ended the process it was read in, or took too much memory | the bytes |
| `failed` | reading failed in a way nobody thought of | the bytes |
| `damaged` | broken JSON, a malformed feed, gzip that breaks off, a record of an archive | all that can be read |
| `no-feed` | a feed was expected and an HTML page found | the page, if it is an article |
| `teaser` | only the beginning of the article was found | the article, marked `teaser` |
| `paywalled` | the text ends at a paywall | the article, marked `paywalled` |
| `truncated` | a part was too deep for the parser, or the text has over `acquire.max_text` characters | the article, marked `truncated` |
| `undated` | the page states no date, or one that cannot be read | the article, marked `undated` |
| `future` | the date is yet to come | the article, marked `future` |
| `language` | a language that is not annotated | the article, marked `foreign` |
"""

from writethru.acquire.collect import collect
from writethru.acquire.extract import extract
from writethru.acquire.fetch import Fetch, Fetched, Get, Post, open_fetch, open_post
from writethru.acquire.sameness import is_same
from writethru.acquire.urls import canonical
from writethru.acquire.workers import Lost, Parsing, lost_problem, open_workers

__all__ = [
    "Fetch",
    "Fetched",
    "Get",
    "Lost",
    "Parsing",
    "Post",
    "canonical",
    "collect",
    "extract",
    "is_same",
    "lost_problem",
    "open_fetch",
    "open_post",
    "open_workers",
]
