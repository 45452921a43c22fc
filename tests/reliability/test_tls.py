"""An encrypted connection is one to a server that proves who it is, unless the user says that it need not."""

from __future__ import annotations

import datetime
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.reliability.raw_server import RawServer, article, send, serving
from tests.reliability.watched import Crawled, crawl

HOST = "a.test"
NOW = datetime.datetime.now(datetime.UTC)


@dataclass
class Authority:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def certificate(host: str, by: Authority | None, days: int = 1) -> Authority:
    """A certificate for a host; one that signs others without `by`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    begins = NOW - datetime.timedelta(days=10)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(by.certificate.subject if by else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(NOW + datetime.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(by.key if by else key, hashes.SHA256())
    )
    return Authority(key, made)


def context(folder: Path, own: Authority) -> ssl.SSLContext:
    path = folder / f"{own.certificate.serial_number}.pem"
    key = own.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(key + own.certificate.public_bytes(serialization.Encoding.PEM))
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(path)
    return made


@dataclass
class Servers:
    trusted: Path
    by_name: dict[str, RawServer]

    def crawl(self, home: Path, *words: str) -> Crawled:
        urls = [f"https://{HOST}:{server.port}/{name}" for name, server in self.by_name.items()]
        names = {HOST: [["127.0.0.1"]]}
        return crawl(
            home,
            urls,
            "--allow-private",
            HOST,
            *words,
            names=names,
            SSL_CERT_FILE=str(self.trusted),
            DEHUSK_TIMEOUT="4",
        )


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    folder = tmp_path_factory.mktemp("certificates")
    authority, stranger = certificate("authority.test", None), certificate("stranger.test", None)
    trusted = folder / "trusted.pem"
    trusted.write_bytes(authority.certificate.public_bytes(serialization.Encoding.PEM))
    shown = {
        "good": certificate(HOST, authority),
        "other-host": certificate("b.test", authority),
        "expired": certificate(HOST, authority, days=-1),
        "stranger": certificate(HOST, stranger),
        "self-signed": certificate(HOST, None),
    }
    with ExitStack() as stack:
        running = {
            name: stack.enter_context(
                serving(
                    lambda connection, asked: send(
                        connection, "" if asked.path == "/robots.txt" else article(asked.path)
                    ),
                    context(folder, own),
                )
            )
            for name, own in shown.items()
        }
        running["no-tls"] = stack.enter_context(
            serving(lambda connection, _: send(connection, article("open")), hasty=True)
        )
        yield Servers(trusted, running)


def test_nothing_is_asked_of_a_server_that_cannot_prove_who_it_is(servers: Servers, tmp_path: Path) -> None:
    done = servers.crawl(tmp_path)
    ends = {url.rpartition("/")[2]: outcome for url, outcome in done.outcomes.items()}
    assert ends.pop("good") == "ok", done.stderr
    assert ends.pop("no-tls") in {"tls", "connection", "robots_unreachable"}
    assert set(ends.values()) == {"tls"}, ends
    for name in ends:
        assert servers.by_name[name].asked == [], name
    assert "--allow-bad-certificates" in done.stderr
    (record,) = done.records.values()
    assert "tls" not in record["metadata"]


def test_the_switch_fetches_from_them_and_the_record_says_so(servers: Servers, tmp_path: Path) -> None:
    done = servers.crawl(tmp_path, "--allow-bad-certificates")
    ends = {url.rpartition("/")[2]: outcome for url, outcome in done.outcomes.items()}
    ends.pop("no-tls")
    assert set(ends.values()) == {"ok"}, (ends, done.stderr)
    assert {record["metadata"]["tls"] for record in done.records.values()} == {"unverified"}
