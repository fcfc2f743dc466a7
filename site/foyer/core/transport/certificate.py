"""A certificate authority of the house's own, and the certificate it gives to the web server. (stack T18)

A venue without a domain gets no certificate from anybody else, and without one a tablet lends neither its
camera nor its storage. The authority can vouch for nothing but the house's names and private networks
(name constraints, RFC 5280 4.2.1.10): whoever steals its key can pose as no site of the world.
"""

from __future__ import annotations

import ipaddress
import json
import plistlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY, SERVER = "authority", "server"
HOUSE = "house.json"  # the names, and the address tablets use; the settings read it
RENEW_WITHIN = timedelta(days=60)
_AUTHORITY_LIFE = timedelta(days=3650)
_SERVER_LIFE = timedelta(days=397)  # Apple's devices take none that lasts longer
_EARLIER = timedelta(days=1)  # tablets whose clocks are behind
_PRIVATE = (*("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7"),)
_OWN_ENDINGS = (
    "local",
    "localhost",
    "home.arpa",
    "internal",
)  # names that exist in one network alone
_NAME = "Foyer house authority"


class BadNames(ValueError):
    """A name that is neither a host's nor an address, or one the authority may not vouch for."""


@dataclass(frozen=True, slots=True)
class HouseCertificate:
    """What the web server shows.

    `own` tells that the house's own authority gave it; `fingerprint` is that authority's, as tablets show it.
    """

    names: tuple[str, ...]
    expires: datetime
    own: bool
    fingerprint: str = ""


