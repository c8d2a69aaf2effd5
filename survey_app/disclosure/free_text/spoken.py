"""Numbers, months and feasts in spellings that no list holds: a rule for each, not a list.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.1.
"""

import re
from functools import lru_cache

_JOIN = r"[\s\-'\u2019]{0,2}"
_AL = rf"{_JOIN}(?:[auie]{{1,2}}[lszrtdn]h?){_JOIN}"
_FULL = (
    r"(?:\s(?:ul\s)?(?:mubarak|sharif|shareef|karim|kareem|haram|muazzam)|\sال\s?(?:مبارک|حرام|"
    r"معظم|مکرم)|\sشریف)?"
)

COMPOUND_MONTH = (
    rf"(?:rab+[ei]{{1,2}}{_AL}(?:a[vw]+[aeiou]*l|s[aei]*n[ie]+|thani|a+kh[ie]r)"
    rf"|(?:ju?a?m?u?a?m+a*d[aiey]+|jumada){_AL}(?:a[vw]+[aeiou]*l|ula|s[aei]*n[ie]+|thani(?:ya)?|"
    rf"a+kh[ie]ra?)"
    rf"|(?:z|dh|zh)[aiou]*l?(?:{_AL}|{_JOIN})(?:h[aiu]j+a?h?|q[aiy]*d[ae]?h?|k[ai]*d[ae]?h?)"
    rf"|(?:r[ae]?m[ae]*[zd][aei]*n|m[ou]?h+a?r+[ae]*m|sh[ae]*b+[aei]*n|r[ae]j+[ae]b|"
    rf"sha['\u2019]ban){_FULL}"
    r"|ربیع\s?ال(?:اول|ثانی|اخر)|جما?د[یا]{1,2}\s?ال(?:اول|ثانی|اخر)\w{0,2}"
    rf"|(?:ذ|ز)[یو]ا?\s?ل?\s?(?:ال)?\s?(?:حج|قعد)\w{{0,2}}|(?:رمضان|رمظان|محرم|شعبان|رجب|"
    rf"شوال){_FULL})(?!\w)"
)
"""Months of the Islamic year, as one word or as three."""

FEAST = (
    r"(?:(?:bar[ie]+|bad[ie]+|ch+ot[iey]+|meethi|mithi|ba[kq]+[a]?r+a?){0,1}[\s\-]?(?:e+i?d|"
    r"ei+d)(?:[\s\-]?"
    r"(?:u|a|e)[lz](?:[\s\-]?(?:fit[ae]?r|a[zd]h?h?a|[zd]uha|milad))?|"
    r"[\s\-]?milad\w*(?:\sun\snabi)?)?"
    r"|(?:c|k)h?ris?t?mas+|crismas|ea?ster|iste?r|holi|d[ie]+[vw]a+li|na[ouv]+roo?z|ashura[a]?|"
    r"sh?ab[\s\-]e[\s\-](?:barat|qadr|meraj)|baisakhi|besakhi"
    r"|(?:بڑی|چھوٹی|میٹھی|بقر|بکرا|قربانی والی|قربانی کی)?\s?عید(?:\s?ال\s?(?:فطر|اضحی|"
    r"ضحی)\w{0,2}|\sقربان|\sمیلاد\w*)?"
    r"|کرسمس|ایسٹر|ہولی|دیوالی|نوروز|عاشور\w{0,2}|شب\s(?:برات|قدر|معراج)|بیساکھی)(?!\w)"
)
"""Feasts, which date what happened when a year stands beside them."""

NUMBERED = (
    r"(?:n[aou]{0,2}m+b?[aeiou]{0,2}r+s?|num|n[bm]b?r|no|n0|nr|نمبر(?:ز|ی)?|#)"
    r"(?:\s?[.:\u06d4]){0,2}"
)
"""The word number: nambar, nmbr, no., n0, نمبر۔"""

