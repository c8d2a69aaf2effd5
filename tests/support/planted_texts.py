"""Invented texts with identifiers planted in them, and where each of them stands.

Support for tests: three ways of writing (English, Urdu, Urdu in Latin letters), names in several
spellings, letters of Arabic keyboards, vowel signs, three sets of digits. Seeded: the same seed
gives the same texts. No person, number or address in here is real.
"""

import random
import re
from dataclasses import dataclass

WOMEN = [
    (("Rukhsana", "Rukhsanah", "Ruksana"), ("رخسانہ", "رُخسانہ")),
    (("Shagufta", "Shaguftah"), ("شگفتہ",)),
    (("Nasreen", "Nasrin"), ("نسرین", "نسرين")),
    (("Zarghoona", "Zarghuna"), ("زرغونہ",)),
    (("Palwasha", "Palwashah"), ("پلوشہ",)),
    (("Mehrunnisa", "Mehrunisa"), ("مہرالنساء", "مہر النساء")),
    (("Sughran", "Sugran"), ("صغراں",)),
    (("Kalsoom", "Kulsoom"), ("کلثوم", "كلثوم")),
    (("Bakhtawar", "Bakhtawer"), ("بختاور",)),
    (("Gulnaz", "Gul Naz"), ("گلناز", "گل ناز")),
    (("Parveen", "Perveen"), ("پروین", "پروين")),
    (("Tahira", "Taahira"), ("طاہرہ", "طاهره")),
]
CHILDREN = [
    (("Guddu", "Gudu"), ("گڈو",)),
    (("Munna", "Muna"), ("منا",)),
    (("Pinky", "Pinki"), ("پنکی",)),
    (("Chanda", "Chandaa"), ("چندا",)),
    (("Bablu", "Babloo"), ("ببلو",)),
    (("Shehzadi", "Shahzadi"), ("شہزادی",)),
    (("Kashif", "Kaashif"), ("کاشف", "كاشف")),
    (("Zeeshan", "Zishan"), ("ذیشان",)),
]
VILLAGES = [
    (("Rasool Pura", "Rasulpura", "Rasool Pur"), ("رسول پورہ", "رسولپورہ")),
    (("Jhugian", "Jhuggian"), ("جھگیاں",)),
    (("Kot Radha Kishan", "Kot Radhakishan"), ("کوٹ رادھا کشن",)),
    (("Sheikhupura", "Shekhupura"), ("شیخوپورہ", "شیخو پورہ")),
    (("Chak Shahpur", "Chak Shah Pur"), ("چک شاہ پور",)),
    (("Badhana", "Badhaana"), ("بڈھانہ",)),
]
OTHERS = [
    (("Asim",), ("عاصم",)),
    (("Farooq",), ("فاروق",)),
    (("Jabbar",), ("جبار",)),
    (("Naureen",), ("نورین",)),
    (("Sarfraz",), ("سرفراز",)),
    (("Khalida",), ("خالدہ",)),
    (("Hakim Din",), ("حاکم دین",)),
    (("Shabbir",), ("شبیر",)),
    (("Zulekha",), ("زلیخا",)),
    (("Mureed",), ("مرید",)),
    (("Anwaar",), ("انوار",)),
    (("Bilqees",), ("بلقیس",)),
]
STRANGERS = [
    (("Shereena",), ("شرینہ",)),
    (("Zarmalika",), ("زرملیکہ",)),
    (("Hajiani",), ("حاجیانی",)),
    (("Bhagul",), ("بھاگل",)),
    (("Khairan",), ("خیراں",)),
    (("Wrekhmina",), ("وریشمینہ",)),
    (("Dadul",), ("دادل",)),
    (("Sabiran",), ("صابراں",)),
    (("Mithal",), ("مٹھل",)),
    (("Gajra",), ("گجرا",)),
    (("Nemat",), ("نعمت",)),
    (("Chhajjan",), ("چھجن",)),
    (("Tibbo",), ("ٹبو",)),
    (("Zulaikhan",), ("زلیخاں",)),
    (("Hoorbai",), ("حوربائی",)),
    (("Jindo",), ("جندو",)),
    (("Mirwais",), ("میرویس",)),
    (("Torkhana",), ("تورخانہ",)),
    (("Lilawati",), ("لیلاوتی",)),
    (("Xavier",), ("زیویئر",)),
]
"""Names that no list of the program holds."""
CITIES = [
    (("Lahore",), ("لاہور",)),
    (("Multan",), ("ملتان",)),
    (("Faisalabad",), ("فیصل آباد",)),
    (("Dera Ghazi Khan",), ("ڈیرہ غازی خان",)),
    (("Sukkur",), ("سکھر",)),
    (("Peshawar",), ("پشاور",)),
    (("Layyah", "Leiah"), ("لیہ",)),
    (("Kandhkot",), ("کندھ کوٹ",)),
    (("Havelian",), ("حویلیاں",)),
    (("Pasni",), ("پسنی",)),
    (("Mian Channu",), ("میاں چنوں",)),
    (("Tando Adam",), ("ٹنڈو آدم",)),
    (("Chichawatni",), ("چیچہ وطنی",)),
    (("Nushki",), ("نوشکی",)),
]
PRISONS = [
    (("Adiala",), ("اڈیالہ",)),
    (("Kot Lakhpat",), ("کوٹ لکھپت",)),
    (("Camp Jail",), ("کیمپ جیل",)),
    (("Hyderabad Women Jail",), ("حیدرآباد ویمن جیل",)),
    (("Machh Jail",), ("مچھ جیل",)),
    (("Central Prison Haripur",), ("سنٹرل جیل ہری پور",)),
]
TEMPLATES = {
    "en": [
        "They kept {woman} in a small room and the water was cold. {child} cried every night.",
        "My daughter {child} asked when we would go home to {village}.",
        "The lawyer {third} came once and asked for money. Then nobody came for two months.",
        "We were taken from {village} to {city} and then to {prison}, I did not know where I was.",
        "My mother's number is {phone} and she lives near the mosque in {village}.",
        "On {date} they released me. The case was {fir} and I had nothing to do with it.",
        "They wrote my card {cnic} on the paper and kept the paper.",
        "{bare} gave us bread when my children were hungry, and I will not forget it.",
        "I told the warder that {child} was sick, and {bare} laughed at me.",
        "Write to me at {email} if you find work for women like us.",
        "In the morning we swept the yard, then we waited. I thought about {child}'s school.",
        "A woman named {third} slept beside me, she had lost two children.",
        "Doctor {third} was kind. She gave medicine for the fever and asked about the baby.",
        "When they said {woman}'s name in the court I could not stand up.",
        "Then {bare} and {bare} pulled me up and washed my face.",
        "I sat beside {bare} in the van, our hands were tied together.",
        "My brother {third} came with the papers, the clerk sent him away.",
        "The jailer, {third}, said the child is too old for this place.",
        "She was from {city}, I am from {village}, and still we were like sisters.",
        "{bare}'s mother brought rice on Fridays and all the children ate.",
        "The hearing was on {date} and again on {date}, each time without the file.",
        "There was no milk for the little ones. We shared what our families brought us.",
        "The hardest was the evening, when the others had visitors and I had none.",
    ],
    "ur": [
        "{woman} کو چھوٹے کمرے میں رکھا اور پانی ٹھنڈا تھا۔ {child} ہر رات روتا تھا۔",
        "میری بیٹی {child} پوچھتی تھی کہ ہم {village} کب جائیں گے۔",
        "وکیل {third} ایک بار آیا اور پیسے مانگے۔ پھر دو مہینے کوئی نہیں آیا۔",
        "ہمیں {village} سے {city} اور پھر {prison} لے گئے، مجھے پتہ نہیں تھا میں کہاں ہوں۔",
        "میری ماں کا نمبر {phone} ہے اور وہ {village} میں مسجد کے پاس رہتی ہے۔",
        "{date} کو مجھے چھوڑا۔ مقدمہ {fir} تھا اور میرا اس سے کوئی تعلق نہیں تھا۔",
        "انہوں نے میرا شناختی کارڈ {cnic} کاغذ پر لکھا اور کاغذ رکھ لیا۔",
        "{bare} نے ہمیں روٹی دی جب میرے بچے بھوکے تھے، میں یہ نہیں بھولوں گی۔",
        "میں نے وارڈن سے کہا کہ {child} بیمار ہے، اور {bare} مجھ پر ہنسی۔",
        "اگر ہم جیسی عورتوں کے لیے کام ملے تو {email} پر لکھیں۔",
        "صبح ہم صحن میں جھاڑو دیتے، پھر انتظار کرتے۔ میں {child} کے سکول کا سوچتی تھی۔",
        "{third} بی بی میرے ساتھ سوتی تھی، اس کے دو بچے کھو گئے تھے۔",
        "ڈاکٹر {third} مہربان تھی۔ اس نے بخار کی دوا دی اور بچے کا پوچھا۔",
        "جب عدالت میں {woman} کا نام لیا تو میں کھڑی نہ ہو سکی۔",
        "پھر {bare} اور {bare} نے مجھے اٹھایا اور میرا منہ دھلایا۔",
        "وین میں میں {bare} کے ساتھ بیٹھی تھی، ہمارے ہاتھ بندھے تھے۔",
        "میرا بھائی {third} کاغذ لے کر آیا، منشی نے اسے واپس بھیج دیا۔",
        "جیلر {third} نے کہا بچہ اب اس جگہ کے لیے بڑا ہے۔",
        "وہ {city} کی تھی، میں {village} کی، پھر بھی ہم بہنوں کی طرح تھیں۔",
        "{bare} کی ماں جمعے کو چاول لاتی اور سب بچے کھاتے۔",
        "پیشی {date} کو تھی اور پھر {date} کو، ہر بار فائل نہیں تھی۔",
        "چھوٹوں کے لیے دودھ نہیں تھا۔ جو ہمارے گھر والے لاتے وہ ہم بانٹ لیتے۔",
        "سب سے مشکل شام تھی، جب دوسروں کی ملاقات آتی اور میری کوئی نہیں آتی تھی۔",
    ],
    "roman": [
        "{woman} ko chote kamre mein rakha aur pani thanda tha. {child} har raat rota tha.",
        "Meri beti {child} poochti thi ke hum {village} kab jayenge.",
        "Wakeel {third} aik baar aya aur paise maange. Phir do mahine koi nahi aya.",
        "Hamein {village} se {city} aur phir {prison} le gaye, mujhe pata nahi tha main kahan hoon.",
        "Meri maa ka number {phone} hai aur woh {village} mein masjid ke paas rehti hai.",
        "{date} ko mujhe chora. Muqadma {fir} tha aur mera us se koi taluq nahi tha.",
        "Unhon ne mera shanakhti card {cnic} kaghaz par likha aur kaghaz rakh liya.",
        "{bare} ne hamein roti di jab mere bache bhooke thay, main yeh nahi bhoolungi.",
        "Main ne warden se kaha ke {child} beemar hai, aur {bare} mujh par hansi.",
        "Agar hum jaisi aurton ke liye kaam mile to {email} par likhein.",
        "Subah hum sehan mein jharu dete, phir intezar karte. Main {child} ke school ka sochti thi.",
        "{third} bibi mere sath soti thi, us ke do bache kho gaye thay.",
        "Doctor {third} meharban thi. Us ne bukhar ki dawai di aur bache ka poocha.",
        "Jab adalat mein {woman} ka naam liya to main khari na ho saki.",
        "Phir {bare} aur {bare} ne mujhe uthaya aur mera munh dhulaya.",
        "Van mein main {bare} ke sath baithi thi, hamare haath bandhe thay.",
        "Mera bhai {third} kaghaz le kar aya, munshi ne usay wapas bhej diya.",
        "Jailer {third} ne kaha bacha ab is jagah ke liye bara hai.",
        "Woh {city} ki thi, main {village} ki, phir bhi hum behnon ki tarah thin.",
        "{bare} ki maa jumme ko chawal lati aur sab bachay khate.",
        "Peshi {date} ko thi aur phir {date} ko, har baar file nahi thi.",
        "Choton ke liye doodh nahi tha. Jo hamare ghar wale late woh hum baant lete.",
        "Sab se mushkil shaam thi, jab doosron ki mulaqat aati aur meri koi nahi aati thi.",
    ],
}
PATTERNS = frozenset({"cnic", "phone", "email", "date", "fir"})
KNOWN = frozenset({"woman", "child", "village"})
_SLOT = re.compile(r"\{(\w+)\}")
_ARABIC_LETTERS = str.maketrans("یکہ", "يكه")
_SIGNS = "\u064e\u0650\u064f\u0651"
_DIGITS = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True)
class Planted:
    """One identifier: where it stands, and of what kind it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Text:
    """One text, what is planted in it, and the answers the same woman gave elsewhere."""

    writing: str
    text: str
    planted: tuple[Planted, ...]
    known: tuple[str, ...]


def texts(seed, count):
    """Return `count` invented texts of each way of writing."""
    chance = random.Random(seed)
    return [_text(chance, writing) for _ in range(count) for writing in TEMPLATES]


def _text(chance, writing):
    people = {
        "woman": chance.choice(WOMEN),
        "child": chance.choice(CHILDREN),
        "village": chance.choice(VILLAGES),
    }
    parts, planted, at = [], [], 0
    for template in chance.sample(TEMPLATES[writing], 3):
        end = 0
        for slot in _SLOT.finditer(template):
            filled = _fill(chance, slot.group(1), writing, people)
            parts += [template[end : slot.start()], filled]
            at += slot.start() - end
            planted.append(Planted(at, at + len(filled), slot.group(1)))
            at += len(filled)
            end = slot.end()
        parts += [template[end:], " "]
        at += len(template) - end + 1
    known = tuple(chance.choice((latin[0], urdu[0])) for latin, urdu in people.values())
    return Text(writing, "".join(parts), tuple(planted), known)


def _fill(chance, slot, writing, people):
    if slot in people:
        return _name(chance, people[slot], writing, mixed=True)
    if slot in {"third", "bare"}:
        people = OTHERS + STRANGERS
        return _name(chance, chance.choice(people), writing, mixed=False)
    if slot in {"city", "prison"}:
        return _name(
            chance, chance.choice(CITIES if slot == "city" else PRISONS), writing, mixed=False
        )
    return _pattern(chance, slot, writing)


def _name(chance, name, writing, *, mixed):
    script = 1 if writing == "ur" else 0
    if mixed and chance.random() < 0.1:
        script = 1 - script
    spelled = chance.choice(name[script])
    if script == 1 and chance.random() < 0.25:
        spelled = spelled.translate(_ARABIC_LETTERS)
    if script == 1 and chance.random() < 0.15:
        spelled = spelled[0] + chance.choice(_SIGNS) + spelled[1:] + chance.choice(("", "\u0651"))
    if script == 1 and chance.random() < 0.1:
        spelled = spelled[:2] + "\u200c" + spelled[2:]
    return spelled


def _digits(chance, count, first=""):
    return first + "".join(chance.choice("0123456789") for _ in range(count))


def _pattern(chance, slot, writing):
    digits = chance.choice(_DIGITS[:1] if writing == "en" else _DIGITS)
    plain = {"cnic": _cnic, "phone": _phone, "email": _email, "date": _date, "fir": _fir}[slot]
    written = plain(chance, writing)
    return written if slot == "email" else written.translate(str.maketrans("0123456789", digits))


def _cnic(chance, writing):
    first, second, last = _digits(chance, 4, "3"), _digits(chance, 7), _digits(chance, 1)
    return chance.choice(("-", "", " ")).join((first, second, last))


def _phone(chance, writing):
    head = chance.choice(("03", "+923", "00923", "+92 3"))
    body = (_digits(chance, 2), _digits(chance, 7))
    return head + chance.choice(("-", " ", "")).join(body)


def _email(chance, writing):
    name = chance.choice(("asma.k", "s_bibi7", "help-desk"))
    return name + chance.choice(("@gmail.com", "@yahoo.co.uk", "@mail.example.org", " @ gmail.com"))


def _date(chance, writing):
    day, month, year = chance.randint(1, 28), chance.randint(0, 11), chance.randint(2009, 2024)
    names = {
        "en": "January February March April May June July August September October November December",
        "roman": "janwari farwari march april mai june july agast sitambar october november disambar",
        "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    }[writing].split()
    forms = [
        f"{day}/{month + 1}/{year}",
        f"{day}-{month + 1}-{year}",
        f"{year}-{month + 1:02}-{day:02}",
    ]
    if names[month] != "mai":
        forms += [f"{day} {names[month]} {year}", f"{day} {names[month]}", f"{names[month]} {year}"]
    return chance.choice(forms)


def _fir(chance, writing):
    number, year = chance.randint(2, 999), chance.randint(2009, 2024)
    words = {"en": "FIR No. ", "roman": "FIR number ", "ur": "ایف آئی آر نمبر "}[writing]
    return chance.choice((f"{words}{number}/{year % 100}", f"{words}{number}", f"{number}/{year}"))
