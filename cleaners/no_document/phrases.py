"""Sentences of pages that are no document. `wordings` tells how to write them."""

from __future__ import annotations

from cleaners.no_document.kinds import BLOCKED, CAPTCHA, CONSENT, ERROR, LOGIN, NOT_FOUND, PARKED, SHELL

# One phrase a line would make this file four times as long.
# fmt: off
PHRASES: dict[str, tuple[str, ...]] = {
    BLOCKED: (
        ("access to (this|the) (page|site|website|resource) (has been|is|was) (denied|blocked|forbidden|restricted)"),
        "you (do not|don t) have (permission|access) to (access|view|open)", "you (have been|are|were) blocked",
        "(checking|we are checking|we re checking) (your browser|if the site connection is secure)",
        "your (request|ip address|ip|access) (has been|was|is) (temporarily|) blocked",
        "(security service|protect itself|protection service) … (online attacks|malicious)",
        "needs to review the security of your connection", "(we believe|you are|you re) … using automat",
        "unusual (activity|traffic) from your (computer|network|ip|device)", "request unsuccessful",
        "incapsula incident id", "the requested url was rejected",
        ("(enable|requires) (javascript|js|cookies) and (cookies|disable any ad blocker|disable your ad blocker) to "
         "continue"),
        "(enable|please enable) js and disable any ad blocker",
        "something about your browser made us think you were a bot",
        "(automated|bot) (access|traffic|requests|activity) … (detected|not allowed|not permitted|blocked)",
        "the action you just performed triggered the security solution",
        "there are several actions that could trigger this block", "you are unable to access",
        "this (site|website|page) is not available in your (country|region|location)",
        "not available … european (union|economic area)", "making sure you re not a bot", "verifying your browser",
        "please (turn|enable) … javascript on and reload the page", "too many requests from your",
        "(você|o seu ip|seu acesso) (foi|está) bloquead", "você não tem permissão para acessar",
        "verificando (o seu|seu) navegador", "acesso a (esta|este) (página|site) foi (negado|bloqueado)",
        "(sei stato|il tuo indirizzo ip è stato) bloccato",
        "non (hai|disponi) … (permesso|autorizzazione|autorizzazioni) … (accedere|visualizzare)",
        "(stiamo verificando|verifica in corso) … browser",
        "l accesso a (questa|questo) (pagina|sito) è (negato|stato bloccato)", "(ha|has) sido bloquead",
        "no (tienes|tiene) (permiso|autorización|acceso) … (acceder|ver)",
        "(comprobando|verificando) (su|tu|el) navegador",
        "el acceso a (esta|este) (página|sitio) (ha sido|está) (denegado|bloqueado|restringido)",
        "vous (avez été|êtes) bloqué",
        "vous n (avez|êtes) pas (l autorisation|la permission|autorisé|le droit) … accéder",
        "(vérification|nous vérifions) … navigateur",
        "l accès à (cette|ce) (page|site) (a été|est) (refusé|bloqué|restreint)",
        "(sie|du) (wurden|wurdest) (gesperrt|blockiert)",
        "(sie haben|du hast) keine (berechtigung|zugriffsrechte|rechte)",
        "(ihr|dein|der) browser wird (überprüft|geprüft)",
        "(der|ihr) zugriff auf diese (seite|website) (wurde|ist) (verweigert|gesperrt|blockiert|eingeschränkt)",
        "(u bent|je bent) geblokkeerd", "(u hebt|je hebt|u heeft) geen (toegang|toestemming)",
        "(uw|je) browser wordt gecontroleerd",
        "toegang tot deze (pagina|site|website) (is|wordt) (geweigerd|geblokkeerd)",
        "(twój|twoje) (adres ip|połączenie|dostęp) … zablokowan", "nie (masz|posiadasz) (uprawnień|dostępu)",
        "dostęp do (tej|strony) … (zablokowany|zabroniony|ograniczony)",
        "(ваш ip|ваш доступ|вы были|вы) … заблокирован",
        "у вас нет (прав|доступа|разрешения) (для|на|к|) (просмотра|просмотр|доступа|)",
        "(проверка|проверяем) (вашего|ваш) браузер",
        "доступ к (этой|этому|данному|данной|сайту) … (запрещен|запрещён|ограничен|заблокирован)",
        "(ip adresiniz|erişiminiz) … engellen", "(bu sayfaya|bu siteye) erişim (izniniz|yetkiniz) yok",
        "tarayıcınız kontrol ediliyor", "bu (sayfaya|siteye) erişim … engellen",
        "(アクセスが|あなたは)(拒否|ブロック|制限)され", "アクセスする(権限|許可)がありません",
        "ブラウザを(確認|チェック)しています", "お住まいの(国|地域)からは",
        "您(已被|的ip已被|的访问已被|的訪問已被|的请求已被)", "(您没有|您沒有|你没有)权限",
        "(正在检查|正在檢查|正在验证)您的浏览器", "(访问|請求|请求)(过于频繁|太频繁|被拒绝)",
        "(접근|액세스|접속)이 (거부|차단|제한)되었", "(접근|액세스)할 (권한|수 있는 권한)이 없",
        "브라우저를 (확인|검사)하고 있",
    ),
    CAPTCHA: (
        ("(verify|verifying|confirm|prove) (that|) (you are|you re) (a|) (human|not a robot|not a bot|real person)"),
        "(you are|you re) not a (robot|bot)", "i m not a robot", "i am (human|not a robot)",
        "(complete|solve|enter|type|fill) (the|this|a) (captcha|recaptcha|security check|puzzle|challenge)",
        ("(enter|type) the (characters|letters|text|words|numbers) (you see|shown|in the image|below|from the image)"),
        "press (and|) hold", "completing the (captcha|action below|security check)",
        "(make sure|sure) (that|) you (are|re) (human|not a robot|a human)",
        "our systems have detected unusual traffic", "this process is automatic", "slide (the|to) … (verify|complete)",
        ("(confirme|verifique|comprove|prove) que (você|) (é|não é) (humano|um ser humano|uma pessoa|um robô|robô)"),
        "não sou um robô", "(resolva|complete|preencha|digite) o (captcha|desafio)",
        ("(conferma|verifica|dimostra|confermare|verificare) (di|che|) (non|) (essere|sei) (un|) (umano|essere umano|"
         "robot)"),
        "non sono un robot", "(completa|risolvi|inserisci|risolvere) il (captcha|puzzle|codice)",
        ("(verifica|confirma|verifique|confirme|demuestra|verificar|confirmar) que (no|) (eres|es|usted es|usted no "
         "es) (un|una|) (humano|persona|robot|ser humano)"),
        "no soy un robot", "(completa|resuelve|complete|resuelva|introduce) el (captcha|desafío|código de la imagen)",
        ("(vérifier|vérifiez|confirmez|confirmer|prouvez) que vous (êtes|n êtes pas) (un|une|bien un|) (humain|être "
         "humain|robot|personne)"),
        "je ne suis pas un robot", "(complétez|résolvez|remplissez|saisissez|résoudre) le captcha",
        "glissez vers la droite pour compléter",
        ("(bestätigen|bestätige|beweisen|überprüfen|nachweisen) … dass (sie|du) (ein mensch|kein roboter|kein bot|"
         "menschlich|eine person)"),
        "ich bin kein roboter", "(lösen|löse|geben|gib|füllen) … captcha",
        "(bevestig|controleer|bewijs|verifieer) dat (u|je) (een mens|geen robot|menselijk)", "ik ben geen robot",
        "(los|vul|voer) (de|het) captcha", "(potwierdź|udowodnij|zweryfikuj) że (nie|) jesteś (robotem|człowiekiem)",
        "nie jestem robotem", "(rozwiąż|wpisz|uzupełnij) (captcha|kod|captchę)",
        "(подтвердите|докажите|убедитесь|убедиться) что (вы|это) (не робот|человек|именно вы)", "я не робот",
        "(введите|решите|пройдите) (капчу|символы|код с картинки|проверку)", "запросы … похожи на автоматические",
        "(insan olduğunuzu|robot olmadığınızı|insan olduğunu|robot olmadığını) (doğrula|kanıtla|onayla)",
        "ben robot değilim", "(captcha|güvenlik kodu|doğrulama kodu) … (tamamla|çöz|gir)",
        "(人間|ロボットではない|ロボットでない|ボットではない)(である|)(こと)を(確認|証明)",
        "私はロボットではありません", "(画像に表示|表示されて)(されている|いる|された)(文字|数字)を(入力|ご入力)",
        "(captcha|認証)を完了", "(请|請|)(验证|確認|确认|證明|证明)(您|你)(是|不是)(真人|人类|机器人|機器人|人類)",
        "我不是(机器人|機器人)", "(请|請)(输入|輸入|完成)(验证码|驗證碼|下方验证|安全验证|图中)",
        "(拖动|滑动|拖動)(滑块|滑塊)", "(사람|로봇이 아님|로봇이 아닌 것|사람임)을 (확인|증명|인증)",
        "로봇이 아닙니다", "(보안문자|자동입력 방지 문자|이미지에 보이는 문자)(를|을) 입력",
    ),
    CONSENT: (
        "before you continue",
        ("(accept|agree to|consent to|allow) (all|our|the use of|) cookies (to|in order to) (continue|access|view|"
         "proceed|read|enter)"),
        "to (continue|access|view|read) … (accept|agree|consent|allow) … (cookies|tracking|advertising)",
        "we need your (consent|permission|agreement) (before|to|in order)",
        "(continue|read) with (advertising|ads|ads and cookies|ads and tracking|tracking)",
        "(part of|member of) the … family of brands", "we (and our|our) … partners … (store|process|use)",
        "we use cookies and data to", "if you choose to (accept|reject) all", "antes de (continuar|acessar|aceder)",
        "(aceite|aceitar) (os|todos os|o uso de) cookies para (continuar|acessar|aceder)",
        "para (continuar|acessar|aceder) … (aceite|aceitar|aceitação) … cookies", "precisamos do seu consentimento",
        "prima di (continuare|proseguire|accedere)",
        "(accetta|accettare) (i|tutti i|l uso dei) cookie per (continuare|accedere|proseguire)",
        "per (continuare|accedere|proseguire) … (accetta|accettare|consenso) … cookie",
        "(continua|prosegui|continuare) (con|senza accettare) … (pubblicità|tracciamento)",
        "antes de (continuar|acceder)",
        "(acepta|aceptar|acepte) (las|todas las|el uso de|) cookies para (continuar|acceder|seguir)",
        "para (continuar|acceder|seguir) … (acepta|aceptar|consentimiento) … cookies",
        "necesitamos (su|tu) consentimiento", "avant de (continuer|poursuivre|accéder)",
        "(acceptez|accepter) (les|tous les|l utilisation des) cookies pour (continuer|accéder|poursuivre)",
        "pour (continuer|accéder|poursuivre) … (accepter|acceptez|consentement) … cookies",
        "(continuer|lire) … en acceptant … (cookies|publicité|traceurs)",
        "nous avons besoin de votre (consentement|accord)",
        "bevor (sie|du|es) … (fortfahren|weitermachst|weitergeht|weiterlesen|nutzen|weiter zu)",
        "(weiterlesen|weiter|lesen|nutzen) mit werbung", "mit werbung (weiterlesen|lesen|nutzen|und tracking)",
        ("(akzeptieren|akzeptiere|stimmen|stimme) … cookies … um (fortzufahren|weiterzulesen|fortfahren|diese|auf)"),
        "um (fortzufahren|weiterzulesen|diese seite zu nutzen) … (cookies|zustimmung|einwilligung)",
        "(wir benötigen|wir brauchen) (ihre|deine) (zustimmung|einwilligung)", "besuchen sie … mit werbung",
        "(voordat|voor) (u|je) (doorgaat|verdergaat|verder gaat|verder leest)",
        "(accepteer|accepteren) (de|alle|) cookies om (door te gaan|verder te gaan|deze)",
        "om (door te gaan|verder te gaan|deze site te bezoeken) … cookies",
        "(wij hebben|we hebben) (uw|je) toestemming nodig", "zanim przejdziesz",
        "(zaakceptuj|zaakceptować|akceptuj) (pliki|wszystkie pliki|) cookie … aby (kontynuować|przejść|wejść)",
        "aby (kontynuować|przejść dalej|korzystać) … (zgod|cookie)", "potrzebujemy (twojej|państwa) zgody",
        "прежде чем продолжить", "(примите|принять|согласитесь) … cookie чтобы (продолжить|перейти)",
        "чтобы (продолжить|перейти) … (cookie|согласие|примите)", "нам (нужно|необходимо) ваше согласие",
        "devam etmeden önce", "devam etmek için … (çerez|onay|kabul)",
        "(çerezleri|çerez kullanımını) kabul (edin|etmeniz) … devam", "(続行|続ける|ご利用になる)(する|)前に",
        "(続行|閲覧|利用)するには cookieに?同意", "cookie(に同意|を許可|の使用に同意)",
        "(继续之前|在继续之前|繼續之前)", "(请|請|)(接受|同意)cookie(以|后|才能)(继续|訪問|访问)",
        "(계속하기 전에|계속하시기 전에)", "계속하려면 쿠키", "쿠키(를|) (허용|동의|수락)",
    ),
    SHELL: (
        ("(you need to|please|must|to|) (enable|activate|turn on|allow|have) javascript (enabled|) (to|in order|in "
         "your browser|for this|and reload|on your|)"),
        "(requires|needs|relies on) javascript",
        ("javascript (is|must be|to be|has been|seems to be) (required|disabled|enabled|turned off|not enabled|not "
         "available|not supported)"),
        "doesn t work (properly|) without javascript", "(without|no) javascript (enabled|support)",
        "your browser (does not|doesn t) support javascript", "loading",
        "(ative|habilite|ativar|habilitar|permita) (o|) javascript",
        "(necessário|precisa|requer|necessita) … javascript", "javascript (está|) (desativado|desabilitado)",
        "carregando", "(abilita|attiva|abilitare|attivare) javascript", "(richiede|necessario|necessita) … javascript",
        "javascript (è|) (disabilitato|disattivato)", "caricamento",
        "(activa|active|habilita|habilite|activar|habilitar) (el|) javascript",
        "(requiere|necesita|necesario) … javascript", "javascript (está|) (desactivado|deshabilitado)", "cargando",
        "(activez|activer|autorisez) (le|) javascript", "(nécessite|nécessaire|requiert|besoin) … javascript",
        "javascript (est|) (désactivé|requis|nécessaire)", "chargement",
        "(aktivieren|aktiviere|einschalten|erlauben) (sie|bitte|) javascript",
        ("javascript (in ihrem browser|in deinem browser|) (aktivieren|aktiviert|einschalten|deaktiviert|"
         "erforderlich|benötigt)"),
        "(benötigt|erfordert|braucht|funktioniert nicht ohne|ohne) … javascript",
        "javascript ist (deaktiviert|erforderlich|nicht aktiviert)", "(lädt|wird geladen)",
        "(schakel|zet|activeer) javascript", "(vereist|nodig|vereiste) … javascript",
        "javascript (is|) (vereist|uitgeschakeld|nodig)", "laden", "(włącz|włączyć|aktywuj) (obsługę|) javascript",
        "(wymaga|potrzebny|wymagany) … javascript", "javascript (jest|) (wyłączony|wymagany)", "ładowanie",
        "(включите|включить|разрешите|активируйте) (поддержку|) javascript",
        "(требуется|необходим|нужен|требует) … javascript", "javascript (отключен|отключён|выключен)", "загрузка",
        "javascript i (etkinleştir|açın|açmanız)", "javascript (gerekli|devre dışı|kapalı|gerektir|etkinleştir)",
        "yükleniyor", "javascript(を|が)(有効|オン|無効|必要|オフ)", "読み込み中",
        "(启用|啟用|开启|開啟|打开)javascript", "javascript(已被禁用|被禁用|未启用|已停用)",
        "(需要|没有|沒有)javascript", "(加载中|載入中|正在加载)",
        "javascript(를|가|을|) (활성화|사용|필요|켜|비활성화|허용)", "(로딩 중|불러오는 중)",
    ),
    NOT_FOUND: (
        ("(the|this) (requested|) (page|url|file|content|document|resource|article|link|address|product) (that|) "
         "(you|you re|) … (not found|not be found|can t be found|couldn t be found|not exist|doesn t exist|no longer|"
         "removed|moved|deleted|unavailable|isn t here|isn t available|broken|missing|expired)"),
        ("(the|this|that) (requested|) (page|url|content|link|product|address|file) (could not be|couldn t be|can t "
         "be|cannot be|was not|wasn t|is not|isn t|does not|doesn t|no longer|might have been|may have been|has "
         "been) (found|available|exist|exists|removed|here|moved)"),
        "page not found", "page (doesn t|does not) exist", "(the|) requested url … (was|is) not found on this server",
        ("we (can t|couldn t|could not|cannot|can not|were unable to|are unable to) (seem to|) find (the|that|this|"
         "what|any) (page|content|article|product|you)"),
        "nothing was found at this location", "(nothing|there (s|is) nothing) … (here|at this (address|url|location))",
        "(we re|we are|) sorry but (the|that|this) page", "you (may|might) have (mistyped|followed|typed)",
        "the page you (requested|(were|are|re) looking for|tried to)", "it looks like nothing was found",
        "a página (que|) … (não existe|não foi encontrada|não está disponível|foi removida|não pôde ser)",
        "(não|nao) (conseguimos|foi possível|pudemos) encontrar (a|esta|essa|o que)", "nada foi encontrado",
        "página (infelizmente|) não (encontrada|existe)", "az oldal … nem (található|létezik)",
        ("la pagina (che|richiesta|cercata|) … (non esiste|non è stata trovata|non è disponibile|non è più|è stata "
         "rimossa|non esiste più|inesistente|spostata)"),
        "non (riusciamo a|abbiamo|è stato possibile) (trovare|trovato) (la|questa|quello)", "pagina non trovata",
        ("la página (que|solicitada|) … (no existe|no se encuentra|no está disponible|no se ha encontrado|ha sido "
         "eliminada|no fue encontrada|no pudo)"),
        "no (hemos podido|pudimos|podemos|hemos) (encontrar|encontrado) (la|esta|lo)", "página no encontrada",
        "no se (ha encontrado|encontró|encuentra) (la|esta) página",
        ("la page (que|demandée|recherchée|) … (n existe pas|n existe plus|introuvable|pas disponible|n est plus|pas "
         "été trouvée|supprimée|déplacée|être trouvée)"),
        "(nous n avons pas|nous ne|impossible de) … trouver … page", "page (introuvable|non trouvée)",
        "cette page n (existe|est|a) (malheureusement|hélas|) (pas|plus)", "seite nicht gefunden",
        ("(die|diese) (von ihnen|) (angeforderte|gesuchte|gewünschte|aufgerufene|) (seite|adresse|url|datei) … (nicht "
         "gefunden|existiert nicht|nicht mehr|gibt es nicht|nicht verfügbar|nicht vorhanden|verschoben|gelöscht|"
         "entfernt)"),
        "(wir|wir haben) … seite … nicht (finden|gefunden)", "(diese|die) seite (existiert|gibt es) (leider|) nicht",
        ("(sidan|siden|sivua) … (inte hittas|hittades inte|finns inte|existerar inte|ikke (findes|fundet|funnet|finnes|"
         "finne|eksistere)|findes ikke|finnes ikke|eksisterer ikke|ei löyt)"),
        "(stránka|stránku) … (nebyla nalezena|neexistuje|nelze najít|nenašli)", "pagina … nu (a fost găsit|exist)",
        ("(de|deze) (door u|) (opgevraagde|gezochte|gevraagde|) (pagina|url) … (niet gevonden|bestaat niet|niet meer|"
         "niet beschikbaar|verwijderd|verplaatst|niet worden gevonden)"),
        "(we|wij) (kunnen|konden) … pagina … niet (vinden|gevonden)", "pagina niet gevonden",
        ("(strona|strony) (której|o podanym adresie|) … (nie istnieje|nie została znaleziona|nie znaleziono|została "
         "usunięta|nie można znaleźć|przeniesiona)"),
        "nie (znaleziono|możemy znaleźć|udało się znaleźć) … stron", "(podana|podany|ta) (strona|adres) nie istnieje",
        ("(запрашиваемая|запрошенная|данная|эта|такая|указанная|искомая|такой) (вами|) страниц … (не найден|не "
         "существует|удален|удалена|нет|отсутствует|перемещена)"),
        "страница (к сожалению|увы|) (не найдена|больше не существует|не существует|которую вы)",
        "(к сожалению|мы не) … страниц … (не найдена|нет|не нашли|не можем найти|не существует)",
        ("(aradığınız|istediğiniz|ulaşmak istediğiniz|bu) sayfa … (bulunamadı|mevcut değil|yok|kaldırılmış|taşınmış|"
         "silinmiş|bulunmuyor)"),
        "sayfa (maalesef|ne yazık ki|üzgünüz|) bulunamadı", "الصفحة … (غير موجودة|لم يتم العثور)",
        ("(お探しの|ご指定の|要求された|リクエストされた|アクセスされた|このページは)(ページ|url|コンテンツ|ページは|"
         "ファイル|)(が|は|、|) … (見つかりません|存在しません)"),
        "(ページ|url|コンテンツ)(が|は|を)(見つかりません|見つけることができ|存在しません|削除|移動)",
        "お探しのページ", "сторінк … не (знайден|існує)", "halaman … tidak (ditemukan|tersedia|ada)",
        ("(您|你)(访问|要找|查看|請求|请求|訪問|浏览|要访问|所访问|所查找|查找)的(页面|頁面|网页|網頁|内容|內容)"),
        "(页面|頁面|网页|網頁)(不存在|未找到|找不到|已被删除|已删除|已被移除|没有找到)",
        "找不到(您|你|该|該|此|页面|頁面|网页)", "(페이지|주소|내용)(를|을|가|이) … (찾을 수 없|존재하지 않|삭제)",
        "(요청하신|찾으시는|원하시는|방문하시려는) (페이지|주소|정보)((를|을|가|이) … (찾을 수 없|존재하지 않)|)",
    ),
    LOGIN: (
        ("(log|sign) in (or|and) (register|sign up|create an account|subscribe) to (continue|view|read|access|see)"),
        ("(please|must|need to|have to|to|) (log|sign|be logged|be signed) (in|into your account) (first|) (to|in "
         "order to|before) (continue|view|access|see|read|proceed|use|you can|viewing|accessing)"),
        ("you (must be|need to be|are not|aren t|have to be) (logged|signed) in (to|in order to) (view|access|see|"
         "read|continue)"),
        "(sign|log) in (to|with) your (account|email|username)",
        ("(this|the) (page|content|area|section) is (only|) (restricted|available|reserved|visible) (to|for|only to|"
         "only for) (registered|logged|members|subscribers|signed)"),
        "please (log|sign) in", "(create|register for) (an|a free) account to (continue|read|view|access|see)",
        "enter your (username|email|user name|e mail) … password", "you are not (authorized|logged in)",
        "your session has (expired|timed out)", "don t have an account", "log in to (continue|your account)",
        "sign in to (continue|your account)",
        ("(faça login|entre|inicie sessão|faça o login|você precisa estar logado|é necessário fazer login|é preciso "
         "estar logado) (na sua conta|) (para|) (continuar|acessar|ver|ler|aceder|visualizar)"),
        "(faça|inicie|fazer) (o|) (login|sessão) (para|na)",
        "conteúdo (exclusivo|restrito) (para|a) (assinantes|membros|usuários)",
        ("(accedi|effettua il login|effettua l accesso|devi accedere|è necessario accedere|devi effettuare l "
         "accesso) (per|o registrati per) (continuare|visualizzare|vedere|leggere|accedere)"),
        ("(contenuto|area|pagina) (riservata|riservato|riservati) (a|ai|agli) (soli|) (utenti|abbonati|membri|"
         "iscritti)"),
        "accedi al tuo account",
        ("(inicia sesión|inicie sesión|debes iniciar sesión|debe iniciar sesión|regístrate|identifícate|necesitas "
         "iniciar sesión) (para|o regístrate para|en tu cuenta|en su cuenta) (continuar|acceder|ver|leer|)"),
        "contenido (exclusivo|restringido|reservado) (para|a) (suscriptores|usuarios|miembros|socios)",
        ("(connectez vous|identifiez vous|vous devez être connecté|vous devez vous connecter|veuillez vous connecter|"
         "inscrivez vous) (pour|ou inscrivez vous pour|à votre compte|afin de) (continuer|accéder|voir|lire|"
         "consulter|)"),
        "(contenu|page|espace) (réservé|réservée) aux (abonnés|membres|utilisateurs)",
        "veuillez vous (connecter|identifier)",
        ("(bitte|) (melden sie sich|melde dich|loggen sie sich|logge dich) (bitte|) (an|ein|mit|bei|in) (um|oder|"
         "ihrem|deinem|)"),
        "(sie müssen|du musst|sie müssen sich|du musst dich) … (anmelden|einloggen|angemeldet|eingeloggt)",
        "(dieser|diese|nur) (bereich|seite|inhalt|für) … (registrierte|angemeldete|mitglieder|abonnenten)",
        "(anmelden|einloggen|anmeldung erforderlich) um (fortzufahren|weiterzulesen|diese|diesen|den)",
        ("(log in|meld je aan|meld u aan|u moet ingelogd zijn|je moet ingelogd zijn|inloggen) (om|op uw account|op "
         "je account) (door te gaan|verder te gaan|verder te lezen|deze|te|)"),
        "alleen (toegankelijk|beschikbaar|zichtbaar) voor (leden|abonnees|ingelogde|geregistreerde)",
        ("(zaloguj się|musisz się zalogować|musisz być zalogowany|zaloguj) (lub zarejestruj się|) (aby|by|żeby|na "
         "swoje konto) (kontynuować|zobaczyć|przeczytać|uzyskać|przejść|wyświetlić|)"),
        "(treść|strona) (dostępna|tylko) (tylko|) dla (zalogowanych|zarejestrowanych|abonentów|użytkowników)",
        ("(войдите|авторизуйтесь|вам необходимо войти|необходимо авторизоваться|нужно войти|пожалуйста войдите|"
         "зарегистрируйтесь) (чтобы|в свой аккаунт|или зарегистрируйтесь чтобы|на сайт|для|в систему|)"),
        "(доступно|доступен|доступна) только (для|) (зарегистрированн|авторизованн|подписчик)",
        "(devam etmek|görüntülemek|okumak|erişmek|görmek) için (lütfen|) (giriş|oturum|üye) (yap|aç|ol)",
        "(giriş yapmanız|oturum açmanız|üye olmanız) (gerekiyor|gerekmektedir|gerekir)",
        "lütfen (giriş yap|oturum aç)", "(ログイン|サインイン)(して|が必要|してください|すると)",
        "(続けるには|続きを読むには|ご覧いただくには|閲覧するには|ご利用には)(、|)(ログイン|会員登録)",
        "(会員|登録者|購読者)(限定|専用|のみ)", "(请|請|需要|您需要|请先|請先|您尚未)(登录|登入|登陆)",
        "(登录|登入|登陆)(后|後|以)(查看|继续|繼續|访问|可见|阅读)",
        "(로그인|회원가입)(이 필요|을 하셔야|하셔야|해 주세요|해주세요|하세요|후 이용|하시면)",
        "계속하려면 (로그인|회원가입)",
    ),
    PARKED: (
        ("(this|the) (domain|domain name|website|web site|web address|url) … (for sale|available for purchase|may be "
         "for sale|is parked|has expired|has been registered|is available|been suspended|not yet|has no content)"),
        "buy (this|the) domain", "(domain|domain name) (is|may be) (for sale|parked|registered)",
        "parked (free|domain|by|for free|page|at)",
        "(interested in|make an offer|inquire about|enquire about|purchase) (on|) this domain",
        ("(the owner of|sponsored listings displayed|this webpage was generated by) … (domain|parking|third party)"),
        "(related searches|related links|sponsored listings)",
        "(this|your) (account|website|site|web hosting) has been suspended",
        "(this|the) domain … (renew|expired|expiration)",
        "(this is the default|default) (welcome page|web page|page) (used to test|for this|of)",
        "if you see this page the nginx web server is successfully installed",
        "(successfully installed and working|further configuration is required)", "is a parked domain",
        "contact your (hosting provider|host)",
        "(este domínio|o domínio|este site) … (à venda|estacionado|expirou|registrado|suspenso|foi registrado)",
        "compr(e|ar) este domínio",
        "(questo dominio|il dominio|questo sito) … (in vendita|parcheggiato|scaduto|registrato|sospeso)",
        "acquista questo dominio",
        "(este dominio|el dominio|este sitio) … (en venta|aparcado|caducado|expirado|registrado|suspendido)",
        "compr(a|e|ar) este dominio",
        ("(ce domaine|ce nom de domaine|le domaine|ce site) … (à vendre|en vente|expiré|est parqué|réservé|suspendu|"
         "enregistré)"),
        "achet(ez|er) ce (nom de|) domaine",
        ("(diese domain|die domain|diese internetadresse|diese website) … (zum verkauf|zu verkaufen|geparkt|"
         "abgelaufen|registriert|reserviert|gesperrt|kaufen|erwerben|steht)"),
        "domain (kaufen|erwerben)",
        ("(deze domeinnaam|dit domein|de domeinnaam|deze website) … (te koop|geparkeerd|verlopen|gereserveerd|"
         "geregistreerd|opgeschort)"),
        "(ta domena|domena|strona) … (na sprzedaż|zaparkowana|wygasła|zarejestrowana|zawieszona)", "kup tę domenę",
        ("(этот домен|домен|данный домен|сайт|доменное имя) … (продается|продаётся|припаркован|истек|истёк|"
         "зарегистрирован|не оплачен|приостановлен|заблокирован)"),
        "купить (этот|) домен", "(bu alan adı|bu domain|alan adı) … (satılık|satılıktır|park|süresi|askıya|tescil)",
        "(このドメイン|当ドメイン|お探しのドメイン)(は|を|名は|名) … (売|販売|購入|期限|取得|登録)",
        "このドメイン(は|を|名は)(販売中|売り出し中|購入|お名前|期限)",
        "(该|此|這個|这个|本)(域名|網域)(正在|可以|可|)(出售|转让|已过期|已被注册|待售)",
        "(购买|購買)(此|该|這個)(域名|網域)", "(이 도메인|도메인|해당 도메인)(은|이|을) (판매|구매|만료|등록)",
    ),
    ERROR: (
        ("(the|this|our) (site|website|page|server|service|application|system) is (currently|temporarily|) (down|"
         "unavailable|offline|undergoing|under|unable|experiencing|not available|closed|being) (for|due|scheduled|"
         "maintenance|to|technical|updated|upgraded|overloaded|because|at|)"),
        ("(we are|we re) (currently|) (down for|undergoing|performing|experiencing|updating|carrying out|upgrading) "
         "(scheduled|some|essential|routine|technical|) (maintenance|technical|our|difficulties|problems|issues|"
         "upgrades|updates)"),
        "(we will|we ll|will|should) be (right|) back (soon|shortly|online|up|in a)",
        ("(error establishing a|unable to connect to the|could not connect to the|cannot connect to the) database"),
        "(the server|this server) (encountered|is temporarily|returned|was unable|is currently|could not)",
        ("(an|unexpected|internal) (error|server error|unexpected error|application error) (has|) (occurred|was "
         "encountered|happened)"),
        "an error occurred (while|during|on|in|processing)", "there has been a critical error on (this|your) website",
        "(something|oops something) went wrong",
        "(uncaught|fatal error|parse error|stack trace|unhandled exception|traceback most recent call last)",
        "(upstream|origin) (server|web server) (is|did|has|returned|timed)", "temporarily (unavailable|offline|down)",
        "(maintenance|server) (window|downtime|overloaded)",
        "please (try again|check back|come back|refresh|reload|retry) (later|soon|shortly|in a|the|in|)",
        "briefly unavailable for scheduled maintenance",
        "(mysql|sql|odbc|pdo|postgresql) … (error|exception|connection refused|server has gone)",
        ("(este|o|nosso) (site|serviço|servidor|sistema) (está|encontra se) (temporariamente|em|fora|indisponível) "
         "(manutenção|indisponível|do ar|)"),
        "(estamos|site) (em|realizando) manutenção",
        "(voltaremos|voltamos|volte|tente) (em breve|mais tarde|novamente|logo)",
        "(ocorreu|aconteceu) um erro (ao|inesperado|interno|)", "algo deu errado",
        ("(il|questo|nostro) (sito|servizio|server|sistema) (è|non è) (temporaneamente|momentaneamente|attualmente|"
         "in|) (manutenzione|disponibile|non disponibile|offline)"),
        "(siamo|sito) in manutenzione",
        "(torneremo|torna|riprova|saremo di nuovo) (presto|più tardi|online|a trovarci|tra)",
        "si è verificato un errore", "qualcosa è andato storto",
        ("(este|el|nuestro) (sitio|servicio|servidor|sistema|sitio web) (está|no está) (temporalmente|en|fuera|"
         "actualmente|) (mantenimiento|disponible|no disponible|de servicio|fuera)"),
        "(estamos|sitio) (en|realizando) (tareas de|) mantenimiento",
        ("(volveremos|vuelve|volvemos|inténtelo|inténtalo|intente|vuelva) (pronto|más tarde|de nuevo|a intentarlo|en "
         "breve|en unos)"),
        "(se ha producido|ha ocurrido|ocurrió) un error", "algo (salió|ha salido|fue) mal",
        ("(le|ce|notre) (site|service|serveur|système) est (temporairement|actuellement|momentanément|en|) (en|"
         "indisponible|maintenance|inaccessible|fermé)"),
        ("(nous serons|nous revenons|revenez|réessayez|veuillez réessayer|site) (de retour|bientôt|très vite|plus "
         "tard|en maintenance|dans)"),
        "une erreur (est survenue|s est produite|interne)", "(un problème est survenu|une erreur inattendue)",
        ("(die|diese|unsere|der|unser) (seite|website|webseite|server|dienst|service|internetseite) (ist|wird|steht) "
         "(derzeit|momentan|vorübergehend|zurzeit|aktuell|gerade|leider|wegen|zur zeit) … (nicht (erreichbar|"
         "verfügbar)|gewartet|überlastet|offline|wartung|nicht zur verfügung)"),
        ("(wir sind|wir führen|wir arbeiten|wegen) (gleich|bald|gerade|derzeit|in kürze|aktuell|zurzeit) … (wieder|"
         "zurück|wartung|da|durch)"),
        "(bitte|) (versuchen sie|versuche|schauen sie|versuch) es (bitte|) (später|in|zu|erneut|noch)",
        "(es ist|ein) (ein|interner|unerwarteter|) (fehler|serverfehler) (aufgetreten|ist aufgetreten)",
        "(da ist etwas|etwas ist) schiefgelaufen",
        ("(de|deze|onze) (site|website|server|dienst|pagina) is (tijdelijk|momenteel|op dit moment|even|) (niet|in|"
         "offline|onbereikbaar|onderhoud) (beschikbaar|bereikbaar|onderhoud|)"),
        "(we zijn|probeer|wij zijn|kom) (snel|zo|later|het|binnenkort) (terug|weer|opnieuw|later|nog)",
        "er is (een|iets) (fout|onverwachte fout|misgegaan|storing)", "er ging iets mis",
        ("(strona|serwis|usługa|serwer) (jest|) (tymczasowo|chwilowo|obecnie|w trakcie) (niedostępn|wyłączon|prac|"
         "konserwacji|przerwy)"),
        "(trwają|prowadzimy|trwa) (prace|przerwa) (techniczne|konserwacyjne|serwisowe|techniczna)",
        "(spróbuj|zapraszamy|wrócimy|prosimy spróbować) (ponownie|później|wkrótce|niedługo)",
        "(wystąpił|coś) (błąd|nieoczekiwany błąd|poszło nie tak)",
        ("(сайт|сервис|сервер|страница) (временно|сейчас|находится|на данный момент) (недоступ|не работает|на "
         "реконструкции|на обслуживании|закрыт|на техническом)"),
        "(ведутся|проводятся|идут) (технические|профилактические|плановые) работы",
        ("(попробуйте|повторите|зайдите|скоро|мы скоро|пожалуйста попробуйте) (позже|попытку|вернемся|вернёмся|еще "
         "раз|снова|обновить)"),
        "(произошла|возникла) (внутренняя|непредвиденная|) ошибка", "что то пошло не так",
        ("(site|sitemiz|web sitemiz|sunucu|hizmet|sayfa) (şu anda|geçici olarak|bakım|şu an) (bakım|hizmet|"
         "kullanılamıyor|kapalı|çalışması|erişilemiyor)"),
        "(kısa süre|daha sonra|lütfen|yakında) (içinde|tekrar|sonra|geri) (döneceğiz|deneyin|dön|dene)",
        "(bir|beklenmeyen bir|beklenmedik bir) (hata|sorun) (oluştu|meydana)", "bir şeyler (ters|yanlış) gitti",
        ("(ただいま|現在|サーバー|当サイト|サイト)(メンテナンス|は現在|が混み合|は|に)(中|メンテナンス|"
         "アクセスが集中|問題が発生)"),
        "メンテナンス(中|を行って|のため|を実施)", "(しばらく|時間を)(して|おいて|経って|たって)(から|)",
        "(エラー|問題|障害)が発生(しました|し)", "一時的に(アクセス|ご利用|利用|閲覧)",
        "(网站|網站|系统|系統|服务器|伺服器|服务|页面)(正在|暂时|暫時|目前|维护|維護|发生|發生|出现|暂时无法)",
        "(请|請)(稍后|稍後|稍候)(再试|重试|再試|访问|再來|再来)",
        "(发生|發生|出现|出現)(了|)(错误|錯誤|异常|未知错误)", "(系统|服务器|系統)(维护|升级|繁忙|維護)",
        "(현재|지금|시스템|서버|서비스) (점검|일시적|서비스|유지|업데이트|오류)",
        "(잠시 후|나중에) 다시 (시도|접속|이용|방문)", "(오류|문제|에러)가 발생(했|하였)",
        "(점검|일시적으로) (중|이용|사용|접속)",
    ),
}
