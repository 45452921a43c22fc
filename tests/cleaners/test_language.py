"""The text tells its language; what the page declares only helps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.language import code, detect

TEXTS = {
    "pt": "A câmara municipal aprovou ontem à noite a reconstrução da ponte velha, que está fechada desde as cheias de "
    "março. Não há ainda uma data para o início das obras, mas os moradores esperam que comecem antes do verão.",
    "it": "Il consiglio comunale ha approvato ieri sera la ricostruzione del vecchio ponte, chiuso dalla piena. "
    "Non c’è ancora una data per l’inizio dei lavori, ma gli abitanti sperano che comincino prima dell’estate.",
    "es": "El ayuntamiento aprobó anoche la reconstrucción del puente viejo, cerrado desde las inundaciones de marzo. "
    "Todavía no hay fecha para el comienzo de las obras, pero los vecinos esperan que empiecen antes del verano.",
    "en": "Last night the council voted to rebuild the old bridge, which has been closed since the floods in March. "
    "Nobody knows yet when the work will begin, but those who live nearby hope that it will be before the summer.",
    "ja": "市議会は昨夜、三月の洪水以来閉鎖されている古い橋の再建を承認した。",
    "zh": "市议会昨晚批准重建自三月洪水以来一直关闭的旧桥。",
    "ru": "Городской совет вчера вечером одобрил восстановление старого моста, закрытого после мартовского паводка.",
    "ko": "시의회는 어젯밤 삼월 홍수 이후 폐쇄된 옛 다리의 재건을 승인했다.",
}


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("declared", ["", "en-GB", "x-default"])
def test_the_text_tells(language: str, declared: str) -> None:
    found, score = detect(TEXTS[language], declared)
    assert found == language
    assert 0.5 <= score <= 1


@pytest.mark.parametrize("text", ["", "123 — 456", "\n\n", "🙂"])
def test_no_letters_no_language(text: str) -> None:
    assert detect(text) == ("", 0.0)


def test_a_short_text_is_what_is_declared_at_low_confidence() -> None:
    language, score = detect("Placeholder", "it")
    assert language == "it"
    assert score < 0.7


def test_the_declared_language_makes_it_surer() -> None:
    assert detect(TEXTS["pt"], "pt")[1] >= detect(TEXTS["pt"])[1]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("pt-BR", "pt"), ("EN_us", "en"), ("iw", "he"), ("nb-NO", "no"), ("", ""), ("english", ""), ("x", "")],
)
def test_code(tag: str, expected: str) -> None:
    assert code(tag) == expected


@given(st.text(max_size=200), st.text(max_size=8))
def test_any_text(text: str, declared: str) -> None:
    language, score = detect(text, declared)
    assert (len(language) == 2 and 0 < score <= 1) or (language, score) == ("", 0.0)
