"""Small words that say what the word beside them is.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

from survey_app.disclosure.free_text.folding import folded_words

POSTPOSITIONS = folded_words(
    [
        *("میں", "سے", "کے", "کا", "کی", "کو", "تک", "پر", "نے", "والے", "والی"),
        *("ne", "ko", "ki", "ka", "ke", "se", "mein", "men", "main", "par", "tak"),
        *("k", "me", "mei", "mn", "pe", "py", "pr", "sy"),
    ]
)
PERSON_MARKS = folded_words(
    [
        *(
            "نے",
            "کو",
            "کا",
            "کی",
            "کے",
            "سے",
            "مجھ",
            "مجھے",
            "بھی",
            "بولی",
            "بولا",
            "بولیں",
            "کہتی",
        ),
        *("کہتا", "کہنے", "ہنسی", "ہنسا", "روئی", "رویا", "آئی", "آیا", "جو", "جس", "جسے", "میرے"),
        *(
            "میری",
            "ہمیں",
            "ne",
            "ney",
            "nay",
            "ko",
            "ka",
            "ki",
            "ke",
            "se",
            "mujhe",
            "mujh",
            "boli",
        ),
        *("bola", "bolin", "kehti", "kehta", "kehtin", "hansi", "roi", "jo", "jis", "mere", "meri"),
        *("hamein", "kehte", "kehtay", "bulate", "bulatay", "کہتے", "بلاتے", "میرا", "mera"),
        *("گاتی", "گاتا", "روتی", "روتا", "ہنستی", "ہنستا", "بولتی", "بولتا", "سوتی", "سوتا"),
        *("ڈرتی", "ڈرتا", "لڑتی", "لڑتا", "چیختی", "چیختا", "رہتی", "رہتا", "سناتی", "سکھاتی"),
        *("gati", "gaati", "rota", "hansti", "hansta", "bolti", "bolta", "soti", "darti", "larti"),
        *("cheekhti", "rehti", "rehta", "sunati", "sikhati", "bolin", "royi", "hans"),
        *("گئی", "گیا", "ملی", "ملا", "بیٹھی", "بیٹھا", "کھڑی", "کھڑا", "رونے", "چلی", "چلا"),
        *(
            "aayi",
            "aai",
            "ayi",
            "aaya",
            "aya",
            "gayi",
            "gai",
            "gaya",
            "gya",
            "mili",
            "mila",
            "baithi",
        ),
        *(
            "baithi",
            "baitha",
            "khari",
            "khara",
            "rone",
            "chali",
            "chala",
            "bhi",
            "tu",
            "chup",
            "چپ",
        ),
    ]
)
"""What stands after people more than after things."""
HOW_LONG = folded_words(
    [
        *(
            "بہت",
            "تھوڑی",
            "کچھ",
            "کافی",
            "اتنی",
            "کتنی",
            "جتنی",
            "ذرا",
            "بڑی",
            "خاصی",
            "لمبی",
            "زیادہ",
        ),
        *("ہی", "سی", "نہ", "bohat", "thori", "kuch", "kafi", "itni", "kitni", "zara"),
    ]
)
"""What stands before دیر when it is a while and not the town."""
AGENT_MARKS = folded_words(["نے", "ne", "ney", "nay"])
NO_NAMES = folded_words(
    [
        *("aur", "bhi", "hi", "to", "ya", "khud", "dono", "donon", "log", "logon", "wale", "walay"),
        *("walon", "aurat", "aurton", "larki", "larkon", "marhoom", "sahib", "akela", "akeli"),
        *("bechari", "bechara", "zalim", "khabees", "badmash", "sahiban", "waghera", "wagera"),
        *("اور", "بھی", "ہی", "تو", "یا", "خود", "دونوں", "لوگ", "لوگوں", "والے", "والوں", "عورت"),
        *("عورتوں", "لڑکی", "لڑکوں", "مرحوم", "صاحب", "اکیلے", "اکیلی", "بیچاری", "بیچارے", "ظالم"),
        *(
            "kisi",
            "kissi",
            "کسی",
            "بدمعاش",
            "وغیرہ",
            "صاحبہ",
            "سب",
            "جی",
            "خبیث",
            "صاحبان",
            "مرحومہ",
        ),
    ]
)
"""What stands between a title and نے and is no name all the same."""
AFTER_VERBS = folded_words(
    [
        "tha",
        "thi",
        "thay",
        "the",
        "thin",
        "hai",
        "hain",
        "hoon",
        "hun",
        "raha",
        "rahi",
        "rahe",
        "gaya",
    ]
)
BEFORE_TITLES = folded_words(
    [
        *("کہا", "بولا", "بولی", "بولے", "کہتا", "کہتی", "kaha", "bola", "boli", "bole"),
        *("بعد", "پہلے", "پھر", "وہاں", "ساتھ", "تب", "جب", "اب", "لیے", "مگر", "لیکن", "کہ"),
        *("bad", "baad", "pehle", "phir", "phr", "wahan", "sath", "tab", "jab", "liye", "magar"),
    ]
)
"""What stands before bibi or khan when they are spoken to, or told of: `us ne kaha bibi jao`."""
WERE = folded_words(["تھے", "تھیں", "ہیں", "ہوں", "رہا", "رہی", "رہے"])
AFTER_INFINITIVES = POSTPOSITIONS | folded_words(
    [
        *("لگا", "لگی", "لگے", "آیا", "آئی", "آئے", "دیا", "دی", "گیا", "گئی", "والا", "والی"),
        *("laga", "lagi", "lage", "aya", "ayi", "aai", "dia", "diya", "di", "gaya", "gai", "wala"),
    ]
)
DONE = folded_words(
    [
        *("karo", "karna", "karti", "karta", "karte", "karen", "karein", "kar", "kiya", "kia"),
        *("karegi", "karega", "rakho", "rakhna", "rakhti", "rakhta", "rakhi", "rakh", "mango"),
        *("mangna", "mangti", "mangta", "mangi", "maangi", "de", "deti", "deta", "dete", "dena"),
        *("do", "dilata", "dilati", "dilai", "hoti", "hota", "jaisa", "jaisi", "jaise", "sa", "si"),
        *("کرو", "کرنا", "کرتی", "کرتا", "کرتے", "کریں", "کر", "کیا", "کرے", "رکھو", "رکھنا"),
        *("رکھتی", "رکھتا", "رکھی", "رکھ", "مانگو", "مانگنا", "مانگتی", "مانگتا", "مانگی", "دیتی"),
        *("دیتا", "دیتے", "دینا", "دو", "دلاتا", "دلاتی", "دلائی", "ہوتی", "ہوتا", "جیسا", "جیسی"),
        *(
            "جیسے",
            "سا",
            "palte",
            "palti",
            "palta",
            "pali",
            "pale",
            "پالتے",
            "پالتی",
            "پالتا",
            "پالی",
        ),
    ]
)
"""What is done with patience or hope, or likened to a flower, not with whom is called so."""
HOW = folded_words(
    [
        *("khushi", "himmat", "sabar", "sabr", "izzat", "mohabbat", "muhabbat", "roshni", "umeed"),
        *("ikhlas", "haya", "qismat", "خوشی", "ہمت", "صبر", "عزت", "محبت", "روشنی", "امید"),
        *("اخلاص", "حیا", "قسمت"),
    ]
)
WITH_PEOPLE = folded_words(
    [
        *("mili", "mila", "mile", "milne", "milti", "mulaqat", "kaha", "pucha", "poocha", "baat"),
        *("sath", "saath", "pas", "paas", "ghar", "larai", "dosti", "shadi", "nikah", "naam"),
        *("ملی", "ملا", "ملے", "ملنے", "ملتی", "ملاقات", "کہا", "پوچھا", "بات", "ساتھ", "پاس"),
        *("گھر", "لڑائی", "دوستی", "شادی", "نکاح", "نام"),
    ]
)
"""What follows when somebody is met or asked: `roshni se mulaqat hui`."""
OF_MEN = folded_words(
    [
        *("khan", "shah", "jan", "bux", "bakhsh", "baksh", "ullah", "masih", "maseeh", "ram"),
        *("das", "kumar", "singh", "nawaz", "ditta", "dino", "gul", "chand", "zai", "khel"),
    ]
)
HERS = folded_words(["apni", "apna", "meri", "mera", "teri", "uski", "sari", "saari", "puri"])
"""What stands before jan when it is somebody's life."""
PEOPLES = folded_words(
    [
        *("afghan", "afghani", "pathan", "pashtun", "pakhtun", "baloch", "sindhi", "punjabi"),
        *("saraiki", "hazara", "kashmiri", "brahui", "irani", "hindu", "musalman", "sikh"),
        *("maseehi", "isai", "bengali", "bangali", "افغان", "افغانی", "پٹھان", "پشتون", "پختون"),
        *("بلوچ", "سندھی", "پنجابی", "سرائیکی", "ہزارہ", "کشمیری", "بروہی", "ایرانی", "ہندو"),
        *("مسلمان", "سکھ", "مسیحی", "عیسائی", "بنگالی", "kolhi", "bheel", "bhil", "meghwar"),
        *("marwari", "کولہی", "بھیل", "میگھواڑ", "مارواڑی", "bugti", "marri", "بگٹی"),
    ]
)
SOMEBODY = folded_words(
    [
        *("aurat", "aurten", "aurton", "larki", "larkiyan", "larka", "khatoon", "admi", "mard"),
        *("buzurg", "boorhi", "burhi", "maa", "woman", "women", "girl", "man", "lady", "prisoner"),
        *("عورت", "عورتیں", "عورتوں", "لڑکی", "لڑکیاں", "لڑکا", "خاتون", "خواتین", "آدمی", "مرد"),
        *("بزرگ", "بوڑھی", "قیدی", "سپاہی", "qaidi", "sipahi", "family", "tribe", "khandan"),
        *("biradri", "qabeela", "qabeelay", "qom", "qaum", "log", "logon", "people", "shohar"),
        *("husband", "خاندان", "برادری", "قبیلہ", "قبیلے", "قوم", "لوگ", "لوگوں", "شوہر"),
    ]
)
"""Who is told of by her people: an Afghan woman, ہندو لڑکی."""
