"""The addresses that are never connected to: an explicit table, and the question whether one is in it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

PORTS = (80, 443, 8080, 8443)
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# What no page of an outlet lives on: the special-purpose registries of IANA (RFC 6890), whole, with
# the addresses at which hosts of clouds answer. Of IPv6 only the global unicast range remains, less
# every form that carries an IPv4 address inside.
FORBIDDEN: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "this host"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "shared by a carrier, or a cloud's metadata"),
    ("127.0.0.0/8", "loopback"),
    ("168.63.129.16/32", "a cloud's metadata"),
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
ISATAP = (0x00005EFE, 0x02005EFE)  # middle of an IPv6 address that carries an IPv4 address at its end


def forbidden(address: Address) -> str:
    """Return why an address is not to be connected to, or "" if it is a public one."""
    for network, why in TABLE:
        if address.version == network.version and address in network:
            return why
    if isinstance(address, ipaddress.IPv6Address) and (int(address) >> 32) & 0xFFFFFFFF in ISATAP:
        return "IPv4 in ISATAP"
    return ""


def refusal(address: Address, port: int, allowed: Iterable[Network]) -> str:
    """Return why an address and port are refused, or "". Networks that settings allow may have any port."""
    if any(address.version == network.version and address in network for network in allowed):
        return ""
    why = forbidden(address)
    if why:
        return f"{address} is {why}"
    return "" if port in PORTS else f"port {port} is not one of {', '.join(map(str, PORTS))}"
