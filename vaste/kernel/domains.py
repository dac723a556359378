"""Web addresses and hosts brought to the domain that somebody registered."""

import re
from functools import cache
from typing import Final

import idna
import tldextract

from vaste.kernel.memory import remember_short

_LONGEST_HOST: Final = 253  # RFC 1035, section 2.3.4, as text
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?/+", re.IGNORECASE)
_REST = re.compile(r"[/?#\\\s].*", re.DOTALL)
_HOST = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
)


@cache
def _extract() -> tldextract.TLDExtract:
    # Only the list that ships in the package: no fetch, nothing written. Private suffixes
    # count, so that two shops on one hosting service are two domains.
    return tldextract.TLDExtract(
        suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True
    )


@remember_short(longest=300, most=16_384)
def host_of(address: str) -> str:
    """Return the host of a web address, e-mail address or bare host, in ASCII; "" if none."""
    text = address.strip()
    if "/" in text and (scheme := _SCHEME.match(text)):
        text = text[scheme.end() :]
    text = _REST.sub("", text).rpartition("@")[2].partition(":")[0].strip(".").lower()
    if not text.isascii():
        text = _in_ascii(text) if len(text) <= _LONGEST_HOST else ""
    return text if _HOST.fullmatch(text) else ""


def _in_ascii(host: str) -> str:
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError:  # idna.IDNAError is one
        return ""


@remember_short(longest=300, most=16_384)
def registrable_domain(address: str) -> str:
    """
    Return the domain somebody registered: "esimerkki.fi" for "https://www.esimerkki.fi/en".

    In ASCII and lower-case; "" for an IP address, a bare suffix or anything that is no host.
    Source: the Public Suffix List bundled with tldextract, private part included; a top level that
    the list does not know counts as a suffix, by the list's own default rule.
    """
    host = host_of(address)
    if not host:
        return ""
    parts = _extract().extract_str(host)
    if parts.suffix:
        return parts.top_domain_under_public_suffix
    return ".".join(host.split(".")[-2:])
