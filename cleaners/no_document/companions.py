"""Lines and sentences that go with any page that is no document: ways back, advice, labels of forms."""

from __future__ import annotations

# One phrase a line would make this file four times as long.
# fmt: off
COMPANIONS = (
    ("(go|return|back|take me|head|get) (back|to|) (to|) (the|our|) (home|homepage|home page|main page|previous page|"
     "front page|start)"),
    "(try|use|using) (again|searching|the search|a search|our search|one of|the links|the menu|a different)",
    "(please|) (try again|contact|check the|check back|reload|refresh|return|go back|wait)",
    ("(contact|email|notify|inform) (us|the site|the webmaster|support|the administrator|customer|the owner|your "
     "administrator)"),
    ("(ray id|reference|incident|error code|request id|support id|client ip|your ip|event id|error reference|"
     "cloudflare|performance security by)"),
    "you can email the site owner to let them know you were blocked",
    "include what you were doing when this page came up",
    "(why|what) (have i been|did this|can i do|happened|do i|should i)",
    "you can (email|try|also|go|return|use|search|visit|contact)",
    "(forgot|forgotten|lost|reset) (your|my|) (password|username)",
    ("(remember me|keep me|stay signed in|user name|username|password|e mail|email|sign up|register|create an "
     "account|new user|show password|continue with|log in|sign in|login)"),
    "(if you|in case you) (believe|think|are|feel|need|have|typed|entered|own|did|keep|continue)",
    ("(search|home|menu|privacy policy|privacy|terms|terms of use|cookie policy|imprint|contact us|help|close|"
     "copyright|all rights reserved|about us|skip to)"),
    "(double check|check the (url|address|spelling)|the (link|address|url) (may|might|you))",
    ("(sorry|oops|apologies|we apologi|we re sorry|we are sorry|thank you|thanks|it happens|don t worry|whoops|uh oh)"),
    "(here are some|you may|you might|perhaps|maybe|did you mean|popular|suggest|looking for)",
    ("(accept|reject|agree|decline|manage|more options|settings|learn more|more information|continue|submit|reload|"
     "refresh|retry|cancel|next|ok)"),
    "(apache|nginx|openresty|litespeed|microsoft iis|varnish|guru meditation|xid)",
    "(inconvenience|as soon as possible|in a few|this may take|a few seconds|redirected|automatically)",
    ("(voltar|volte|ir para|retornar|página inicial|início|pesquisar|buscar|esqueceu|esqueci|senha|usuário|lembrar|"
     "cadastre|tente|desculpe|entre em contato|verifique|aceitar|rejeitar|rejeitar|configurações|política de "
     "privacidade)"),
    ("(torna|tornare|vai alla|home page|pagina iniziale|cerca|hai dimenticato|nome utente|ricordami|registrati|"
     "riprova|spiacenti|ci scusiamo|contatta|contattaci|verifica|accetta|rifiuta|impostazioni|informativa)"),
    ("(volver|vuelve|ir a|página principal|inicio|buscar|olvid|contraseña|usuario|recordar|recuérdame|regístrate|lo "
     "sentimos|disculp|contacta|póngase en contacto|compruebe|comprueba|acepta|rechazar|configur|política de)"),
    ("(retour|retourner|revenir|accueil|page d accueil|rechercher|recherche|mot de passe|identifiant|se souvenir|"
     "créer un compte|inscri|désolé|nous nous excusons|contactez|vérifiez|accepter|refuser|paramétrer|politique de|"
     "mentions légales|conditions)"),
    ("(zurück|zur startseite|startseite|suche|suchen|passwort|benutzername|angemeldet bleiben|registrier|entschuldig|"
     "leider|wir bitten|kontaktieren|bitte (prüfen|überprüfen|versuchen|wenden|laden|kontaktieren)|akzeptieren|"
     "ablehnen|einstellungen|datenschutz|impressum|agb|hilfe|kontakt|e mail|noch kein konto)"),
    ("(terug|ga terug|naar de homepage|startpagina|zoeken|wachtwoord|gebruikersnaam|onthoud|registre|sorry|helaas|"
     "excuses|neem contact|controleer|probeer|accepteren|weigeren|instellingen|privacybeleid)"),
    ("(wróć|powrót|strona główna|stronę główną|szukaj|wyszukaj|hasło|hasła|nazwa użytkownika|zapamiętaj|zarejestruj|"
     "przepraszamy|skontaktuj|sprawdź|spróbuj|akceptuj|odrzuć|ustawienia|polityka prywatności)"),
    ("(вернуться|вернитесь|перейти|на главную|главная|поиск|пароль|забыли|логин|имя пользователя|запомнить|зарегистр|"
     "регистрация|извините|приносим|к сожалению|свяжитесь|обратитесь|проверьте|попробуйте|принять|отклонить|"
     "настройки|политика|возможно)"),
    ("(geri dön|ana sayfa|anasayfa|ara|şifre|şifremi|kullanıcı adı|beni hatırla|kayıt ol|üye ol|üzgünüz|özür|"
     "iletişim|kontrol edin|tekrar dene|kabul et|reddet|ayarlar|gizlilik)"),
    ("(トップページ|ホーム|戻る|検索|パスワード|ユーザー名|メールアドレス|新規登録|会員登録|申し訳|お問い合わせ|url|"
     "ご確認|恐れ入り|同意|拒否|設定)"),
    ("(返回|首页|首頁|搜索|搜尋|密码|密碼|用户名|用戶名|记住|注册|註冊|忘记|抱歉|对不起|對不起|联系|聯繫|请检查|"
     "请确认|同意|拒绝|设置|隐私)"),
    ("(홈으로|메인으로|이전 페이지|돌아가기|검색|비밀번호|아이디|회원가입|자동 로그인|죄송합니다|불편을|문의|확인해|"
     "동의|거부|설정)"),
)
