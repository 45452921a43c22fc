"""Pages of terms, privacy, imprints and help: articles about such things come first."""

from __future__ import annotations

import pytest

from cleaners import clean, document_from_text
from cleaners.page_names import PAGE_NAMES
from cleaners.registry import CLEANERS, cleaners_of
from cleaners.subject import tells_of_itself


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("Why the cookie banner will not go away", "https://leaf.example/2026/cookie-banner"),
        ("Impressum fehlt: Gericht verurteilt Ladenbesitzer", "https://blatt.example/impressum-fehlt"),
        ("Court strikes down terms of service of a messenger", "https://leaf.example/news/terms-of-service"),
        ("Politique de confidentialité : ce que la loi change", "https://feuille.example/a/12"),
        ("What is a privacy policy?", "https://leaf.example/privacy-policy-explained"),
        ("Contact with the lost expedition", "https://leaf.example/contact-lost"),
        ("Help arrives for the flooded valley", ""),
        ("Harbour Leaf", "https://leaf.example/"),
        ("", ""),
    ],
)
def test_an_article_about_such_a_page_is_none(title: str, url: str) -> None:
    document = document_from_text("The council met on Monday to speak of it.", title=title, url=url)
    assert not tells_of_itself(document)
    assert cleaners_of(document) == CLEANERS


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("Terms of Service – Kite & Co", "https://www.kiteco.example/a"),
        ("Impressum | Tischlerei Brömmel", "https://tischlerei-broemmel.example/x"),
        ("Datenschutzerklärung der Schwimmhalle Ost", "https://schwimmhalle-ost.example/"),
        ("Kite & Co", "https://kiteco.example/legal/cookie-policy.html"),
        ("", "https://libreria.example/aviso-legal/"),
        ("利用規約", ""),
        ("POLÍTICA DE PRIVACIDADE", ""),
    ],
)
def test_a_page_that_has_the_name_is_one(title: str, url: str) -> None:
    assert tells_of_itself(document_from_text("It was last changed in May.", title=title, url=url))


def test_many_languages_have_names() -> None:
    assert len(PAGE_NAMES) >= 20
    for names in PAGE_NAMES.values():
        assert all(tells_of_itself(document_from_text("…", title=name)) for name in names)


TERMS = """1. The service
The service is provided “as is”, without warranty of any kind.
2. Your account
You must be sixteen or older to register.
3. Newsletter
You may unsubscribe from our newsletter at any time.
4. Links
Some links are affiliate links, and we may earn a commission.
5. Comments
Be kind. We delete comments that insult others.
6. Cookies
We use cookies to keep you signed in.
© 2026 Kite & Co. All rights reserved.
Contact us
help@kiteco.example"""
IMPRINT = """Kontakt
Tischlerei Brömmel GmbH
Am Anger 4, 37073 Göttingen
Telefon: 0551 555 010
E-Mail: post@broemmel.example
Registergericht: Amtsgericht Göttingen, HRB 20419
Haftung für Inhalte
Für die Richtigkeit der Inhalte übernehmen wir keine Gewähr.
Bildnachweise
Fotos: Lena Moor
Stand: Januar 2026"""
COOKIES = """Utilizamos cookies propias y de terceros para mejorar su experiencia.
Puede aceptar o rechazar las cookies en la configuración.
Última actualización: mayo de 2026
Contacto"""


@pytest.mark.parametrize(
    ("title", "text"), [("Terms of use", TERMS), ("Impressum", IMPRINT), ("Política de cookies", COOKIES)]
)
def test_its_clauses_stay(title: str, text: str) -> None:
    assert clean(document_from_text(text, title=title)).text == text


def test_what_cannot_be_its_text_goes() -> None:
    text = "We use cookies to remember your basket.\nYou can refuse them.\nplaceholder\ngoTop"
    assert clean(document_from_text(text, title="Cookie policy")).text == "\n".join(text.split("\n")[:2])
