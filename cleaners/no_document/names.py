"""What pages that are no document call themselves, as title or heading. `wordings` tells how to write them."""

from __future__ import annotations

from cleaners.no_document.kinds import BLOCKED, CAPTCHA, CONSENT, ERROR, LOGIN, NOT_FOUND, PARKED, SHELL

# One phrase a line would make this file four times as long.
# fmt: off
NAMES: dict[str, tuple[str, ...]] = {
    BLOCKED: (
        "(access|permission|request|connection) (to this page|) (has been|is|) (denied|blocked|rejected)", "forbidden",
        "(attention required|just a moment|one moment please|please wait|checking your browser)",
        "pardon our interruption", "(you have been|you are|your access is|your ip has been) (temporarily|) blocked",
        "bot (detected|detection)", "ddos guard", "security (check|checkpoint|verification)", "browser check",
        "too many requests", "acesso (negado|bloqueado|proibido)", "você foi bloqueado", "um momento",
        "solicitação bloqueada", "accesso (negato|bloccato|vietato)", "sei stato bloccato", "un (attimo|momento)",
        "richiesta bloccata", "acceso (denegado|bloqueado|prohibido|restringido)", "(ha|has) sido bloqueado",
        "un momento", "prohibido", "accès (refusé|bloqué|interdit|restreint)", "vous avez été bloqué", "un instant",
        "accès temporairement restreint", "zugriff (verweigert|blockiert|gesperrt|nicht erlaubt)", "zugang verweigert",
        "nur einen moment", "einen moment bitte", "toegang (geweigerd|geblokkeerd|verboden)",
        "(u bent|je bent) geblokkeerd", "even geduld", "een moment geduld",
        "(odmowa dostępu|dostęp zabroniony|dostęp zablokowany|brak dostępu)", "jeszcze chwila", "zablokowano dostęp",
        "доступ (запрещен|запрещён|заблокирован|ограничен)", "(в доступе отказано|отказано в доступе)", "один момент",
        "erişim (engellendi|reddedildi|yasak)", "engellendiniz", "bir dakika lütfen", "erişiminiz engellendi",
        "アクセス(が|は|)(拒否|禁止|制限|ブロック)(されました|されています|)", "アクセスできません",
        "しばらくお待ちください", "(访问|訪問|存取)(被拒绝|被拒|被拒絕|受限|被阻止|已被拦截)",
        "(禁止访问|禁止存取|拒绝访问|拒絕存取)", "(请稍候|请稍等|請稍候)",
        "(접근|액세스|접속)(이|) (거부|차단|제한)(되었습니다|됨|)", "잠시만 기다려 주세요", "잠시만 기다리십시오",
    ),
    CAPTCHA: (
        "(captcha|recaptcha|robot|bot|human|security) (check|challenge|verification|test)", "captcha",
        "robot or human", "are you (a|) (robot|human)", "verify (that|) you are (a|) human",
        "(human|security) verification", "unusual traffic", "verificação (de segurança|humana)", "(você é|é) um robô",
        "(confirme|verifique) que você é humano", "você é humano", "verifica (di sicurezza|umana)", "sei un robot",
        "non sei un robot", "(conferma|verifica) di essere umano", "verificación (de seguridad|humana)",
        "(eres|es usted) un robot", "(verifica|confirma|verifique) que eres humano",
        "vérification (de sécurité|humaine|captcha)", "êtes vous un (robot|humain)", "vérifiez que vous êtes humain",
        "sicherheits(überprüfung|abfrage|prüfung)", "sind sie ein (roboter|mensch)", "bist du ein (roboter|mensch)",
        "(beveiligingscontrole|veiligheidscontrole)", "(bent u|ben je) een (robot|mens)",
        "bevestig dat (u|je) een mens bent", "(weryfikacja|kontrola) (bezpieczeństwa|captcha)",
        "(czy jesteś|jesteś) (robotem|człowiekiem)", "(проверка безопасности|проверка браузера|вы не робот|вы робот)",
        "подтвердите что вы (не робот|человек)", "güvenlik (kontrolü|doğrulaması)",
        "(robot musunuz|insan mısınız|robot değilim)", "insan olduğunuzu doğrulayın",
        "(セキュリティ|人間|ロボット|画像)(チェック|確認|認証)", "あなたは(人間|ロボット)ですか",
        "ロボットではありません", "(安全|人机|人機|滑块|身份)(验证|驗證|检查)", "(请验证您是人类|验证码|驗證碼)",
        "(보안|사람|자동입력 방지) (확인|인증)", "로봇이 아닙니다", "(사람인지 확인|사람인지 확인하십시오)",
    ),
    CONSENT: (
        "before you continue (to …|)", "(your|we value your|we care about your) privacy",
        "(cookie|privacy) (consent|settings|wall|choices)", "(", "a", "n", "t", "e", "s", " ", "d", "e", " ", "c", "o",
        "n", "t", "i", "n", "u", "a", "r", "|", "s", "u", "a", " ", "p", "r", "i", "v", "a", "c", "i", "d", "a", "d",
        "e", "|", "c", "o", "n", "f", "i", "g", "u", "r", "a", "ç", "õ", "e", "s", " ", "d", "e", " ", "(", "c", "o",
        "o", "k", "i", "e", "s", "|", "p", "r", "i", "v", "a", "c", "i", "d", "a", "d", "e", ")", "|", "c", "o", "n",
        "s", "e", "n", "t", "i", "m", "e", "n", "t", "o", " ", "d", "e", " ", "c", "o", "o", "k", "i", "e", "s", ")",
        "(", "p", "r", "i", "m", "a", " ", "d", "i", " ", "c", "o", "n", "t", "i", "n", "u", "a", "r", "e", "|", "l",
        "a", " ", "t", "u", "a", " ", "p", "r", "i", "v", "a", "c", "y", "|", "i", "m", "p", "o", "s", "t", "a", "z",
        "i", "o", "n", "i", " ", "(", "c", "o", "o", "k", "i", "e", "|", "p", "r", "i", "v", "a", "c", "y", ")", "|",
        "c", "o", "n", "s", "e", "n", "s", "o", " ", "(", "a", "i", "|", ")", " ", "c", "o", "o", "k", "i", "e", ")",
        "(", "a", "n", "t", "e", "s", " ", "d", "e", " ", "c", "o", "n", "t", "i", "n", "u", "a", "r", "|", "t", "u",
        " ", "p", "r", "i", "v", "a", "c", "i", "d", "a", "d", "|", "s", "u", " ", "p", "r", "i", "v", "a", "c", "i",
        "d", "a", "d", "|", "c", "o", "n", "f", "i", "g", "u", "r", "a", "c", "i", "ó", "n", " ", "d", "e", " ", "(",
        "c", "o", "o", "k", "i", "e", "s", "|", "p", "r", "i", "v", "a", "c", "i", "d", "a", "d", ")", ")",
        ("(avant (de continuer|d accéder à …)|votre vie privée|paramètres des cookies|consentement (aux|) cookies)"),
        ("(bevor (sie|du) (fortfahren|weitermachst|weiterliest …)|(ihre|deine) privatsphäre|cookie (einstellungen|"
         "zustimmung))"),
        ("(weiterlesen mit werbung|mit werbung weiterlesen|(ihre|deine) (zustimmung|einwilligung)|zustimmung "
         "erforderlich)"),
        ("(voordat (u|je) (doorgaat|verdergaat)|(uw|jouw|je) privacy|cookie (instellingen|toestemming)|cookies "
         "accepteren)"),
        ("(zanim przejdziesz (dalej|do serwisu|)|twoja prywatność|ustawienia (plików cookie|prywatności)|zgoda na "
         "pliki cookie)"),
        "(прежде чем продолжить|ваша конфиденциальность|настройки (cookie|файлов cookie)|согласие на cookie)",
        "(devam etmeden önce|gizliliğiniz|çerez (ayarları|onayı|tercihleri))",
        "(続行する前に|続ける前に|プライバシー設定|cookieの(同意|設定))",
        "(继续之前|在继续之前|您的隐私|cookie设置|隱私設定)", "(계속하기 전에|개인정보 보호 설정|쿠키 (동의|설정))",
    ),
    SHELL: (
        "javascript (is|) (required|disabled|not enabled)", "(enable|please enable|activate) javascript",
        "(ative o javascript|javascript desativado|habilite o javascript)", "(abilita|attiva) javascript",
        "javascript disabilitato", "(activa|active|habilita|habilite) javascript",
        "(activez javascript|javascript (est|) désactivé|javascript requis)",
        "(javascript aktivieren|javascript (ist|) (deaktiviert|erforderlich))",
        "(javascript inschakelen|schakel javascript in)", "(włącz javascript|wymagany javascript)",
        "(включите javascript|javascript отключен)", "javascript (gerekli|devre dışı)",
        "javascriptを有効にしてください", "javascriptが無効です", "(请启用javascript|請啟用javascript)",
        "javascript를 활성화",
    ),
    NOT_FOUND: (
        ("(page|file|content|resource|object|url|document|requested page|article|product) (not|can t be|cannot be|"
         "could not be|was not|is not) found"),
        "(page|content) (does not|doesn t) exist", "nothing found", "not found",
        "(page|content) (unavailable|not available|no longer available|missing)",
        "(this page|that page|the page) (could not|couldn t|can t|cannot) be found",
        "we (can t|couldn t|could not) find that page", "página (não|nao) (encontrada|existe|disponível)",
        "conteúdo não encontrado", "não encontrado", "a página não existe",
        "pagina (non trovata|inesistente|non disponibile|non esiste)", "contenuto non trovato",
        "(non trovato|non trovata)", "página (no encontrada|inexistente|no disponible|no existe)",
        "no (se|) (ha|) (encontrado|encontrada)", "contenido no encontrado",
        "(la|cette|) page (introuvable|non trouvée|inexistante|n existe pas|est introuvable)", "contenu introuvable",
        "(die|diese|) seite (wurde|) nicht (gefunden|verfügbar|vorhanden)", "(diese|die) seite existiert nicht",
        "nicht gefunden", "(de|deze|) pagina (is|) niet (gevonden|beschikbaar)", "(de|deze|) pagina bestaat niet",
        "niet gevonden",
        ("(nie znaleziono strony|strona nie (została|) (znaleziona|istnieje)|strony nie znaleziono|nie znaleziono)"),
        "страница (не найдена|не существует|удалена|не доступна)", "(ничего|) не найдено",
        "такой страницы (не существует|нет)", "(aradığınız|) sayfa (bulunamadı|mevcut değil|yok)",
        "(içerik bulunamadı|bulunamadı)",
        "(お探しの|ご指定の|)ページ(が|は|)(見つかりません|見つかりませんでした|存在しません|ありません)",
        "(页面|頁面|网页|網頁|该页面|您访问的页面)(不存在|未找到|没有找到|找不到|不见了)",
        "(找不到页面|找不到頁面|找不到网页|无法找到该页|找不到该页面)",
        "(페이지|요청하신 페이지)(를|을|가|) (찾을 수 없습니다|찾을 수 없음|존재하지 않습니다)",
    ),
    LOGIN: (
        "(log|sign) in (to continue|to your account|required|)", "(login|signin|sign on)",
        "(login|user|member|members|account|customer) (login|required|page|area)",
        "(authentication|authorization|subscription) required", "(members|subscribers) only",
        "(entrar|iniciar sessão|acessar|faça login|fazer login|área do (cliente|assinante)|acesso restrito)",
        "(accedi|accesso|accesso utenti|area riservata|login utente|effettua il login)",
        "(iniciar sesión|inicia sesión|inicio de sesión|acceder|acceso (clientes|usuarios)|área de clientes)",
        "(connexion|se connecter|connectez vous|identification|identifiez vous|espace (client|abonné|membre))",
        "(anmelden|anmeldung|einloggen|bitte anmelden|anmeldung erforderlich|kundenlogin|mitglieder login)",
        "(inloggen|aanmelden|log in|mijn account inloggen)", "(zaloguj się|logowanie|zaloguj)",
        "(вход|войти|авторизация|вход на сайт|вход в (систему|личный кабинет)|требуется авторизация)",
        "(giriş yap|oturum aç|üye girişi|kullanıcı girişi|giriş)", "(ログイン|サインイン|会員ログイン|ログイン画面)",
        "(登录|登陆|登入|用户登录|用戶登入|会员登录|请登录)", "(로그인|로그인 페이지|회원 로그인|로그인이 필요합니다)",
    ),
    PARKED: (
        "(domain|website|web site|this domain|this website) (name|) (is|may be|) (for sale|parked|expired)",
        "domain (parking|parked|default page|registered)",
        "(welcome to nginx|apache2 …|it works|iis windows server|default web site page)",
        "(account suspended|this account has been suspended|website (suspended|expired)|site suspended)",
        "(domínio (à venda|estacionado|expirado|registrado)|conta suspensa|site suspenso)",
        "(dominio (in vendita|parcheggiato|scaduto|registrato)|account sospeso|sito sospeso)",
        "(dominio (en venta|aparcado|caducado|expirado|registrado)|cuenta suspendida)",
        ("(domaine (à vendre|expiré|en parking|réservé)|(ce nom de|nom de) domaine est à vendre|compte suspendu)"),
        "(domain (steht|) (zum verkauf|zu verkaufen|geparkt|reserviert)|domain abgelaufen|konto gesperrt)",
        "(domein (te koop|geparkeerd|verlopen|gereserveerd)|(domena (na sprzedaż|wygasła|zaparkowana)))",
        "(домен (продается|продаётся|припаркован|не оплачен)|срок регистрации домена истек|сайт заблокирован)",
        "((bu|) (alan adı|domain) satılık|alan adı park edilmiş)",
        "(このドメインは(売り出し中|販売中)です|ドメイン(販売中|は使われていません))",
        "((域名|此域名|該域名)(出售|正在出售|可出售|已过期))", "(도메인 (판매|만료)|이 도메인은 판매 중입니다)",
    ),
    ERROR: (
        "(internal|) server error",
        "(bad gateway|gateway time out|gateway timeout|service (temporarily|) unavailable|bad request)",
        ("(application error|database (connection|) error|runtime error|server error in application|web server is "
         "down|origin is unreachable)"),
        ("(an error (has|) occurred|something went wrong|unexpected error|system error|fatal error|connection timed "
         "out)"),
        "(site|website|we are|we re|) (is|) (currently|) (under|down for|in) (scheduled|) maintenance",
        "(maintenance|maintenance mode|site maintenance|scheduled maintenance)",
        "(we ll|we will) be (right|) back (soon|shortly|)", "temporarily (unavailable|offline|down)",
        "(site|website) (temporarily|) (unavailable|offline)",
        ("(erro (interno|) (do|no) servidor|serviço (temporariamente|) indisponível|(em|site em) manutenção|ocorreu "
         "um erro)"),
        ("(errore (interno|) (del|) server|servizio (temporaneamente|) non disponibile|(sito|) in manutenzione|si è "
         "verificato un errore)"),
        ("(error (interno|) del servidor|servicio (temporalmente|) no disponible|(sitio|) en mantenimiento|(ha "
         "ocurrido|se ha producido) un error)"),
        ("(erreur (interne|) (du|) serveur|service (temporairement|) indisponible|(site|) en maintenance|une erreur "
         "(est survenue|s est produite))"),
        ("((interner|) serverfehler|(dienst|service|seite|website) (vorübergehend|derzeit|) nicht (verfügbar|"
         "erreichbar))"),
        ("(wartungsarbeiten|wartungsmodus|wir sind (gleich|bald) (wieder|) (zurück|da)|ein fehler ist aufgetreten|"
         "wartung)"),
        ("((interne|) serverfout|(dienst|service|site|website) (tijdelijk|) niet beschikbaar|(onderhoud|in "
         "onderhoud)|er is een fout opgetreden)"),
        ("((wewnętrzny|) błąd serwera|(usługa|serwis|strona) (tymczasowo|) (niedostępna|niedostępny)|przerwa "
         "techniczna|wystąpił błąd)"),
        ("((внутренняя|) ошибка сервера|(сервис|сайт) (временно|) недоступен|технические работы|(ведутся|проводятся) "
         "технические работы|произошла ошибка)"),
        ("(sunucu hatası|(hizmet|servis|site) (geçici olarak|) kullanılamıyor|bakım (modu|çalışması|)|bir hata "
         "oluştu|bakımdayız)"),
        ("((内部|)サーバ(ー|)エラー|(ただいま|現在|)メンテナンス中(です|)|サービス(を|は|)(一時停止中|"
         "利用できません)|エラーが発生しました)"),
        ("((服务器|伺服器|系统|系統)(内部|內部|)(错误|錯誤|繁忙)|(服务|服務)(暂时|暫時|)不可用|(网站|網站|系统|"
         "系統)(维护中|維護中|正在维护))"),
        ("((내부|) 서버 (오류|에러)|(서비스|서버) (점검|이용 불가)|(시스템 점검|점검) 중(입니다|)|오류가 "
         "발생했습니다)"),
    ),
}
