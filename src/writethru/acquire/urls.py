"""One canonical URL an article, and one form by which two spellings of it are known to be the same."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from writethru.characters import composed

SCHEMES = ("http", "https")
# Parameters that say how a reader came to a page, not which page it is.
TRACKING = re.compile(
    r"(?:utm_\w{1,40}|at_(?:medium|campaign|link\w{0,20}|ptr\w{0,20})|mc_[ce]id|fbclid|gclid|dclid|msclkid|yclid|twclid|igshid"
    r"|ns_(?:mchannel|source|campaign|linkname|fee)|cmpid?|cmp|ocid|icid|smid|wt_mc|xtor|_ga|ref_?src|rss|rssid"
    r"|wbraid|gbraid|mkt_tok|_hsenc|_hsmi|__twitter_impression|fb_(?:ref|source|action_ids|action_types)|spm|ito|hpt?|intcmp|int_(?:cid|source|campaign)"
    r"|ftag|sr_share|share(?:_id)?|partner|feature|sref|taid|guccounter)"
)
HOST_PREFIXES = ("www.", "m.", "mobile.", "amp.")
FEED_PATH = re.compile(
    r"(?:\.(?:xml|rss|atom|rdf)|/(?:feeds?|rss|atom|feed\.json|feed1?\.xml))/?\Z", re.IGNORECASE
)
AMP_SWITCHES = (("amp", ""), ("amp", "1"), ("amp", "true"), ("outputType", "amp"), ("output", "amp"))
SESSION = re.compile(r";jsessionid=[^/?;]{1,100}", re.IGNORECASE)
INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)\Z", re.IGNORECASE)
AMP_END = re.compile(r"(?:/amp|[./]amp(?=\.html?\Z)|\.amp)(\.html?)?\Z")
# Mirrors that say in their address which page they mirror; "s" stands for https.
AMP_MIRROR = re.compile(
    r"https?://(?:[\w-]{1,200}\.cdn\.ampproject\.org/[cv]/|www\.google\.[a-z.]{2,6}/amp/)(?:s/)?"
)
DAY = re.compile(r"(?<!\d)(?:19|20)\d\d[/_-]?(?:0[1-9]|1[0-2])(?:[/_-]?(?:[0-2]\d|3[01]))?(?!\d)")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
SAFE = "/:@!$&'()*+,;=~%-._"


def is_url(text: str) -> bool:
    """Return whether a source is an address rather than a path: it opens with a scheme and `://`."""
    return re.match(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://", text) is not None


def _is_odd(host: str) -> bool:
    return any(c.isspace() or not c.isprintable() or c in "<>\"'\\^`{|}/?#@%" for c in host)


def canonical(url: str) -> str:
    """Return a clean, clickable form of a URL, or "" if it is no web address.

    It is that of `web` without tracking parameters, session ids and steps up and down, and with the one
    kind of fragment that names a page: that of sites which are one page to their server. Two different
    pages never get one canonical URL.
    """
    clean = web(url)
    if not clean:
        return ""
    parts, fragment = urlsplit(clean), urlsplit(url.strip()).fragment
    pairs = [pair for pair in parts.query.split("&") if pair]
    kept = [pair for pair in pairs if not TRACKING.fullmatch(pair.partition("=")[0].lower())]
    named = _quote(fragment) if fragment.startswith(("!/", "/")) else ""
    return urlunsplit((parts.scheme, parts.netloc, _straight(parts.path), "&".join(kept), named))


def _straight(path: str) -> str:
    path = SESSION.sub("", path)
    return urlsplit(urljoin("http://a", path)).path if "/." in path and not path.startswith("//") else path


def web(url: str) -> str:
    """Return a URL as it is asked for, or "" if it is no web address.

    Scheme and host are lower case, a default port, user name and fragment are gone, and what must be
    escaped is. Tracking parameters stay: some sites redirect until they have them.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii").rstrip(".")
        except UnicodeError:
            return ""
    # Looked at when it is encoded: a macron becomes a space with an accent.
    if scheme not in SCHEMES or not host or _is_odd(host):
        return ""
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != {"http": 80, "https": 443}[scheme]:
        host = f"{host}:{port}"
    return urlunsplit((scheme, host, _quote(parts.path) or "/", _quote(parts.query, "?"), ""))


