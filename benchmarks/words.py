"""The material of the generated pages: phrases in four languages, written for this, that make plain sentences."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Parts of a sentence, in the order they stand: time, who, does, what, where; and what surrounds an article."""

    when: list[str]
    who: list[str]
    does: list[str]
    what: list[str]
    where: list[str]
    headings: list[str]
    menu: list[str]
    debris_start: list[str]
    debris_end: list[str]
    author: str
    ago: str


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split("|")]


WORDS: dict[str, Words] = {
    "pt": Words(
        when=_split(
            "Na terça-feira|Durante a seca|Há dois anos|Ao meio-dia|Depois da reunião|No fim do mês|Desde então"
        ),
        who=_split(
            "a prefeitura de Rio Manso|o sindicato dos barqueiros|uma pesquisadora do instituto|a cooperativa do vale|"
            "o tribunal regional|a diretora da escola|um grupo de moradores|o fabricante das bombas|a equipe do museu"
        ),
        does=_split(
            "aprovou|recusou|apresentou|mediu|comprou|devolveu|discutiu|publicou|suspendeu|pediu de volta|elogiou"
        ),
        what=_split(
            "o plano de irrigação|duas turbinas usadas|um relatório de cem páginas|a nova tabela de preços|"
            "o mapa das enchentes|as contas do último trimestre|um acordo de seis cláusulas|a ponte provisória"
        ),
        where=_split(
            "no salão paroquial|diante de trezentas pessoas|sem consultar os vizinhos|às margens do canal|"
            "com a ajuda da universidade|apesar dos protestos|em troca de uma garantia por escrito"
        ),
        headings=_split("O que muda agora|As contas do projeto|Quem fica de fora|O caminho até aqui"),
        menu=_split("Política|Economia|Esportes|Cultura|Ciência|Opinião|Vídeos|Podcasts|Assine|Contato"),
        debris_start=_split("Compartilhe esta notícia|Aviso: este texto não é recomendação de investimento."),
        debris_end=_split("Leia também: Cinco perguntas sobre a obra|Deixe um comentário|Assine a nossa newsletter"),
        author="Autor",
        ago="horas atrás",
    ),
    "it": Words(
        when=_split("Martedì scorso|Durante la piena|Due anni fa|A mezzogiorno|Dopo la riunione|Da allora"),
        who=_split(
            "il comune di Borgo Sasso|il sindacato dei barcaioli|una ricercatrice dell'istituto|"
            "la cooperativa della valle|"
            "il tribunale regionale|la preside della scuola|un gruppo di residenti|la ditta delle pompe"
        ),
        does=_split(
            "ha approvato|ha respinto|ha presentato|ha misurato|ha comprato|ha restituito|ha discusso|ha sospeso"
        ),
        what=_split(
            "il piano per l'irrigazione|due turbine usate|una relazione di cento pagine|il nuovo listino dei prezzi|"
            "la mappa delle piene|i conti dell'ultimo trimestre|un accordo in sei punti|il ponte provvisorio"
        ),
        where=_split(
            "nella sala parrocchiale|davanti a trecento persone|senza sentire i vicini|lungo il canale|"
            "con l'aiuto dell'università|nonostante le proteste|in cambio di una garanzia scritta"
        ),
        headings=_split("Che cosa cambia|I conti del progetto|Chi resta fuori|La strada fin qui"),
        menu=_split("Politica|Economia|Sport|Cultura|Scienza|Opinioni|Video|Podcast|Abbonati|Contatti"),
        debris_start=_split("Condividi questo articolo|Avvertenza: questo testo non è un consiglio di investimento."),
        debris_end=_split("Leggi anche: Cinque domande sull'opera|Lascia un commento|Iscriviti alla newsletter"),
        author="Autore",
        ago="ore fa",
    ),
    "es": Words(
        when=_split(
            "El martes pasado|Durante la sequía|Hace dos años|A mediodía|Tras la reunión|A fin de mes|Desde entonces"
        ),
        who=_split(
            "el ayuntamiento de Peña Rubia|el sindicato de barqueros|una investigadora del instituto|"
            "la cooperativa del valle|"
            "el tribunal regional|la directora de la escuela|un grupo de vecinos|el fabricante de las bombas"
        ),
        does=_split("aprobó|rechazó|presentó|midió|compró|devolvió|discutió|publicó|suspendió|elogió"),
        what=_split(
            "el plan de riego|dos turbinas usadas|un informe de cien páginas|la nueva lista de precios|"
            "el mapa de las crecidas|las cuentas del último trimestre|un acuerdo de seis puntos|el puente provisional"
        ),
        where=_split(
            "en el salón parroquial|ante trescientas personas|sin consultar a los vecinos|a orillas del canal|"
            "con ayuda de la universidad|pese a las protestas|a cambio de una garantía por escrito"
        ),
        headings=_split("Qué cambia ahora|Las cuentas del proyecto|Quién queda fuera|El camino hasta aquí"),
        menu=_split("Política|Economía|Deportes|Cultura|Ciencia|Opinión|Vídeos|Podcasts|Suscríbete|Contacto"),
        debris_start=_split("Comparte esta noticia|Aviso: este texto no es una recomendación de inversión."),
        debris_end=_split("Lee también: Cinco preguntas sobre la obra|Deja un comentario|Suscríbete al boletín"),
        author="Autor",
        ago="horas antes",
    ),
    "en": Words(
        when=_split(
            "Last Tuesday|During the drought|Two years ago|At noon|After the meeting|By the end of May|Since then"
        ),
        who=_split(
            "the council of Stone Ferry|the boatmen's union|a researcher at the institute|the valley co-operative|"
            "the regional court|the headmistress|a group of residents|the maker of the pumps|the museum's staff"
        ),
        does=_split("approved|turned down|presented|measured|bought|returned|debated|published|suspended|praised"),
        what=_split(
            "the irrigation plan|two second-hand turbines|a report of a hundred pages|the new price list|"
            "the map of the floods|the accounts of the last quarter|an agreement of six clauses|the temporary bridge"
        ),
        where=_split(
            "in the parish hall|in front of three hundred people|without asking the neighbours|along the canal|"
            "with the help of the university|despite the protests|in return for a written guarantee"
        ),
        headings=_split("What changes now|The project's accounts|Who is left out|The road so far"),
        menu=_split("Politics|Business|Sport|Culture|Science|Opinion|Video|Podcasts|Subscribe|Contact"),
        debris_start=_split("Share this article|Note: this article is not investment advice."),
        debris_end=_split("Read also: Five questions about the works|Leave a comment|Sign up for our newsletter"),
        author="Author",
        ago="hours ago",
    ),
}
