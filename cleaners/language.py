"""Which language a text is in."""

from __future__ import annotations

import re

from resiliparse.parse.lang import detect_fast, supported_langs

_SAMPLE = 2000  # characters from the text: more changes nothing and costs time
_NO_CUTOFF = 100_000  # resiliparse's distances are compared here, not cut off by it
_ENOUGH_LETTERS = 20
_CLOSE = 20  # distances nearer than this are a toss-up between related languages
_LETTERS = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"^\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-]+)*\s*$")
_SUPPORTED = frozenset(supported_langs())
_SAME = {
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "nb": "no",
    "nn": "no",
    "fil": "tl",
    "por": "pt",
    "eng": "en",
    "spa": "es",
    "ita": "it",
    "deu": "de",
    "fra": "fr",
}

# Scripts that one language only writes, or that resiliparse's character profiles cannot tell apart.
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3\u1100-\u11ff]")),
    ("zh", re.compile("[\u4e00-\u9fff\u3400-\u4dbf]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("te", re.compile("[\u0c00-\u0c7f]")),
    ("kn", re.compile("[\u0c80-\u0cff]")),
    ("ml", re.compile("[\u0d00-\u0d7f]")),
    ("gu", re.compile("[\u0a80-\u0aff]")),
    ("pa", re.compile("[\u0a00-\u0a7f]")),
    ("si", re.compile("[\u0d80-\u0dff]")),
    ("km", re.compile("[\u1780-\u17ff]")),
    ("my", re.compile("[\u1000-\u109f]")),
)
_OTHER_SCRIPT = re.compile("[\u0370-\u03ff\u0530-\u1cff\u3040-\ud7ff]")
_UNDECIDED = frozenset(("he", "yi"))  # one script, two languages: the declared one may tell


def detect(text: str, declared: str = "") -> tuple[str, float]:
    """The ISO 639-1 code of the language of a text and a confidence in 0..1; ("", 0.0) where nothing tells.

    `declared` is what the page says (`pt-BR`, `en`): it decides between languages that look alike, and stands in,
    with a low confidence, where the text is too short. It never beats clear evidence from the text.
    """
    declared = code(declared)
    sample = text[:_SAMPLE]
    letters = sum(map(len, _LETTERS.findall(sample)))
    if not letters:
        return (declared, 0.3) if declared else ("", 0.0)
    script, share = _by_script(sample, letters)
    if script:
        if declared in _UNDECIDED and script in _UNDECIDED:
            return declared, round(share, 2)
        return script, round(share, 2)
    return _by_profile(sample, letters, declared)


def code(tag: str) -> str:
    """The lower-case two-letter code of a language tag (`pt-BR` -> `pt`), or "" if it is none."""
    match = _TAG.match(tag)
    if not match:
        return ""
    found = match[1].lower()
    found = _SAME.get(found, found)
    return found if len(found) == 2 else ""


def _by_script(sample: str, letters: int) -> tuple[str, float]:
    if not _OTHER_SCRIPT.search(sample):
        return "", 0.0
    counts = {language: len(pattern.findall(sample)) for language, pattern in _SCRIPTS}
    if counts["ja"] * 10 > counts["zh"] > 0:  # Japanese is kana between the characters that Chinese uses alone
        counts["ja"] += counts.pop("zh")
    language = max(counts, key=lambda name: counts[name])
    # CJK says in two characters what Latin script says in six: a page with product names in Latin is still Japanese
    weight = 3 if language in ("ja", "ko", "zh") else 1
    share = counts[language] * weight / (letters + counts[language] * (weight - 1))
    return (language, min(1.0, share)) if share > 0.5 else ("", 0.0)


def _by_profile(sample: str, letters: int, declared: str) -> tuple[str, float]:
    ranked = detect_fast(sample, cutoff=_NO_CUTOFF, n_results=4)
    if not isinstance(ranked, list) or not ranked:
        return (declared, 0.3) if declared else ("", 0.0)
    best, distance = ranked[0]
    if declared and declared != best:
        near = dict(ranked).get(declared)
        if (near is not None and near - distance <= _margin(letters)) or letters < _ENOUGH_LETTERS:
            return declared, 0.6 if near is not None else 0.3
        if declared not in _SUPPORTED:
            return declared, 0.4
    gap = ranked[1][1] - distance if len(ranked) > 1 else 100
    score = min(1.0, 0.5 + gap / 100) * min(1.0, letters / 100)
    if declared == best:
        score = max(score, 0.5) + (1 - max(score, 0.5)) * 0.6
    return best, round(max(0.05, min(score, 0.99)), 2)


def _margin(letters: int) -> int:
    """How far the declared language may lie behind the nearest one: short texts say little."""
    return _CLOSE + max(0, 200 - letters) // 5
