"""Which everyday words are no names beside a cue, and what stands after those that are.

Room: disclosure (floor 5).
Spec: docs/spec/text-review.md section 2.3.
"""

from survey_app.disclosure.free_text.folding import folded_words

QUALITIES = folded_words(
    [
        *("choti", "chhoti", "chota", "chhota", "chotu", "lambi", "lamba", "moti", "mota", "patli"),
        *("nanhi", "nanha", "nikki", "nikka", "waddi", "wadi", "wadda", "gol", "chand", "unchi"),
        *("kali", "kala", "kaali", "kaala", "gori", "gora", "sanwli", "sanwla", "bhoori", "bhuri"),
        *("lal", "laal", "neeli", "peeli", "savi", "sawi", "gulabi", "hari", "safed", "sunehri"),
        *("mithi", "meethi", "mitha", "meetha", "karwi", "karwa", "khatti", "namkeen", "phiki"),
        *("thandi", "thanda", "garam", "tatti", "koseli", "tez", "tezi", "narm", "sakht", "halki"),
        *("bholi", "bhola", "siyani", "siyana", "sayani", "sachi", "sachchi", "sacha", "sidhi"),
        *("achi", "acha", "achhi", "changi", "changa", "sohni", "sohna", "suhni", "suhna", "pyari"),
        *("piyari", "pyara", "piyara", "ladli", "ladla", "lalli", "nazuk", "anokhi", "nirali"),
        *("purani", "nayi", "naveli", "pakki", "kachi", "sukhi", "salamat", "salamti", "salamte"),
        *(
            "amiri",
            "shokh",
            "bhali",
            "bhala",
            "saadi",
            "bhari",
            "goongi",
            "boli",
            "andhi",
            "langri",
        ),
        *("چھوٹی", "چھوٹا", "چھوٹو", "لمبی", "لمبا", "موٹی", "موٹا", "پتلی", "ننھی", "ننھا"),
        *("نکی", "نکا", "وڈی", "وڈا", "اونچی", "کالی", "کالا", "گوری", "گورا", "سانولی", "سانولا"),
        *("بھوری", "لال", "نیلی", "پیلی", "ساوی", "گلابی", "ہری", "سفید", "سنہری", "میٹھی"),
        *("میٹھا", "کڑوی", "کڑوا", "کھٹی", "نمکین", "پھیکی", "ٹھنڈی", "ٹھنڈا", "گرم", "تتی"),
        *("تیز", "نرم", "ہلکی", "بھولی", "بھولا", "سیانی", "سیانا", "سچی", "سچا", "سیدھی"),
        *("اچھی", "اچھا", "چنگی", "چنگا", "سوہنی", "سوہنا", "پیاری", "پیارا", "لاڈلی", "لاڈلا"),
        *("نازک", "انوکھی", "نرالی", "پرانی", "نئی", "پکی", "کچی", "سکھی", "سلامت", "شوخ"),
        *("بھلی", "بھلا", "سادی", "بھاری"),
    ]
)
"""What is said of people and things, and is a name right before a postposition: `choti ne`."""
ARE_CALLED = folded_words(
    [
        *("ne", "ney", "nay", "ko", "ka", "ki", "ke", "se", "sy", "jo", "jis", "jisay", "jise"),
        *("mujhe", "mjhe", "mujh", "hamein", "humein", "hame", "usay", "mere", "meri", "mera"),
        *("boli", "bola", "bolin", "kehti", "kehta", "kehne", "roti", "rota", "hansti", "hansta"),
        *("bolti", "bolta", "soti", "darti", "larti", "rehti", "rehta", "sunati", "sikhati"),
        *("نے", "کو", "کا", "کی", "کے", "سے", "جو", "جس", "جسے", "مجھے", "مجھ", "ہمیں", "اسے"),
        *("میرے", "میری", "میرا", "بولی", "بولا", "بولیں", "کہتی", "کہتا", "کہنے", "روتی"),
        *("روتا", "ہنستی", "ہنستا", "بولتی", "بولتا", "سوتی", "ڈرتی", "لڑتی", "رہتی", "رہتا"),
        *("سناتی", "سکھاتی"),
    ]
)
"""What stands after somebody and not after what is said of her."""
ALSO = folded_words(["bhi", "بھی"])
TO = folded_words(["ko", "ne", "ney", "nay", "کو", "نے"])
TO_HER = ARE_CALLED - folded_words(
    [*("ka", "ki", "ke", "se", "sy", "rehti", "rehta"), *("کا", "کی", "کے", "سے", "رہتی", "رہتا")]
)
"""What stands after somebody, and not after a thing: the shop has clothes, and is no woman."""
OF_A_NAME = folded_words(["کا", "کی", "سے"])
"""What never follows a form of a verb, unless it is somebody's name: مانا کی بیٹی."""
THAT_IS = folded_words(["yani", "yaani", "yanee", "یعنی"])
AND = folded_words(["aur", "اور"])
TELLERS = folded_words(["main", "mein", "mai", "hum", "میں", "ہم"])
NOT_DONE_TO = folded_words(
    [
        *("raat", "rat", "subah", "subha", "shaam", "din", "kal", "aaj", "dopahar", "dopehar"),
        *("roz", "itwar", "jumme", "hafte", "baad", "akhir", "aakhir", "waqt", "eid", "sardi"),
        *("garmi", "dil", "dimagh", "jism", "sar", "sir", "hath", "haath", "pait", "pet", "jaan"),
        *("police", "polis", "pulis", "jail", "jel", "thana", "adalat", "court", "school", "ghar"),
        *("hospital", "haspatal", "gaon", "sheher", "shehar", "mulk", "duniya", "dunya", "zindagi"),
        *("maut", "izzat", "ghussa", "gussa", "gham", "dukh", "dard", "pani", "khana", "roti"),
        *("paisa", "zameen", "zamin", "chabi", "darwaza", "kaghaz", "case", "bachpan", "sach"),
        *("jhoot", "baat", "bat", "cheez", "kaam", "kam", "namaz", "ilaj", "dawai", "peshi"),
        *("milne", "marne", "khud", "apne", "apni", "apna", "kisi", "kissi", "sab", "dono"),
        *("fauran", "gari", "kapra", "qabar", "qanoon", "khuda", "allah", "jirga", "panchayat"),
        *("رات", "صبح", "شام", "دن", "کل", "آج", "دوپہر", "روز", "اتوار", "جمعے", "بعد", "آخر"),
        *("وقت", "عید", "سردی", "گرمی", "دل", "دماغ", "جسم", "سر", "ہاتھ", "پیٹ", "جان"),
        *("پولیس", "جیل", "تھانہ", "عدالت", "کورٹ", "سکول", "اسکول", "گھر", "ہسپتال", "اسپتال"),
        *("گاؤں", "شہر", "ملک", "دنیا", "زندگی", "موت", "عزت", "غصہ", "غم", "دکھ", "درد", "پانی"),
        *("کھانا", "روٹی", "پیسہ", "زمین", "چابی", "دروازہ", "کاغذ", "کیس", "بچپن", "سچ"),
        *("جھوٹ", "بات", "چیز", "کام", "نماز", "علاج", "دوائی", "پیشی", "ملنے", "مرنے"),
        *("خود", "اپنے", "اپنی", "اپنا", "کسی", "سب", "دونوں", "فورا", "گاڑی", "کپڑا", "قبر"),
        *("قانون", "خدا", "اللہ", "جرگہ", "پنچایت", "حکومت", "فوج", "hukumat", "fauj", "fouj"),
    ]
)
"""What stands between somebody and `ko` or `ne` and is nobody: a time, a thing, an office."""
SMALL_WORDS = folded_words(
    [
        *("main", "mein", "mai", "hum", "ham", "tum", "aap", "wo", "woh", "ye", "yeh", "us", "un"),
        *("is", "in", "unhon", "unhone", "inhon", "jis", "jin", "jinhon", "kis", "kin", "kya"),
        *("kia", "kyun", "kaise", "kahan", "kab", "kaun", "kon", "kitna", "kitni", "jo", "jab"),
        *("tab", "ab", "phir", "phr", "aur", "or", "ya", "lekin", "magar", "to", "toh", "hi"),
        *("bhi", "na", "nahi", "nahin", "mat", "ke", "keh", "agar", "warna", "kyunke", "bas"),
        *("bohat", "bohot", "bahut", "buhat", "zyada", "kam", "kuch", "koi", "sab", "sabhi"),
        *("har", "ek", "aik", "do", "teen", "char", "chaar", "paanch", "panch", "kai", "itna"),
        *("itni", "aisa", "aisi", "waisa", "yahan", "wahan", "idhar", "udhar", "andar", "bahar"),
        *("upar", "neeche", "aage", "peeche", "saath", "sath", "paas", "pas", "liye", "liay"),
        *("taraf", "pehle", "pehli", "pehla", "baad", "bad", "abhi", "kabhi", "hamesha", "aksar"),
        *("shayad", "zaroor", "sirf", "khud", "apna", "apni", "apne", "mera", "meri", "mere"),
        *("hamara", "hamari", "tera", "teri", "uska", "uski", "dosri", "doosri", "dosra", "wohi"),
        *("yehi", "wahi", "yahi", "waghera", "hai", "hain", "tha", "thi", "thay", "hoon", "hun"),
        *("میں", "ہم", "تم", "آپ", "وہ", "یہ", "اس", "ان", "انہوں", "جس", "جن", "جنہوں", "کس"),
        *("کن", "کیا", "کیوں", "کیسے", "کہاں", "کب", "کون", "کتنا", "کتنی", "جو", "جب", "تب"),
        *("اب", "پھر", "اور", "یا", "لیکن", "مگر", "تو", "ہی", "بھی", "نہ", "نہیں", "مت", "کہ"),
        *("اگر", "ورنہ", "کیونکہ", "بس", "بہت", "زیادہ", "کم", "کچھ", "کوئی", "سب", "سبھی"),
        *("ہر", "ایک", "دو", "تین", "چار", "پانچ", "کئی", "اتنا", "اتنی", "ایسا", "ایسی"),
        *("یہاں", "وہاں", "ادھر", "اندر", "باہر", "اوپر", "نیچے", "آگے", "پیچھے", "ساتھ"),
        *("پاس", "لیے", "طرف", "پہلے", "پہلی", "پہلا", "بعد", "ابھی", "کبھی", "ہمیشہ", "اکثر"),
        *("شاید", "ضرور", "صرف", "خود", "اپنا", "اپنی", "اپنے", "میرا", "میری", "میرے"),
        *("ہمارا", "ہماری", "تیرا", "تیری", "دوسری", "دوسرا", "وہی", "یہی", "وغیرہ", "ہے"),
        *("ہیں", "تھا", "تھی", "تھے", "ہوں"),
    ]
)
"""What is never a name, whatever stands beside it."""
NOT_HER_NAME = folded_words(
    [
        *("lamba", "mushkil", "asan", "aasan", "farzi", "jhoota", "jaali", "nakli", "naqli"),
        *("pyara", "purana", "naya", "bara", "mukhtalif", "pata", "maloom", "yad", "pehle"),
        *("list", "file", "kata", "kaata", "nikala", "roshan", "kharab", "gandi", "saf", "daal"),
        *("لمبا", "مشکل", "آسان", "فرضی", "جھوٹا", "جعلی", "نقلی", "پیارا", "پرانا", "نیا"),
        *("بڑا", "مختلف", "پتا", "پتہ", "معلوم", "فہرست", "فائل", "کاٹا", "نکالا", "ڈالا"),
        *("same", "ek", "nikla", "chala", "diya", "lena", "leta", "leti", "نکلا", "لینا", "لیتا"),
        *("aya", "aaya", "ayi", "gaya", "raha", "rakha", "dala", "daala", "suna", "hua", "chala"),
        *("pukara", "lagaya", "likhwaya", "badla", "chupaya", "bola", "kaha", "mila", "lia"),
        *("rakhna", "batana", "likhna", "likhwana", "poocha", "pucha", "liya", "mangta"),
        *("آیا", "گیا", "رہا", "رکھا", "سنا", "ہوا", "چلا", "پکارا", "لگایا", "لکھوایا", "بدلا"),
        *("چھپایا", "بولا", "کہا", "ملا", "رکھنا", "بتانا", "لکھنا", "لکھوانا", "پوچھا", "لیا"),
    ]
)
"""What is said of a name: `us ka naam mushkil tha`."""
NOT_CALLED_SO = folded_words(
    [
        *(
            "pagal",
            "chor",
            "chorni",
            "qatil",
            "qaatil",
            "mujrim",
            "manhoos",
            "badchalan",
            "gunahgar",
        ),
        *("bura", "buri", "bhala", "acha", "achi", "ghalat", "galat", "sahi", "theek", "thik"),
        *("sach", "sacha", "jhoot", "jhooti", "jhoota", "jhuta", "jhuti", "gali", "gaali", "ganda"),
        *(
            "gandi",
            "kutti",
            "kutta",
            "kamini",
            "kamina",
            "beghairat",
            "besharam",
            "behaya",
            "randi",
        ),
        *("kanjri", "tawaif", "badnaam", "badnam", "randi", "zalim", "bewafa", "bechari", "kafir"),
        *("dushman", "ghaddar", "baanjh", "banjh", "bewa", "yateem", "musalman", "hindu", "chuhri"),
        *("chuhra", "behen", "behan", "bhai", "maa", "beti", "beta", "amma", "baji", "kari"),
        *("siyahkari", "naam", "baat", "kaam", "salam", "khuda", "mulzim", "mulzima", "qaidi"),
        *("qaidan", "jail", "zinda", "wapas", "ghar", "andar", "milne", "aane", "jane", "chup"),
        *("nek", "naik", "shareef", "sharif", "ghareeb", "ameer", "bimar", "beemar", "zaroori"),
        *("samajhdar", "bahadur", "buzdil", "kamzor", "jahil", "anparh", "masoom", "majboor"),
        *("نیک", "شریف", "غریب", "امیر", "بیمار", "ضروری", "سمجھدار", "بہادر", "بزدل", "کمزور"),
        *("جاہل", "معصوم", "مجبور", "بدقسمت", "خوش", "khush", "badqismat", "lawaris", "لاوارث"),
        *("mukhbir", "jasoos", "gawah", "urdu", "sindhi", "punjabi", "pashto", "zor", "ulta"),
        *("پاگل", "چور", "چورنی", "قاتل", "مجرم", "منحوس", "بدچلن", "گنہگار", "برا", "بری"),
        *("بھلا", "اچھا", "اچھی", "غلط", "صحیح", "ٹھیک", "سچ", "سچا", "جھوٹ", "جھوٹی"),
        *("جھوٹا", "گالی", "گندا", "گندی", "کتی", "کتا", "کمینی", "کمینہ", "بےغیرت", "بےشرم"),
        *("بیغیرت", "بیشرم", "غیرت", "شرم", "حیا", "کنجری", "طوائف", "بدنام", "ظالم", "وفا"),
        *("بیچاری", "کافر", "دشمن", "غدار", "بانجھ", "بیوہ", "یتیم", "مسلمان", "ہندو", "چوہڑی"),
        *("بہن", "بھائی", "ماں", "بیٹی", "بیٹا", "اماں", "باجی", "کاری", "نام", "بات", "کام"),
        *("سلام", "خدا", "ملزم", "ملزمہ", "قیدی", "قیدن", "جیل", "زندہ", "واپس", "گھر", "چپ"),
        *("مخبر", "جاسوس", "گواہ", "اردو", "سندھی", "پنجابی", "پشتو", "زور", "الٹا", "ملنے"),
    ]
)
"""What a woman is called who is not called so: `sab mujhe pagal kehte thay`."""
