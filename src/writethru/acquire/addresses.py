"""The addresses that are never connected to: an explicit table, and the question whether one is in it.

With them the spellings of an address by which one program reads another host than the next.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from writethru.errors import UsageError

PORTS = (80, 443, 8080, 8443)
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# What no page of an outlet lives on: the special-purpose registries of IANA (RFC 6890), whole. Of IPv6 only the global unicast range remains, less
# every form that carries an IPv4 address inside.
FORBIDDEN: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "this host"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "shared by a carrier, or a cloud's metadata"),
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link-local, or a cloud's metadata"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "reserved for protocols"),
    ("192.0.2.0/24", "documentation"),
    ("192.31.196.0/24", "AS112"),
    ("192.52.193.0/24", "multicast tunnels"),
    ("192.88.99.0/24", "6to4 relays"),
    ("192.168.0.0/16", "private"),
    ("192.175.48.0/24", "AS112"),
    ("198.18.0.0/15", "benchmarks"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved, or broadcast"),
    ("::/128", "this host"),
    ("::1/128", "loopback"),
    ("::ffff:0:0/96", "IPv4 written as IPv6"),
    ("64:ff9b::/96", "IPv4 behind NAT64"),
    ("64:ff9b:1::/48", "IPv4 behind NAT64"),
    ("::/3", "outside of global unicast"),
    ("2001::/23", "reserved for protocols, Teredo"),
    ("2001:db8::/32", "documentation"),
    ("2002::/16", "IPv4 in 6to4"),
    ("2620:4f:8000::/48", "AS112"),
    ("3fff::/20", "documentation"),
    ("fc00::/7", "private"),
    ("fe80::/10", "link-local"),
    ("fec0::/10", "site-local"),
    ("ff00::/8", "multicast"),
    ("4000::/2", "outside of global unicast"),
    ("8000::/1", "outside of global unicast"),
)
TABLE: tuple[tuple[Network, str], ...] = tuple((ipaddress.ip_network(net), why) for net, why in FORBIDDEN)
# Where clouds tell their machines secrets. Only a network of this one address allows one of them.
METADATA = frozenset(
    ipaddress.ip_address(address)
    for address in (
        "169.254.169.254",  # most of them
        "169.254.0.23",  # Tencent
        "169.254.10.10",
        "169.254.42.42",  # Scaleway
        "fd00:42::42",
        "169.254.170.2",  # containers of AWS
        "169.254.170.23",
        "fd00:ec2::23",
        "fd00:ec2::254",  # AWS
        "fd20:ce::254",  # Google
        "fd00:c1::a9fe:a9fe",  # Oracle
        "192.0.0.192",
        "fd00:a9fe:a9fe::1",  # Linode
        "fe80::a9fe:a9fe",  # OpenStack
        "100.100.100.200",  # Alibaba
        "fd00:100::100:200",
        "168.63.129.16",  # Azure, a public one
        "192.80.8.124",  # Equinix, a public one
    )
)
LONGEST_URL = 8_000  # characters; RFC 9110, 4.1 asks no server to read more
LABEL = re.compile(r"[a-z0-9_-]{1,63}")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
AUTHORITY = re.compile(r"\A[A-Za-z0-9+.-]{0,20}:?//[^/?#]*")
ISATAP = (0x00005EFE, 0x02005EFE)  # middle of an IPv6 address that carries an IPv4 address at its end


def forbidden(address: Address) -> str:
    """Return why an address is not to be connected to, or "" if it is a public one."""
    if address in METADATA:
        return "a cloud's metadata"
    for network, why in TABLE:
        if address.version == network.version and address in network:
            return why
    if isinstance(address, ipaddress.IPv6Address) and (int(address) >> 32) & 0xFFFFFFFF in ISATAP:
        return "IPv4 in ISATAP"
    return ""


def refusal(address: Address, port: int, allowed: Iterable[Network]) -> str:
    """Return why an address and port are refused, or "". Networks that settings allow may have any port."""
    within = [net for net in allowed if address.version == net.version and address in net]
    if any(address not in METADATA or net.num_addresses == 1 for net in within):
        return ""
    why = forbidden(address)
    if why:
        return f"{address} is {why}"
    return "" if port in PORTS else f"port {port} is not one of {', '.join(map(str, PORTS))}"


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Return the networks that settings allow; raise UsageError for text that is none."""
    try:
        return tuple(ipaddress.ip_network(text.strip()) for text in texts)
    except ValueError as error:
        raise UsageError(f"acquire.allow_networks: {error}; give networks like 10.0.0.0/8") from error


def literal(host: str) -> Address | None:
    """Return the address that a host is, written out in full, or None if it is a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def misspelt(url: str, canonical: str) -> str:
    """Return why a URL is not one to go to whatever it leads to, or "".

    Where two programs read two hosts in one text, a check by the first says nothing of the second.
    """
    if len(url) > LONGEST_URL or len(canonical) > LONGEST_URL:
        return f"it has more than {LONGEST_URL:,} characters"
    text = url.strip(" \t\r\n")
    authority = AUTHORITY.match(text)
    if CONTROL.search(text) or "\\" in (authority.group() if authority else text):
        return "it has characters that no address has"
    if not canonical:
        return "it is no http or https address"
    host = urlsplit(canonical).hostname or ""
    if urlsplit(canonical).port == 0:
        return "its port is none"  # programs take it for the usual one
    if literal(host):
        return ""
    labels = host.split(".")
    if len(host) > 253 or not all(map(LABEL.fullmatch, labels)):
        return "its host is no name"
    return "its host is a number" if NUMBER.fullmatch(labels[-1]) else ""