_DIGITS = (
    r"z[iey]+r+[ou]+|s[iy]f+[aeu]?r|a*i+k|e+k|a+yk|[wv][ao]n+e?|d[ou]+|t[uo]{1,2}|two|t[ie]+n|"
    r"thr[iey]+|"
    r"th[ie]+n|ch[ae]*r|f[ou]+r|p[aou]*n+(?:jh?|ch?h?)|f[aiy]+v[ei]?|ch+[aei]*h?y?|s[ie]ks|six|"
    r"s[ae]+t+h?|"
    r"sev[aei]n|sew[ae]n|a+t+h?|eight|a[iy]t|n[auow]+|n[ai]+n[ei]?"
)
_TENS = (
    r"(?:g[iy]+a+r+a*h?|b[ae]+r+(?:a+h?n?|h)|t[ei]+r+(?:a+h?|h)|ch[auow]+d+[aeh]+|"
    r"p[aeiou]*n+d+h?a?r+a*h?|s[ou]+l+[ae]*h?|"
    r"sat+a*r+a*h?|at+h?a*r+a*h?|ch[aou]{1,2}d[ae]+h?|d[aeu]+s+|[uo]n+[aei]*s|b[aeiy]+s|"
    r"(?:i+k+|u?n+|b|t|t[ei]+n?|ch?[aouw]*[bn]*|p[aei]+[cn]*ch?h?|p[ae]+n|sat+a*|s[aei]+n|"
    r"at+h?a*|a[ir]th?|ch+a*b*)"
    r"[aeiy]*(?:[tl]?[aeiy]*l?)?(?:[ei]{1,2}s)|"
    r"(?:i+k|[uo]n|b[aeiy]|t[aei]+n?|ch?[ao]*[uwn]*|ch+[iaey]*|p[aei]+n|s[ae]+n|"
    r"a[rd])[aeiy]*t?[aeiy]*l[aeiy]+s|"
    r"(?:i+k+|b|t[ie]*r|ch[aouw]*|p[ae]+ch|ch+[ae]*p?|sat+|at+h?|un?)[aeiy]*[wvp]+a+n|unch[ae]s|"
    r"pach[ae]s|"
    r"(?:i+k|un|b[aeiy]?|t[ie]*r[ei]?|ch[aouwn]*|p[aei]+n|ch+[iaey]*|s[ae]r|"
    r"a[rd])[aeiy]*s[aeiy]*t+h|"
    r"(?:i+k|un|b[aeiy]?|t[ie]*|ch[aouw]*|p[ae]+ch+|ch+[iaey]*|s[ae]t|a[t]h?)[aeiy]*h?at+a*r|"
    r"(?:i+k|un|b[aeiy]|t[ie]*r|ch[aouw]*r|p[ae]+ch|ch+[iaey]*|s[ae]t+|at+h?|"
    r"na[vw])[aeiy]*[aeiy]s+[iey]|"
    r"(?:i+k|b|t[ie]*r|ch[aouw]*r|p[ae]+ch|ch+[iaey]*|s[ae]t+|at+h?|"
    r"nin?n?)[aeiy]*n[aeiou]*[vw][aeiy]+)"
)
_ORDINALS = (
    r"t[ie]+sr[iaey]+|d[ou]+sr[iaey]+|p[ae]+h?l[ieay]+|ch[aou]+th[iaey]+|ch+[ah]+t+h?[iaey]+|"
    r"yak[au]+m|akhiri"
)
_ORDINAL = re.compile(r"(?P<stem>\w{2,}?)(?:a?[wv](?:[aeiy]{1,3}n?))")
_URDU_ORDINAL = re.compile(r"(?P<stem>\w{2,}?)(?:وین|ویں|وی|وان)")
_MONTHS = (
    r"j[ae]+n+[aeou]*[wv]?(?:[aeiou]*r+){1,2}[iyae]+|jn+[wu]?r[iy]+|janury|"
    r"f[aei]*b+[aeiou]*r*[aeiouwvry]*r+[iyea]+|f[aei]*r+[wv][aei]*r+[iy]+|frwr[iy]+|"
    r"[aei]+p+[aei]*r+[aeiy]*l+|[aei]+p+[iy]rl|aprl|ap+a*re+l|[ao]+u?g+[aeiou]*s+t+|agst|"
    r"s[aei]*p?t+[aei]*m+[aei]*b+[aei]*r+|s[ei]p?t+[aei]*b+[aei]*r|stmbr|septm?br|"
    r"[ao]+[ckq]+t+[aeiou]*b+[aeiou]*r+|n[aou]*[vw]+[aeu]*m+[aei]*b+[aei]*r+|"
    r"d[aei]*[csz]+[aei]*m*[aei]*b+[aei]*r+"
)
_SHORT_MONTHS = r"j[ou]+l+[aeiy]+|jl[aeiy]+|m[ae]+r+ch+|mrch|m[aei]+y[iy]?|j[ou]+n[ei]?"
_SEASONS = (
    r"ch(?:e+|ai|ei)t+[ae]?r?|[bvw][aei]+s[ae]+kh?|j[eai]+th|h[ae]+rh|sa+[wv]a+n|"
    r"bh[ae]+d+r?[ou]+n?|"
    r"[ae]s+[ou]+j?|k[ae]t+[ae]*k|m[ae]g+h[ae]+r|ph[ae]+g+h?[au]+n"
)
_URDU_DIGITS = (
    r"صفر|زیرو|ایک|اک|ہک|ون|وان|دو|ٹو|تین|تن|تری|تھری|چار|فور|پان?چ|پنج|فای?یو|فای?و|چھ[ےہی]?|"
    r"چہہ?|"
    r"سکس|سکز|سات|ست|سیون|[اآ]ٹھ?ہ?|ایٹ|نو|ناین"
)
_URDU_MONTHS = (
    r"جنور[یے]|فرو?ر[یے]|اپریل|ایپریل|اپرل|اگ?ست|ستم?بر|اکتوبر|اکٹوبر|نوم?بر|دسم?بر|دسنبر|جولای?ی?"
)
_URDU_SEASONS = (
    r"چیتر?|[بو]ی?سا[کک][ہھ]?|جیٹ[ہھ]|ہاڑ[ہھ]?|سا?ون|ب[ہھ]ادرو?ن?|ب[ہھ]ادون?|اسوج?|کا?تک|مگ[ہھ]ر|"
    r"ما?گ[ہھ]|پ[ہھ]ا?گن"
)
_URDU_SHORT_MONTHS = r"مارچ|مای?ی|می|جون"


