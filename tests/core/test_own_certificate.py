"""A certificate of the house's own: made, renewed, and good for nothing but the house."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from django.core.management import CommandError, call_command

from foyer.core.transport.certificate import make_certificate, read_certificate, renew_certificate

NOW = datetime.now(UTC).replace(microsecond=0)


def _is_trusted(folder: Path, certificate: x509.Certificate, name: str) -> bool:
    """Tell what a tablet that trusts the authority makes of a certificate."""
    authority = x509.load_pem_x509_certificate((folder / "authority.crt").read_bytes())
    verifier = PolicyBuilder().store(Store([authority])).time(NOW)
    try:
        verifier.build_server_verifier(x509.DNSName(name)).verify(certificate, [])
    except VerificationError:
        return False
    return True


def _shown(folder: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / "server.crt").read_bytes())


def _forged(folder: Path, name: str) -> x509.Certificate:
    """Return what somebody who stole the authority's key would make for another site."""
    key = serialization.load_pem_private_key((folder / "authority.key").read_bytes(), None)
    shown, own = _shown(folder), ec.generate_private_key(ec.SECP256R1())
    forged = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(shown.issuer)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(shown.not_valid_before_utc)
        .not_valid_after(shown.not_valid_after_utc)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=True)
    )
    for extension in shown.extensions:
        if extension.oid != x509.SubjectAlternativeName.oid:
            forged = forged.add_extension(extension.value, critical=extension.critical)
    return forged.sign(key, hashes.SHA256())


class TestMaking:
    def test_is_trusted_for_the_house_and_its_authority_for_no_site_of_the_world(
        self, tmp_path: Path
    ):
        make_certificate(tmp_path, ["foyer.local", "192.168.1.20"], port=8443, at=NOW)

        assert _is_trusted(tmp_path, _shown(tmp_path), "foyer.local")
        assert _is_trusted(tmp_path, _forged(tmp_path, "other.local"), "other.local")
        assert not _is_trusted(tmp_path, _forged(tmp_path, "bank.example"), "bank.example")

    def test_keeps_its_keys_to_their_owner(self, tmp_path: Path):
        make_certificate(tmp_path / "tls", ["foyer.local"], port=8443, at=NOW)

        modes = {file.name: file.stat().st_mode & 0o77 for file in (tmp_path / "tls").glob("*.key")}
        assert modes == {"authority.key": 0, "server.key": 0}

    def test_a_new_address_needs_nothing_new_on_the_tablets(self, tmp_path: Path):
        make_certificate(tmp_path, ["192.168.1.20", "foyer.local"], port=8443, at=NOW)
        before = read_certificate(tmp_path)

        is_new = make_certificate(tmp_path, ["10.0.0.7", "foyer.local"], port=8443, at=NOW)

        after = read_certificate(tmp_path)
        assert not is_new
        assert before
        assert after
        assert after.fingerprint == before.fingerprint
        assert "10.0.0.7" in after.names

    def test_another_name_of_the_world_needs_another_authority(self, tmp_path: Path):
        make_certificate(tmp_path, ["foyer.local"], port=8443, at=NOW)

        assert make_certificate(tmp_path, ["door.club.example"], port=8443, at=NOW)
        assert _is_trusted(tmp_path, _shown(tmp_path), "door.club.example")

    def test_is_renewed_before_it_ends_and_not_earlier(self, tmp_path: Path):
        make_certificate(tmp_path, ["foyer.local"], port=8443, at=NOW)
        first = read_certificate(tmp_path)

        assert not renew_certificate(tmp_path, at=NOW + timedelta(days=300))
        assert renew_certificate(tmp_path, at=NOW + timedelta(days=350))

        second = read_certificate(tmp_path)
        assert first
        assert second
        assert second.fingerprint == first.fingerprint
        assert second.expires > first.expires
        assert '"https://foyer.local:8443"' in (tmp_path / "house.json").read_text()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("8.8.8.8", "public address"),
        ("not a name", "no host name"),
        ("300.1.1.1", "no host name"),
        ("迎客.local", "no host name"),
        ("-", "no host name"),
        ("", "no host name"),
    ],
)
def test_says_which_name_it_cannot_vouch_for_and_writes_nothing(
    tmp_path: Path, name: str, words: str
):
    with pytest.raises(CommandError, match=words):
        call_command("cert", name, folder=str(tmp_path / "tls"), stdout=StringIO())

    assert not (tmp_path / "tls").exists()
