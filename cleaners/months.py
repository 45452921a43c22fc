"""The names of the months in many languages, as dates are written with them."""

from __future__ import annotations

import re

# Twelve entries a language, its further lines indented; forms of one month, inflected ones among them, joined by "/".
_NAMES = """
january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept october/oct
    november/nov december/dec
januar/jan/jänner februar/feb/feber märz/mär/mrz/maerz april/apr mai juni/jun juli/jul august/aug
    september/sep/sept oktober/okt november/nov dezember/dez
janvier/janv février/févr/fév/fevrier mars avril/avr mai juin juillet/juil août/aout septembre/sept octobre/oct
    novembre/nov décembre/déc/decembre
enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago
    septiembre/setiembre/sep/sept/set octubre/oct noviembre/nov diciembre/dic
janeiro/jan fevereiro/fev março/mar/marco abril/abr maio/mai junho/jun julho/jul agosto/ago setembro/set
    outubro/out novembro/nov dezembro/dez
gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug agosto/ago settembre/set/sett
    ottobre/ott novembre/nov dicembre/dic
gener/gen febrer/febr març abril/abr maig juny juliol/jul agost/ag setembre/set octubre/oct novembre/nov
    desembre/des
januari/jan februari/feb maart/mrt april/apr mei juni/jun juli/jul augustus/aug september/sep/sept oktober/okt
    november/nov december/dec
januari/jan februari/feb mars april/apr maj juni/jun juli/jul augusti/aug september/sep/sept oktober/okt
    november/nov december/dec
januar/jan februar/feb marts/mars april/apr maj/mai juni/jun juli/jul august/aug september/sep/sept oktober/okt
    november/nov december/desember/dec/des
tammikuuta/tammikuu helmikuuta/helmikuu maaliskuuta/maaliskuu huhtikuuta/huhtikuu toukokuuta/toukokuu
    kesäkuuta/kesäkuu heinäkuuta/heinäkuu elokuuta/elokuu syyskuuta/syyskuu lokakuuta/lokakuu marraskuuta/marraskuu
    joulukuuta/joulukuu
stycznia/styczeń/sty lutego/luty/lut marca/marzec kwietnia/kwiecień/kwi maja/maj czerwca/czerwiec/cze
    lipca/lipiec/lip sierpnia/sierpień/sie września/wrzesień/wrz października/październik/paź listopada grudnia/gru
ledna/leden února/únor března/březen dubna/duben května/květen června/červen července/červenec srpna/srpen září
    října/říjen listopadu prosince/prosinec
januára/január februára/február marca/marec apríla/apríl mája/máj júna/jún júla/júl augusta septembra októbra
    novembra decembra
január/jan február/febr március/márc április/ápr május/máj június/jún július/júl augusztus szeptember/szept
    október/okt november december
ianuarie/ian februarie martie aprilie mai iunie/iun iulie/iul august septembrie octombrie noiembrie/noi
    decembrie
ocak/oca şubat/şub mart/mar nisan/nis mayıs/may haziran/haz temmuz/tem ağustos/ağu eylül/eyl ekim/eki kasım/kas
    aralık/ara
января/январь/янв февраля/февраль/фев марта/март/мар апреля/апрель/апр мая/май июня/июнь/июн июля/июль/июл
    августа/август/авг сентября/сентябрь/сен октября/октябрь/окт ноября/ноябрь/ноя декабря/декабрь/дек
січня/січ лютого/лют березня/бер квітня/кві травня/тра червня/чер липня/лип серпня/сер вересня/вер жовтня/жов
    листопада/лис грудня/гру
януари февруари март април май юни юли август септември октомври ноември декември
јануар/januara фебруар/februara март/marta април/aprila мај/maja јун/juna јул/jula август/avgusta
    септембар/septembra октобар/oktobra новембар/novembra децембар/decembra
siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga/studenog prosinca
ιανουαρίου/ιαν φεβρουαρίου/φεβ μαρτίου/μαρ απριλίου/απρ μαΐου/μαϊ/μαΐ ιουνίου/ιουν ιουλίου/ιουλ αυγούστου/αυγ
    σεπτεμβρίου/σεπ οκτωβρίου/οκτ νοεμβρίου/νοε δεκεμβρίου/δεκ
januari/jan februari/feb maret/mar april/apr mei juni/jun juli/jul agustus/agu september/sep oktober/okt
    november/nov desember/des
sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio
janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris
jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember
janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember
يناير فبراير مارس أبريل/ابريل مايو يونيو يوليو أغسطس/اغسطس سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر
जनवरी फरवरी/फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर
มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม
ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
"""
# The one form that is two months: November in Polish, October in Croatian.
_BY_LANGUAGE = {("listopada", "pl"): 11, ("listopada", "hr"): 10}


def month_of(name: str, language: str = "") -> int:
    """The number of the month with this name or abbreviation, 0 if it is none, or one that needs the language.

    `language` is a two-letter code or "".
    """
    name = name.casefold()
    return _MONTHS.get(name, 0) or _BY_LANGUAGE.get((name, language), 0)


def _read() -> dict[str, int]:
    numbers: dict[str, set[int]] = {}
    for language in re.split(r"\n(?! )", _NAMES.strip()):
        for number, forms in enumerate(language.split(), 1):
            for form in forms.split("/"):
                numbers.setdefault(form.casefold(), set()).add(number)
    return {name: next(iter(found)) for name, found in numbers.items() if len(found) == 1}


_MONTHS = _read()