@lru_cache(maxsize=8192)
def class_by_rule(token: str) -> str:
    """Return the class of a word by the rules of spelling: M, m, u, w, O; x for none of these.

    A digit or a number that is known by a rule alone, w or u, counts among others only.

    >>> [class_by_rule(said) for said in ("oktobar", "baees", "panj", "satwin", "kitab")]
    ['M', 'u', 'w', 'O', 'x']
    """
    if token in _EVERYDAY:
        return "x"
    found = _of_rules(token, _LATIN if token.isascii() else _URDU)
    if found != "x":
        return found
    ordinal = (_ORDINAL if token.isascii() else _URDU_ORDINAL).fullmatch(token)
    stems = [ordinal["stem"] + end for end in ("", "a", "ah")] if ordinal else []
    rules = _LATIN if token.isascii() else _URDU
    return "O" if any(_of_rules(stem, rules) in {"u", "w"} for stem in stems) else "x"


def _of_rules(token: str, rules: tuple[tuple[str, re.Pattern[str]], ...]) -> str:
    return next((kind for kind, rule in rules if rule.fullmatch(token)), "x")


_EVERYDAY = frozenset(
    {"bas", "bias", "chase", "cheese", "soul", "titles", "ties", "solve", "jolly"}
)
_LATIN = tuple(
    (kind, re.compile(rule))
    for kind, rule in (
        ("M", _MONTHS),
        ("m", f"{_SHORT_MONTHS}|{_SEASONS}"),
        ("O", _ORDINALS),
        ("w", _DIGITS),
        ("u", _TENS),
    )
)
_URDU = tuple(
    (kind, re.compile(rule))
    for kind, rule in (
        ("M", _URDU_MONTHS),
        ("m", f"{_URDU_SHORT_MONTHS}|{_URDU_SEASONS}"),
        ("w", _URDU_DIGITS),
    )
)