def _quote(text: str, more: str = "") -> str:
    return quote(text.encode("utf-8", "replace"), safe=SAFE + more)


def identity(url: str) -> str:
    """Return the form under which spellings of one address meet: what an article's key is made of.

    http and https, `www.`, mobile and AMP twins, a closing slash, the name of a folder's own page, the
    order of parameters and the spelling of escapes make no difference. The result is for comparing,
    not for fetching.
    """
    clean = canonical(url)
    mirrored = AMP_MIRROR.match(clean)
    if mirrored:
        clean = canonical("https://" + clean[mirrored.end() :])
    if not clean:
        return ""
    parts = urlsplit(clean)
    host = parts.netloc
    for prefix in HOST_PREFIXES:
        if host.startswith(prefix) and host.count(".") >= 2:
            host = host.removeprefix(prefix)
    path = INDEX.sub("/", AMP_END.sub(r"\1", _unescaped(parts.path).removesuffix("/")))
    path = re.sub(r"/{2,9}", "/", path).removeprefix("/amp/").strip("/")
    pairs = sorted(p for p in parse_qsl(parts.query, keep_blank_values=True) if p not in AMP_SWITCHES)
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{host}/{path}" + (f"?{urlencode(pairs)}" if pairs else "") + fragment


def _unescaped(path: str) -> str:
    """Return a path with only those escapes that say something, and composed letters."""

    def letter(found: re.Match[str]) -> str:
        sign = chr(int(found.group(1), 16))
        return sign if sign in UNRESERVED else found.group().upper()

    plain = re.sub(r"%([0-9a-fA-F]{2})", letter, path)
    told = composed(unquote(plain, errors="replace"))
    return plain if "%" not in plain or "\ufffd" in told or "%2F" in plain else quote(told, safe=SAFE)


def numbers(url: str | None) -> frozenset[str]:
    """Return the numbers in a URL, in which outlets count their pages; a day is none of them."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return frozenset()
    path = DAY.sub("/", parts.path)
    return frozenset(re.findall(r"\d{1,30}", f"{path}?{parts.query}"))


def host(url: str | None) -> str:
    """Return the host of a URL without `www.`, or ""."""
    try:
        name = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return name.removeprefix("www.")


def same_site(one: str, other: str) -> bool:
    """Return whether two URLs are of one site: equal hosts, or one host beneath the other."""
    a, b = host(one), host(other)
    for prefix in HOST_PREFIXES:
        a, b = a.removeprefix(prefix), b.removeprefix(prefix)
    return bool(a and b) and (a == b or a.endswith("." + b) or b.endswith("." + a))


def absolute(base: str | None, link: str) -> str:
    """Return a page's link as a canonical URL, or "" if it leads nowhere on the web; so does an empty one."""
    if not link.strip():
        return ""
    try:
        return canonical(urljoin(base or "", link.strip()))
    except ValueError:
        return ""


def looks_like_feed(url: str) -> bool:
    """Return whether the path of a URL, or the name of a file, is that of a feed."""
    try:
        path = urlsplit(url).path if is_url(url) else url
    except ValueError:
        return False
    return FEED_PATH.search(path.removesuffix(".gz")) is not None


def is_front(url: str) -> bool:
    """Return whether a URL is that of a site's front page."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query and not parts.fragment


def host_and_port(url: str) -> str:
    """Return what the Host header of a request to a canonical URL says."""
    return urlsplit(url).netloc


def site(url: str) -> str:
    """Return scheme, host and port of a canonical URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
