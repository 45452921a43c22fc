"""A page that speaks of captchas, walls and errors is a document; only one that is nothing else is none."""

from __future__ import annotations

import pytest

from cleaners.extract import Mode, extract
from cleaners.no_document import kinds, wordings
from cleaners.no_document.names import NAMES
from cleaners.no_document.phrases import PHRASES
from cleaners.page import Page

NAV = "<header><nav><a href='/'>Home</a> <a href='/news'>News</a> <a href='/about'>About us</a></nav></header>"
FOOT = "<footer><p>© 2026 Blue Ridge Wire</p><a href='/privacy'>Privacy policy</a></footer>"
FORM = "<form><input name=u><input type=password><button>Log in</button></form>"
MODAL = f"<div id='login-modal'><h1>Log in</h1><p>Sign in to your account</p>{FORM}</div>"
APP = "<div id='root'></div><script src='/app.js'></script>"


def kind(title: str, body: str, head: str = "", mode: Mode = "blocks", url: str = "https://example.org/a") -> str:
    body = body if body.startswith("<body") else f"<body>{body}</body>"
    html = f"<!doctype html><html><head><title>{title}</title>{head}</head>{body}</html>"
    return extract(Page(url, html.encode(), headers={"content-type": "text/html; charset=utf-8"}), mode).kind


