"""Every kind of number, date and code, crossed with writing, digits, marks between and spelling.

Support for tests: made by rule from a seed, so that a rule of the finder is tried and not a case.
Nothing in here belongs to anybody.
"""

import random

WRITINGS = ("english", "urdu", "roman")
_URDU = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_BETWEEN = ("-", " ", "", " - ", "\u2013", ".", "/", "_", " / ", "\u2011", "\u2212")
_NUMBER = {
    "english": ("no.", "No", "number", "#", "nr"),
    "roman": ("number", "no", "nmbr", "nambar", "numbr", "nomber"),
    "urdu": ("نمبر", "نمبر:", "نمبر۔"),
}
_DIGITS = {
    "english": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    "roman": ["sifr", "ik", "tu", "theen", "chaar", "pnch", "chay", "sewan", "aath", "nau"],
    "urdu": ["صفر", "ایک", "ٹو", "تین", "فور", "پانچ", "چھہ", "سات", "آٹھ", "نو"],
}
_MONTHS = {
    "english": ("March 3", "Febuary", "Sept", "Octuber", "Decmber", "Rabi al-Thani"),
    "roman": (
        "jnwri",
        "frwari",
        "aprail",
        "jolai",
        "ogast",
        "stmbr",
        "oktobar",
        "nvmbr",
        "dsmbr",
        "rabi-ul-awal",
        "moharram",
        "rmzan",
        "baisakh",
        "saawan",
    ),
    "urdu": ("جنورى", "جولای", "دسبر", "مئی", "ربیع\u200cالاول", "جمادی الاولیٰ", "وساکھ", "ہاڑ"),
}
_KINDS = {
    "card": ("{n5}{s}{n7}{s}{n1}",),
    "card in pairs": ("{n4}, {n4}, {n4}, {n1}", "{n3} {n3} {n3} {n3} {n1}"),
    "phone": ("03{n2}{b}{n7}", "+92-(3{n2}) - {n3} {n4}", "0092 3{n2}{b}{n7}"),
    "digits in words": ("{w11}",),
    "case": ("{case} {no} {n3}/{y}", "{case} {no} {n2}", "{fir} {no} {n3}", "{fir} {n3}-{yy}"),
    "prisoner": ("{prisoner} {no} {n2}", "{prisoner} {no} {n4}"),
    "date": ("{d}/{d}/{y}", "{d}.{d}.{yy}", "{y}-{d}-{d}", "{d} {m} {y}", "{m} {y}"),
    "feast": ("{feast} {y}",),
    "car": ("{car} {no} LEB-{n3}", "{car} {no} leb {n4}"),
    "house": ("{house} {no} {n2}",),
    "mail": ("asma.k{mail}",),
}
_WORDS = {
    "case": {"english": ("case", "Appeal"), "roman": ("mqdma", "keis"), "urdu": ("مقدمہ", "اپیل")},
    "fir": {"english": ("FIR",), "roman": ("ef aai ar", "F.I.R"), "urdu": ("ایف۔ آئی۔ آر",)},
    "prisoner": {"english": ("prisoner",), "roman": ("kaidi", "qedi"), "urdu": ("قیدی",)},
    "feast": {"english": ("Eid",), "roman": ("bari eid", "bakra eid"), "urdu": ("بڑی عید",)},
    "car": {"english": ("car",), "roman": ("wain", "gadi"), "urdu": ("گاڑی",)},
    "house": {"english": ("house",), "roman": ("mkan", "glee"), "urdu": ("گھر", "گلی")},
    "mail": {
        "english": (" at gmail dot com", "@gmail .com"),
        "roman": (" et gmail dat com", " at the rate yahoo dot com"),
        "urdu": (" ایٹ جی میل ڈاٹ کام",),
    },
}
_SENTENCES = {
    "english": ("She wrote {} and left.", "{} was on the paper.", "Write it: {}"),
    "roman": ("behan ne {} likh ke rakha", "{} kaghaz pe likha tha", "likh lo {}"),
    "urdu": ("بہن نے {} لکھ کر رکھا۔", "{} کاغذ پر لکھا تھا۔", "لکھ لیں: {}"),
}


def spelt(seed, times):
    """Yield kind, writing, text and the place of what is to be found in it."""
    chance = random.Random(seed)
    for kind, patterns in _KINDS.items():
        for writing in WRITINGS:
            for _ in range(times):
                pattern = chance.choice(patterns)
                said = pattern.format_map(_Parts(chance, writing))
                if chance.random() < (0.7 if writing == "urdu" else 0.15):
                    said = said.translate(chance.choice((_URDU, _ARABIC)))
                before, after = chance.choice(_SENTENCES[writing]).split("{}")
                yield kind, writing, f"{before}{said}{after}", len(before), len(before) + len(said)


class _Parts(dict):
    """What stands for the names in a pattern, drawn when it is asked for."""

    def __init__(self, chance, writing):
        self._chance, self._writing = chance, writing
        self._mark = chance.choice(_BETWEEN)

    def __missing__(self, name):
        choose, writing = self._chance.choice, self._writing
        fixed = {
            "s": lambda: self._mark,
            "b": lambda: choose(_BETWEEN[:5]),
            "y": lambda: str(self._chance.randrange(1998, 2026)),
            "yy": lambda: str(self._chance.randrange(10, 26)),
            "d": lambda: str(self._chance.randrange(1, 13)).zfill(2),
            "m": lambda: choose(_MONTHS[writing]).removesuffix(" 3"),
            "no": lambda: choose(_NUMBER[writing]),
            "w11": lambda: " ".join(choose(_DIGITS[writing]) for _ in range(11)),
        }
        if name in fixed:
            return fixed[name]()
        if name in _WORDS:
            return choose(_WORDS[name][writing])
        return str(self._chance.randrange(10 ** (int(name[1:]) - 1), 10 ** int(name[1:])))
