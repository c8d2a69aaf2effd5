"""Small words of the frames that give a name away: `naam X tha`, `sab use X kehte hain`.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

from survey_app.disclosure.free_text.folding import folded_words

ARE = folded_words(
    [
        *("hai", "hain", "tha", "thi", "the", "thay", "thin", "ha", "he", "is", "was"),
        *("ہے", "ہیں", "تھا", "تھی", "تھے", "تھیں"),
    ]
)
IS_KIN = ARE - folded_words(["the", "he", "ha"])
GIVEN = folded_words(
    [
        *("bataya", "btaya", "batata", "batati", "likha", "likhwaya", "likhaya", "rakha", "rakh"),
        *("rakhte", "rakhi", "dia", "diya", "lia", "liya", "leti", "liye"),
        *("بتایا", "بتاتا", "بتاتی", "لکھا", "لکھوایا", "رکھا", "رکھ", "رکھتے", "دیا"),
    ]
)
KEPT = folded_words(["rakha", "rakhi", "رکھا"])
NAMED = folded_words(["naam", "nam", "نام"])
NOT_CALLED = folded_words(
    [
        *("yaad", "yad", "ghalat", "galat", "sahi", "theek", "acha", "badnam", "badnaam", "alag"),
        *("kharab", "khatam", "mashhoor", "mashoor", "likha", "bataya", "wohi", "wahi", "shamil"),
        *("salam", "shukria", "سلام", "شکریہ"),
        *("pagal", "chor", "zaroor", "zaruri", "chupa", "darj", "liya", "lia", "diya", "dia"),
        *("یاد", "غلط", "صحیح", "ٹھیک", "اچھا", "بدنام", "الگ", "خراب", "ختم", "مشہور", "لکھا"),
        *("بتایا", "وہی", "شامل", "پاگل", "چور", "ضرور", "ضروری", "درج", "لیا", "دیا", "سنا"),
    ]
)
WHOSE = folded_words(
    [
        *("us", "un", "is", "in", "jis", "jin", "mera", "meri", "mere", "uska", "unka", "iska"),
        *("hamara", "ka", "ki", "ke", "jiska", "apna"),
        *("اس", "ان", "جس", "جن", "میرا", "میری", "میرے", "ہمارا", "کا", "کی", "کے", "اپنا"),
    ]
)
PERHAPS = folded_words(["shayad", "ghaliban", "galiban", "asal", "asli", "شاید", "غالبا", "اصل"])
CALLED = folded_words(
    [
        *("kehlati", "kehlata", "kehlate", "kahlati", "kahlata", "kehlaati", "pukarte", "pukarti"),
        *("pukarta", "pukaarte", "کہلاتی", "کہلاتا", "کہلاتے", "پکارتے", "پکارتی", "پکارتا"),
    ]
)
SAYING = folded_words(["keh", "kah", "kehke", "bol", "کہہ", "بول"])
CALLING = folded_words(
    [
        *("kehte", "kehtay", "kehty", "kehti", "kehta", "kahte", "kahtay", "kahti", "bolte"),
        *("bulate", "bulatay", "bulati", "bulata", "pukarte", "pukarti", "bulaya", "bulaate"),
        *("کہتے", "کہتی", "کہتا", "بلاتے", "بلاتی", "بلاتا", "بولتے", "پکارتے", "پکارتی"),
    ]
)
WHOM = folded_words(
    [
        *("use", "usay", "usey", "usko", "isko", "ise", "unko", "unhe", "unhein", "mujhe", "mjhe"),
        *("muje", "jise", "jisay", "jisko", "jinhe", "jinhein", "sab", "log", "se", "ko", "usse"),
        *("اسے", "انہیں", "مجھے", "جسے", "جنہیں", "سب", "لوگ", "سے", "کو"),
    ]
)
MY = folded_words(
    [
        *("mera", "meri", "mere", "hamara", "hamari", "hamare", "my", "our", "his", "her", "their"),
        *("میرا", "میری", "میرے", "ہمارا", "ہماری", "ہمارے"),
    ]
)
WHO = folded_words(["jo", "who", "جو"])
WHO_IS = WHO | folded_words(["is", "was", "ke", "k"])
OF = folded_words(["ke", "k", "کے"])
OF_HIM = folded_words(["ki", "ka", "کی", "کا"])
HAVING = folded_words(["wali", "wala", "wale", "walay", "se", "والی", "والا", "والے", "سے"])
NO_TITLES = folded_words(
    ["mai", "main", "mam", "maam", "sir", "jan", "shah", "naam", "nam", "نام", "نامی", "مائی"]
)
BY = folded_words(["se", "sy", "pe", "par", "سے", "پر", "پہ"])
WHO_ASKED = folded_words(["kon", "kaun", "koun", "کون"])
ASKED = folded_words(
    [
        *("pucha", "poocha", "puchha", "pocha", "puchte", "puchti", "puchta", "kaha", "bola"),
        *("پوچھا", "پوچھتے", "پوچھتی", "پوچھتا", "کہا", "بولا", "بولی", "کہ", "ke", "k"),
    ]
)
AND = folded_words(["aur", "or", "and", "phir", "phr", "then", "ya", "اور", "پھر", "یا"])
OR = folded_words(["ya", "یا"])
OTHER = folded_words(
    [
        *("choti", "chhoti", "chota", "chhota", "bari", "badi", "bara", "bada", "dosri", "doosri"),
        *("dosra", "doosra", "teesri", "teesra", "tisri", "manjhli", "manjhla", "pehli", "pehla"),
        *("younger", "youngest", "small", "little", "elder", "eldest", "second", "third"),
        *("چھوٹی", "چھوٹا", "بڑی", "بڑا", "دوسری", "دوسرا", "تیسری", "تیسرا", "منجھلی", "منجھلا"),
    ]
)
TOLD = folded_words(
    [
        *("kaha", "bataya", "btaya", "pucha", "poocha", "samjhaya", "bulaya", "roka", "likhwaya"),
        *("کہا", "بتایا", "پوچھا", "سمجھایا", "بلایا", "روکا", "لکھوایا"),
    ]
)
SPOKE = folded_words(["boli", "bola", "bolin", "بولی", "بولا", "بولیں", "said"])
OPENERS = folded_words(
    ["ke", "k", "ki", "tab", "to", "toh", "magar", "lekin", "but", "کہ", "تب", "تو", "مگر", "لیکن"]
)
LAST_HALVES = folded_words(
    [
        *("bakhsh", "baksh", "bux", "buksh", "bakhash", "nisa", "ditta", "ditto", "wasaya", "dino"),
        *("wasayo", "bachayo", "rakhio", "warayo", "rakhi"),
        *("بخش", "نساء", "ڈتہ", "ڈتا", "دتہ", "وسایا", "وسائی", "ڈنو", "وسایو", "بچایو", "ورایو"),
    ]
)
HONOURED = folded_words(["ji", "jee", "jii", "جی"])
CALL = folded_words(["call", "calls", "called", "calling", "named", "nicknamed"])
HER = folded_words(["her", "him", "me", "us", "them", "it"])
ALSO_CALLED = folded_words(["urf", "alias", "عرف", "المعروف"])
SIZES = OTHER | folded_words(
    [
        *("chotay", "chote", "chotey", "chhote", "baray", "bare", "barey", "bade", "dosray"),
        *("chotu", "chutki", "tisra", "doosray", "چھوٹے", "بڑے", "دوسرے", "تیسرے", "older"),
    ]
)
"""What tells one child or brother from the other: `bara X aur chota Y`."""
ALL = folded_words(["sab", "sb", "سب"])
LAST_BORN = folded_words(["youngest", "eldest", "oldest", "firstborn", "younger", "elder"])
OWN = folded_words(["ka", "ki", "کا", "کی", "is", "was", "one"])
GIVERS = folded_words(
    [
        "ne",
        "ney",
        "nay",
        "نے",
        "mene",
        "meine",
        "maine",
        "mainay",
        "hmne",
        "humne",
        "usne",
        "unhone",
    ]
)
CALLS = folded_words(
    [
        *("ae", "aye", "ay", "o", "oye", "oay", "oi", "arey", "aray", "arre", "ari", "ri", "hey"),
        *("اے", "او", "ارے", "اری", "اوئے", "ری", "اوے"),
    ]
)
"""What somebody is called with: `ae X, idhar aa`."""
SPEAKING = folded_words(
    [
        *(
            "kaha",
            "boli",
            "bola",
            "bole",
            "bolin",
            "kehti",
            "kehta",
            "kehte",
            "chillaya",
            "chillai",
        ),
        *(
            "ke",
            "k",
            "keh",
            "cheekhi",
            "pukara",
            "pukari",
            "said",
            "shouted",
            "cried",
            "کہا",
            "بولی",
        ),
        *("بولا", "بولے", "کہتی", "کہتا", "کہتے", "چلایا", "چلائی", "کہ", "پکارا", "چیخی"),
    ]
)
TO_ONE = folded_words(
    [
        *("tu", "tum", "tera", "teri", "tujhe", "idhar", "idher", "udhar", "yahan", "sun", "suno"),
        *("baat", "chup", "uth", "utho", "bahar", "chal", "chalo", "ja", "jao", "aa", "aao", "ao"),
        *("mat", "na", "dekh", "dekho", "kahan", "kya", "kyun", "jaldi", "andar", "baith", "ruk"),
        *(
            "تو",
            "تم",
            "تیرا",
            "تیری",
            "تجھے",
            "ادھر",
            "یہاں",
            "سن",
            "سنو",
            "بات",
            "چپ",
            "اٹھ",
            "اٹھو",
        ),
        *(
            "اٹھو",
            "باہر",
            "چل",
            "چلو",
            "جا",
            "جاؤ",
            "آ",
            "آؤ",
            "مت",
            "نہ",
            "دیکھ",
            "دیکھو",
            "کہاں",
            "کیا",
        ),
        *("کیوں", "جلدی", "اندر", "بیٹھ", "رک", "come", "go", "you", "stop", "where", "get"),
    ]
)
"""What is said to somebody, and follows her name."""
NOT_CALLED_ON = folded_words(
    [
        *("allah", "khuda", "mola", "maula", "rab", "rabba", "malik", "yar", "yaar", "wah", "god"),
        *("اللہ", "خدا", "مولا", "مالک", "رب", "ربا", "یار", "واہ", "خدایا", "پروردگار"),
    ]
)