DOCUMENTS = {
    "article on captchas": (
        "How captchas took over",
        f"{NAV}<article><h1>How captchas took over</h1>"
        + "<p>Every day people prove that they are human. Verify you are human, says the box, and they click.</p>" * 4
        + f"</article>{FOOT}",
    ),
    "essay named like a captcha": (
        "Are you a robot?",
        (
            "<h1>Are you a robot?</h1><p>The question stands on half of the web. Verify you are human, says the"
            " box, and we"
            " click. Nobody reads it any more, writes Ann Lee.</p><p>She has counted them: eleven on an"
            " ordinary morning.</p>"
            "<div class='g-recaptcha'></div>"
        ),
    ),
    "bookshop of that name": (
        "Page not found",
        "<h1>Page not found</h1><p>Page Not Found is a bookshop in a former bakery in Ghent. It opens on Friday.</p>",
    ),
    "documentation of the 404 page": (
        "Error 404",
        (
            f"{NAV}<main><h1>404 Not Found</h1><p>The server cannot find the requested page. Links that lead to"
            f" such a page"
            " are called dead. The status says nothing of whether the page is gone for a time or for good.</p></main>"
        ),
    ),
    "short documentation of a status": (
        "404 Not Found - HTTP",
        (
            f"{NAV}<h1>404 Not Found</h1><p>The answer means that the server can't find the requested resource.</p>"
            "<p>If a resource is gone for good, send 410 instead.</p>"
        ),
    ),
    "documentation of a status with its causes": (
        "503 Service Unavailable | HTTP",
        (
            f"{NAV}<h1>503 Service Unavailable</h1><p>The server is not ready to handle the request. Common"
            f" causes are a"
            " server that is down for maintenance or overloaded. Send Retry-After with it, if the time is known.</p>"
        ),
    ),
    "documentation of logging in": (
        "Log in",
        (
            f"{NAV}<h1>Log in</h1><p>Run <code>tool login</code> to store your token. Enter your username and"
            f" password when"
            " the tool asks for them. Use <code>tool logout</code> to remove it.</p>"
        ),
    ),
    "poem": (
        "404",
        (
            "<h1>Page not found</h1><p>I looked for you in every drawer,<br>the page you were looking for is"
            " gone,<br>the"
            " swallows took it to the shore<br>and left me with the commas on.</p>"
        ),
    ),
    "short poem": (
        "Just a moment",
        "<h1>Just a moment</h1><p>The kettle hums.<br>The snow is late.<br>Somebody comes<br>up to the gate.</p>",
    ),
    "product beside a hidden form": (
        "Blue mug | Shop",
        f"{NAV}<main><h1>Blue mug</h1><p>Stoneware, holds 300 ml.</p><p>Dishwasher safe.</p></main>{MODAL}{FOOT}",
    ),
    "news of one paragraph": (
        "Website der Stadt nicht erreichbar",
        (
            "<h1>Website der Stadt nicht erreichbar</h1><p>Die Website der Stadt ist seit Montag wegen"
            " Wartungsarbeiten nicht"
            " erreichbar. Das teilte die Verwaltung mit. Bürger können im Rathaus anrufen.</p>"
        ),
    ),
    "road works": (
        "Wartungsarbeiten",
        (
            "<h1>Wartungsarbeiten</h1><p>Die Stadtwerke erneuern ab Mittwoch die Leitung in der"
            " Gartenstraße. Bis Freitag ist"
            " sie für Autos gesperrt.</p>"
        ),
    ),
    "short notice": ("Maintenance", "<h1>Maintenance</h1><p>The lift in house 4 is out of order on 3 May.</p>"),
    "no bus": ("Service unavailable", "<h1>Service unavailable</h1><p>Bus 42 does not run on Sunday, 3 May.</p>"),
    "thread": (
        "Boot error - Forum",
        (
            f"{NAV}<h1>Boot error</h1><div><p>Does anyone know why it beeps twice?</p></div><div><p>Reseat the"
            f" memory.</p>"
            f"</div><p>You must log in to reply.</p>{MODAL}"
        ),
    ),
    "thread about logging in": (
        "Login",
        (
            f"{NAV}<h1>Login</h1><div><p>I cannot log in since the update, it says that my session has"
            f" expired. Who can help?"
            f"</p></div><div><p>Clear the cookies of the site, then it works again.</p></div>{MODAL}"
        ),
    ),
    "text in noscript": (
        "Ferry",
        (
            "<div id='root'></div><noscript><p>You need to enable JavaScript to run this app.</p><p>The"
            " ferry leaves at nine"
            " from the old pier and comes back at six; tickets are sold on board.</p></noscript><script src=x></script>"
        ),
    ),
    "cookie policy": (
        "Cookie policy | Site",
        (
            f"{NAV}<h1>Cookie policy</h1><p>We use cookies to keep you logged in. Cookies are small files on"
            f" your computer."
            "</p><p>You can accept or reject cookies in the settings at any time.</p>"
        ),
    ),
    "ruling on walls": (
        "Before you continue",
        (
            "<h1>Before you continue</h1><p>The court has ruled that walls which ask readers to accept cookies"
            " to continue"
            " break the law.</p><p>The fine is four million euros, the judge said on Monday, and the"
            " publisher has until June"
            " to change its site.</p>"
        ),
    ),
    "village that sells its name": (
        "Domain for sale",
        (
            "<h1>Domain for sale</h1><p>The village of Muston sells its name: the domain is for sale at"
            " 4,000 euros, the mayor"
            " said. The money shall go to the new roof of the school.</p>"
        ),
    ),
    "teaser before a form": (
        "The bridge that nobody wanted",
        (
            f"{NAV}<article><h1>The bridge that nobody wanted</h1><p>It took eleven years to build the"
            f" bridge, and on the first"
            f" day nobody came to cross it.</p><p>Log in to continue reading.</p></article>{MODAL}"
        ),
    ),
    "quotation": (
        "Access denied",
        (
            "<p>“Access to this page has been denied”: with these words on a screen the exhibition begins,"
            " and the visitor must"
            " turn back and find another door.</p>"
        ),
    ),
    "japanese news": (
        "ページが見つかりません",
        "<p>「ページが見つかりません」という題の短編集が金曜日に発売される。著者は京都在住の詩人で、三年ぶりの新作となる。</p>",
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("mode", ["blocks", "full"])
def test_documents_stay(name: str, mode: Mode) -> None:
    assert kind(*DOCUMENTS[name], mode=mode) == ""


def test_a_long_text_is_a_document_whatever_it_says() -> None:
    said = "Sorry, the page you are looking for doesn't exist. " * 50
    assert kind("Page not found", f"<body class='error404'><h1>404</h1><p>{said}</p></body>") == ""


@pytest.mark.parametrize("declared", ["NewsArticle", "Product"])
def test_what_is_declared_is_not_taken_for_an_error(declared: str) -> None:
    head = f'<script type="application/ld+json">{{"@type": "{declared}", "name": "x", "headline": "x"}}</script>'
    body = "<h1>Page not found</h1><p>The page you are looking for doesn't exist.</p>"
    assert kind("Page not found", body) == kinds.NOT_FOUND
    assert kind("Page not found", body, head) == ""


def test_the_text_of_a_shell_may_stand_in_its_json() -> None:
    text = "The ferry leaves at nine from the old pier and comes back at six. In winter there is none on Sundays. " * 3
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{text}"}}</script>'
    assert kind("Ferry", APP, head, "full") == ""
    assert kind("Ferry", APP, "", "full") == kinds.SHELL


BAD = {
    kinds.BLOCKED: [
        (
            "Just a moment...",
            "<noscript>Enable JavaScript and cookies to continue</noscript><script>_cf_chl_opt={}</script>",
        ),
        (
            "Access Denied",
            "<h1>Access Denied</h1>You don't have permission to access this page on this server. Reference #1",
        ),
        ("403 Forbidden", "<center><h1>403 Forbidden</h1></center><hr><center>nginx</center>"),
        ("", "<iframe src='/_Incapsula_Resource?SWUDNSAI=31&incident_id=1'></iframe>"),
        ("Zugriff verweigert", "<h1>Zugriff verweigert</h1><p>Der Zugriff auf diese Seite wurde verweigert.</p>"),
        ("Acceso denegado", "<h1>Acceso denegado</h1><p>No tienes permiso para acceder a esta página.</p>"),
        ("Доступ запрещен", "<h1>Доступ запрещен</h1><p>У вас нет прав для просмотра этой страницы.</p>"),
    ],
    kinds.CAPTCHA: [
        ("Access denied", "<div id='px-captcha'></div><p>Press &amp; hold to confirm you are a human.</p>"),
        (
            "Verify you are human",
            "<h1>One more step</h1><p>Please complete the captcha below.</p><i class=h-captcha></i>",
        ),
        ("Verificação de segurança", "<p>Confirme que você não é um robô.</p>"),
        ("Vérification de sécurité", "<p>Vérifiez que vous êtes humain.</p>"),
        ("安全验证", "<p>请完成安全验证。请输入验证码。</p>"),
    ],
    kinds.CONSENT: [
        (
            "Blue Ridge Wire",
            "<h1>Your privacy</h1><p>To continue reading, please accept our cookies.</p><button>OK</button>",
        ),
        (
            "Before you continue",
            (
                "<h1>Before you continue</h1><p>We need your consent before you read on.</p><p>Cookies"
                " measure how our news are"
                " read. Our partners show advertising that fits.</p><form"
                " action='/consent-form'><button>OK</button></form>"
            ),
        ),
        ("Bevor Sie fortfahren", "<p>Akzeptieren Sie Cookies, um fortzufahren.</p><button>Akzeptieren</button>"),
    ],
    kinds.SHELL: [
        ("Ferry", f"<noscript>You need to enable JavaScript to run this app.</noscript>{APP}"),
        ("Ferry", f"<noscript>Activez JavaScript pour utiliser cette application.</noscript>{APP}"),
        ("Ferry", "<div id=app><i>Loading...</i></div><script src=x></script>"),
        ("Ferry", "<app-root></app-root><script src=x></script><noscript>Bitte aktivieren Sie JavaScript.</noscript>"),
    ],
    kinds.NOT_FOUND: [
        ("Page not found - Wire", f"{NAV}<h1>Page not found</h1><p>The page you are looking for has moved.</p>{FOOT}"),
        ("Wire", f"<body class='error404'>{NAV}<h1>Oops! That page can’t be found.</h1><p>Try a search?</p></body>"),
        ("Página não encontrada", "<h1>Erro 404</h1><p>A página que você procura não existe ou foi removida.</p>"),
        ("Pagina non trovata", "<h1>404</h1><p>La pagina che stai cercando non esiste più.</p>"),
        ("Página no encontrada", "<h1>404</h1><p>La página que buscas no existe o ha sido eliminada.</p>"),
        ("Page introuvable", "<h1>Page introuvable</h1><p>La page que vous cherchez n’existe pas.</p>"),
        ("Seite nicht gefunden | Stadt", f"{NAV}<p>Die von Ihnen gesuchte Seite wurde leider nicht gefunden.</p>"),
        ("Pagina niet gevonden", "<h1>Oeps</h1><p>De pagina die je zoekt bestaat niet meer.</p>"),
        ("Nie znaleziono strony", "<h1>Błąd 404</h1><p>Strona, której szukasz, nie istnieje.</p>"),
        ("Страница не найдена", "<h1>404</h1><p>Запрашиваемая страница не существует.</p><a href='/'>На главную</a>"),
        ("Sayfa bulunamadı", "<h1>404</h1><p>Aradığınız sayfa bulunamadı veya kaldırılmış olabilir.</p>"),
        ("ページが見つかりません", "<h1>404</h1><p>お探しのページは見つかりませんでした。URLをご確認ください。</p>"),
        ("页面不存在", "<h1>404</h1><p>抱歉，您访问的页面不存在。</p><a href='/'>返回首页</a>"),
        ("페이지를 찾을 수 없습니다", "<p>요청하신 페이지를 찾을 수 없습니다. 주소를 다시 확인해 주세요.</p>"),
    ],
    kinds.LOGIN: [
        ("Log in | Wire", f"{NAV}<h1>Log in</h1>{FORM}<p><a href='/f'>Forgot your password?</a></p>{FOOT}"),
        ("Members", f"{NAV}<p>You must be logged in to view this page.</p>{FORM}"),
        ("Anmelden", f"<h1>Anmelden</h1><p>Bitte melden Sie sich an, um fortzufahren.</p>{FORM}"),
        ("Connexion", f"<p>Connectez-vous pour continuer.</p>{FORM}"),
        ("ログイン", f"<p>続けるにはログインしてください。</p>{FORM}"),
    ],
    kinds.PARKED: [
        (
            "example.org",
            "<h1>example.org</h1><p>This domain is for sale.</p><script src='//sedoparking.com/x'></script>",
        ),
        ("Domain for sale", "<h1>example.org is for sale</h1><p>This domain is for sale! Make an offer.</p>"),
        ("", '<script>window.location.href="/lander"</script>'),
        ("Account Suspended", "<h1>Account Suspended</h1><p>This account has been suspended.</p>"),
    ],
    kinds.ERROR: [
        ("503 Service Unavailable", "<h1>Service Unavailable</h1><p>The server is temporarily unable to answer.</p>"),
        ("Database Error", "<div class='wp-die-message'><h1>Error establishing a database connection</h1></div>"),
        (
            "Site under maintenance",
            "<h1>We'll be back soon!</h1><p>We're performing some maintenance at the moment.</p>",
        ),
        ("Wartungsarbeiten", "<p>Unsere Website ist wegen Wartungsarbeiten derzeit nicht erreichbar.</p>"),
        ("Em manutenção", "<h1>Em manutenção</h1><p>Estamos em manutenção. Voltaremos em breve!</p>"),
        ("サーバーエラー", "<h1>500</h1><p>エラーが発生しました。しばらくしてから再度お試しください。</p>"),
    ],
}


@pytest.mark.parametrize(
    ("wanted", "title", "body"), [(wanted, *page) for wanted, pages in BAD.items() for page in pages]
)
def test_pages_that_are_no_document(wanted: str, title: str, body: str) -> None:
    assert kind(title, body) == wanted


_NOT_THERE = (
    *("The page could unfortunately not be found", "Die Seite konnte leider nicht gefunden werden"),
    *("Cette page n'existe malheureusement plus", "La página lamentablemente no se ha encontrado"),
    *("A página infelizmente não foi encontrada", "La pagina purtroppo non è stata trovata"),
    *("De pagina kon helaas niet worden gevonden", "Ta strona niestety już nie istnieje", "Siden kunne ikke findes"),
    *("Страница, к сожалению, не найдена", "Aradığınız sayfa maalesef bulunamadı", "Sidan kunde tyvärr inte hittas"),
    *("お探しのページは残念ながら見つかりませんでした", "요청하신 페이지를 아쉽게도 찾을 수 없습니다"),
)


@pytest.mark.parametrize("said", _NOT_THERE)
@pytest.mark.parametrize("title", ["404", "The Wire", ""])
def test_a_heading_may_say_it_in_a_sentence_beside_a_list_of_links(said: str, title: str) -> None:
    more = "<h2>Top</h2><a href='/1'>A long title of a report on the bridge over the river</a>"
    assert kind(title or f"{said} | The Wire", f"{NAV}<h1>{said}</h1>{more}") == kinds.NOT_FOUND


@pytest.mark.parametrize("said", _NOT_THERE)
def test_a_report_below_such_a_heading_stays(said: str) -> None:
    report = "<p>So began the message that four hundred readers of the paper saw on Monday morning.</p>"
    assert kind(said, f"{NAV}<h1>{said}</h1>{report}<p>The mayor has ordered an inquiry into the matter.</p>") == ""


def test_what_was_found_is_kept_for_whoever_asks() -> None:
    html = b"<title>Page not found</title><h1>404</h1><p>The page you are looking for doesn't exist.</p>"
    found = extract(Page("https://example.org/a", html, headers={"content-type": "text/html"}))
    assert found.kind == kinds.NOT_FOUND
    assert "doesn't exist" in found.document.text


def test_one_sign_is_not_enough() -> None:
    assert kind("Page not found", "<h1>Ferry</h1><p>The ferry leaves at nine from the old pier.</p>") == ""
    assert kind("Ferry", f"<h1>Ferry</h1><p>The ferry leaves at nine from the old pier.</p>{FORM}") == ""
    assert kind("Ferry", "<p>The ferry leaves at nine.</p><script>var _cf_chl_opt</script>") == ""


@pytest.mark.parametrize("wanted", PHRASES)
def test_no_name_or_phrase_fits_everything(wanted: str) -> None:
    """An empty alternative at the wrong place would make every sentence one of them."""
    assert wanted in NAMES
    for said in (
        "",
        "x",
        "The ferry leaves at nine from the old pier.",
        "金曜日に船が出る。",
        "Паром уходит в девять.",
    ):
        assert wanted not in wordings.kinds_said(said)
        assert wanted not in wordings.named(said)


def test_broken_pages_raise_nothing() -> None:
    for html in (
        b"<html><body>",
        b"<title>404</title>",
        b"<noscript>x",
        b"<input type=password>",
        b"<div id=root>" * 3000,
    ):
        extract(Page("https://[", html, headers={"content-type": "text/html"}))