def make_certificate(folder: Path, names: Sequence[str], *, port: int, at: datetime) -> bool:
    """Give the web server a certificate for some names; tell whether a new authority had to be made for it.

    A tablet that trusts the authority already trusts every certificate it gives.

    Args:
        folder: where the files lie; keys are readable by the owner alone.
        names: host names and addresses of this machine; the first is the one tablets use.
        port: the port tablets use.
        at: the moment.

    Raises:
        BadNames: one of them cannot be vouched for; nothing was written.
    """
    alternatives = [_alternative(name) for name in names]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority, key, is_new = _authority(folder, names, at)
    server_key = ec.generate_private_key(ec.SECP256R1())
    server = (
        _begun(names[0][:64], authority.subject, server_key, at, _SERVER_LIFE)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    _keep_pair(folder, SERVER, server, server_key)
    host = f"[{names[0]}]" if ":" in names[0] else names[0]
    address = f"https://{host}" if port == 443 else f"https://{host}:{port}"
    told = {"address": address, "names": list(names)}
    (folder / HOUSE).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return is_new


def read_certificate(folder: Path) -> HouseCertificate | None:
    """Return what the certificate in a folder says; nothing when there is none."""
    if not (folder / f"{SERVER}.crt").exists():
        return None
    server = _certificate(folder, SERVER)
    found = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    hosts = found.get_values_for_type(x509.DNSName)
    names = (*hosts, *map(str, found.get_values_for_type(x509.IPAddress)))
    if not (folder / f"{AUTHORITY}.crt").exists():
        return HouseCertificate(names, server.not_valid_after_utc, own=False)
    mark = _certificate(folder, AUTHORITY).fingerprint(hashes.SHA256()).hex(":").upper()
    return HouseCertificate(names, server.not_valid_after_utc, own=True, fingerprint=mark)


def renew_certificate(folder: Path, *, at: datetime) -> bool:
    """Renew the house's own certificate when it ends soon; tell whether it was renewed."""
    known = read_certificate(folder)
    if not known or not known.own or known.expires - at > RENEW_WITHIN:
        return False
    told = json.loads((folder / HOUSE).read_text(encoding="utf-8"))
    port = int(told["address"].rpartition(":")[2]) if told["address"].count(":") > 1 else 443
    make_certificate(folder, told["names"], port=port, at=at)
    return True


def authority_file(folder: Path) -> bytes:
    """Return the authority's certificate in the form Android, Windows and ChromeOS install (DER)."""
    return _certificate(folder, AUTHORITY).public_bytes(serialization.Encoding.DER)


def authority_profile(folder: Path) -> bytes:
    """Return the authority's certificate as the configuration profile iPads install."""
    content = authority_file(folder)
    mark = _certificate(folder, AUTHORITY).fingerprint(hashes.SHA256()).hex()

    def part(kind: str, **more: object) -> dict[str, object]:
        name = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{mark}:{kind}")).upper()
        common = {"PayloadType": kind, "PayloadVersion": 1, "PayloadUUID": name}
        named = {"PayloadIdentifier": f"foyer.{name}", "PayloadDisplayName": _NAME}
        return {**common, **named, **more}

    root = part("com.apple.security.root", PayloadContent=content)
    return plistlib.dumps(part("Configuration", PayloadContent=[root]))


def _authority(
    folder: Path, names: Sequence[str], at: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey, bool]:
    """Return the authority that is there; a new one, True, when there is none or it may not vouch for the names."""
    if (folder / f"{AUTHORITY}.key").exists():
        kept = _certificate(folder, AUTHORITY)
        lasts = kept.not_valid_after_utc > at + _SERVER_LIFE
        if lasts and all(_may_vouch(kept, name) for name in names):
            told = (folder / f"{AUTHORITY}.key").read_bytes()
            key = serialization.load_pem_private_key(told, password=None)
            if isinstance(key, ec.EllipticCurvePrivateKey):
                return kept, key, False
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _NAME)])
    usage = x509.KeyUsage(
        key_cert_sign=True,
        crl_sign=True,
        **dict.fromkeys(
            (
                *("digital_signature", "content_commitment", "key_encipherment"),
                *("data_encipherment", "key_agreement", "encipher_only", "decipher_only"),
            ),
            False,
        ),
    )
    permitted = [
        *(x509.DNSName(name) for name in (*_OWN_ENDINGS, *filter(_is_host, names))),
        *(x509.IPAddress(ipaddress.ip_network(network)) for network in _PRIVATE),
    ]
    authority = (
        _begun(_NAME, subject, key, at, _AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints(permitted, excluded_subtrees=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _keep_pair(folder, AUTHORITY, authority, key)
    return authority, key, True


def _begun(
    name: str,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    at: datetime,
    life: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _EARLIER)
        .not_valid_after(at - _EARLIER + life)
    )


def _is_host(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return True
    return False


def _alternative(name: str) -> x509.GeneralName:
    """Return a name as a certificate holds it.

    Raises:
        BadNames: it is none, or a public address.
    """
    if _is_host(name):
        labels = name.split(".")
        plain = all(one and one.replace("-", "").isalnum() and one.isascii() for one in labels)
        if not plain or len(name) > 253 or labels[-1].isdigit():
            message = f"“{name}” is no host name and no address."
            raise BadNames(message)
        return x509.DNSName(name)
    address = ipaddress.ip_address(name)
    if not any(address in ipaddress.ip_network(network) for network in _PRIVATE):
        message = f"{name} is a public address; the house vouches only for private ones."
        raise BadNames(message)
    return x509.IPAddress(address)


def _may_vouch(authority: x509.Certificate, name: str) -> bool:
    if not _is_host(name):
        return True  # every private network; others are refused before
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    known = [
        one.value for one in permitted.permitted_subtrees or () if isinstance(one, x509.DNSName)
    ]
    return any(name == one or name.endswith(f".{one}") for one in known)


def _certificate(folder: Path, name: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / f"{name}.crt").read_bytes())


def _keep_pair(
    folder: Path, name: str, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey
) -> None:
    told = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    for ending, content in (
        ("key", told),
        ("crt", certificate.public_bytes(serialization.Encoding.PEM)),
    ):
        made = folder / f"{name}.{ending}.new"
        made.touch(mode=0o600)
        made.write_bytes(content)
        made.replace(folder / f"{name}.{ending}")
