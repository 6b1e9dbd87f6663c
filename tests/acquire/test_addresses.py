from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest

from writethru.acquire import open_fetch, urls
from writethru.acquire.addresses import METADATA, forbidden, networks, refusal
from writethru.errors import UsageError
from writethru.settings import AcquireSettings, Settings

REFUSED = """0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.254 127.0.0.1 127.1.2.3
168.63.129.16 169.254.169.254 169.254.0.1 172.16.0.1 172.31.255.255 192.0.0.8 192.0.0.192 192.0.2.1 192.31.196.1
192.52.193.1 192.88.99.1 192.168.0.1 192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1
239.255.255.250 240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:7f00:1
64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1
2001:20::1 2001:db8::1 2002:7f00:1::1 2002:a00:1::1 2620:4f:8000::1 3fff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254
fdff::1 fe80::1 febf::1 fec0::1 ff02::1 ff0e::1 2606:4700::5efe:7f00:1 2606:4700::200:5efe:7f00:1""".split()
PUBLIC = """1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 128.0.0.1 151.101.1.1 169.253.1.1 172.15.0.1
172.32.0.1 192.0.1.1 192.167.1.1 192.169.1.1 198.17.1.1 198.20.0.1 223.255.255.255 2606:4700::1111 2a00:1450::1
2001:4860:4860::8888 2400:cb00::1""".split()


@pytest.mark.parametrize("text", REFUSED)
def test_an_address_that_is_not_public_is_refused_with_its_reason(text: str) -> None:
    assert forbidden(ipaddress.ip_address(text))


REGISTRIES = Path(__file__).parent.parent / "cases" / "fetch" / "registries.txt"
ROWS = [
    row.split(maxsplit=1)
    for row in REGISTRIES.read_text(encoding="utf-8").split("\n")
    if row and row[0] != "#"
]


@pytest.mark.parametrize(("network", "what"), ROWS)
def test_each_row_of_the_registries_is_refused_from_end_to_end(network: str, what: str) -> None:
    net = ipaddress.ip_network(network)
    for number in {0, 1, net.num_addresses // 2, net.num_addresses - 1}:
        if number < net.num_addresses:
            assert forbidden(net[number]), f"{net[number]}: {what}"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("::1", "loopback"),
        ("::", "this host"),
        ("::ffff:10.0.0.1", "IPv4 written as IPv6"),
        ("64:ff9b::a00:1", "IPv4 behind NAT64"),
        ("64:ff9b:1::a00:1", "IPv4 behind NAT64"),
        ("2002:a00:1::", "IPv4 in 6to4"),
        ("2001::a00:1", "Teredo"),
        ("2606:4700::5efe:a00:1", "IPv4 in ISATAP"),
        ("fd00:ec2::254", "a cloud's metadata"),
        ("fd00::1", "private"),
        ("100.64.0.1", "shared by a carrier"),
    ],
)
def test_a_refusal_says_what_an_address_is(text: str, why: str) -> None:
    assert why in refusal(ipaddress.ip_address(text), 80, ())


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_passes(text: str) -> None:
    address = ipaddress.ip_address(text)
    assert not forbidden(address)
    assert not refusal(address, 443, ()) and not refusal(address, 8080, ())
    assert "port 22" in refusal(address, 22, ())


def test_a_network_that_settings_allow_may_have_any_port() -> None:
    allowed = (ipaddress.ip_network("127.0.0.0/8"),)
    assert not refusal(ipaddress.ip_address("127.0.0.1"), 5001, allowed)
    assert refusal(ipaddress.ip_address("::1"), 443, allowed)
    assert refusal(ipaddress.ip_address("10.0.0.1"), 443, allowed)


@pytest.mark.parametrize("address", sorted(METADATA, key=str), ids=str)
def test_metadata_is_allowed_by_its_own_address_alone(address: ipaddress.IPv4Address) -> None:
    around = ipaddress.ip_network((address, 16), strict=False)
    assert "metadata" in refusal(address, 80, (around,))
    assert "metadata" in refusal(address, 80, networks(["0.0.0.0/0", "::/0"]))
    assert not refusal(around[77], 80, (around,))
    assert not refusal(address, 80, (ipaddress.ip_network(address),))


@pytest.mark.parametrize("text", ["10.0.0.1/8", "ten", "", "10.0.0.0/33", "localhost", "10.0.0.0-10.0.0.9"])
def test_networks_that_are_none_are_refused_with_what_to_give(text: str) -> None:
    with pytest.raises(UsageError, match=r"allow_networks.*10\.0\.0\.0/8"):
        open_fetch(Settings(acquire=AcquireSettings(allow_networks=(text,))))


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("HTTP://A.Example:80/b?utm_source=x&id=3#top", "http://a.example/b?id=3"),
        ("https://a.example", "https://a.example/"),
        ("https://user:secret@a.example/x", "https://a.example/x"),
        ("https://a.example/ä b", "https://a.example/%C3%A4%20b"),
        ("https://a.example/%C3%A4", "https://a.example/%C3%A4"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://a.example:8443/x", "https://a.example:8443/x"),
        ("https://[2606:4700::1]/x", "https://[2606:4700::1]/x"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("ftp://a.example/", ""),
        ("https://", ""),
        ("https://a.example:99999/", ""),
        ("https://[::1", ""),
        ("http://a b/", ""),
        ("//a.example/x", ""),
        ("", ""),
    ],
)
def test_canonical(url: str, clean: str) -> None:
    assert urls.canonical(url) == clean
    assert urls.canonical(clean) == clean


SAME = """https://a.example/2031/mill http://a.example/2031/mill https://www.a.example/2031/mill/ https://m.a.example/2031/mill
https://a.example/2031/mill?utm_campaign=z&fbclid=1 https://a.example/2031/mill#comments https://a.example:443/2031/mill
https://A.EXAMPLE/2031/mill https://amp.a.example/2031/mill https://a.example/2031/mill/amp https://a.example/2031/mill?amp=1
https://a.example/amp/2031/mill""".split()
OTHER = """https://a.example/2031/Mill https://b.example/2031/mill https://a.example/2031/mill-2 https://a.example/2031/mill?id=2
https://a.example/2031 https://news.a.example/2031/mill https://a.example:8443/2031/mill""".split()


def test_spellings_of_one_address_are_one_and_others_are_not() -> None:
    assert {urls.identity(url) for url in SAME} == {urls.identity(SAME[0])}
    assert len({urls.identity(url) for url in [SAME[0], *OTHER]}) == len(OTHER) + 1


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        ("https://a.example/feed/", True),
        ("https://a.example/rss", True),
        ("https://a.example/world.xml", True),
        ("news.rss.gz", True),
        ("https://a.example/feed-the-birds", False),
        ("https://a.example/2031/mill", False),
    ],
)
def test_what_looks_like_a_feed(url: str, feed: bool) -> None:
    assert urls.looks_like_feed(url) is feed
