//! Names of invented people. Any likeness to a living person is chance.

use crate::dice::Dice;
use comity_places::Bilingual;

const WOMEN: [(&str, &str); 26] = [
    ("Amal", "أمل"),
    ("Samira", "سميرة"),
    ("Rana", "رنا"),
    ("Huda", "هدى"),
    ("Layla", "ليلى"),
    ("Nadia", "نادية"),
    ("Dina", "دينا"),
    ("Salma", "سلمى"),
    ("Mariam", "مريم"),
    ("Yasmin", "ياسمين"),
    ("Reem", "ريم"),
    ("Hanan", "حنان"),
    ("Lina", "لينا"),
    ("Suha", "سهى"),
    ("Ghada", "غادة"),
    ("Iman", "إيمان"),
    ("Nour", "نور"),
    ("Farah", "فرح"),
    ("Abeer", "عبير"),
    ("Wafa", "وفاء"),
    ("Helena", "هيلانة"),
    ("Siran", "سيران"),
    ("Thuraya", "ثريا"),
    ("Buthaina", "بثينة"),
    ("Maha", "مها"),
    ("Rula", "رولا"),
];

const MEN: [(&str, &str); 26] = [
    ("Karim", "كريم"),
    ("Tariq", "طارق"),
    ("Bassam", "بسام"),
    ("Elias", "إلياس"),
    ("Omar", "عمر"),
    ("Ziad", "زياد"),
    ("Nabil", "نبيل"),
    ("Fadi", "فادي"),
    ("Hatem", "حاتم"),
    ("Murad", "مراد"),
    ("Jamil", "جميل"),
    ("Rami", "رامي"),
    ("Salim", "سليم"),
    ("Anwar", "أنور"),
    ("Wael", "وائل"),
    ("Majd", "مجد"),
    ("Idris", "إدريس"),
    ("Hagop", "هاكوب"),
    ("Yousef", "يوسف"),
    ("Adel", "عادل"),
    ("Munir", "منير"),
    ("Khalil", "خليل"),
    ("Shadi", "شادي"),
    ("Qais", "قيس"),
    ("Marwan", "مروان"),
    ("Sami", "سامي"),
];

const FAMILIES: [(&str, &str); 44] = [
    ("Rihani", "الريحاني"),
    ("Bahri", "البحري"),
    ("Marsawi", "المرساوي"),
    ("Zaytouni", "الزيتوني"),
    ("Sayyad", "الصياد"),
    ("Najjar", "النجار"),
    ("Khabbaz", "الخباز"),
    ("Attar", "العطار"),
    ("Sahlani", "السهلاني"),
    ("Nahri", "النهري"),
    ("Tahhan", "الطحان"),
    ("Mallah", "الملاح"),
    ("Warraq", "الوراق"),
    ("Sabbagh", "الصباغ"),
    ("Haddad", "الحداد"),
    ("Khayyat", "الخياط"),
    ("Bustani", "البستاني"),
    ("Jabali", "الجبلي"),
    ("Sarraf", "الصراف"),
    ("Banna", "البناء"),
    ("Shamma", "الشماع"),
    ("Fakhouri", "الفاخوري"),
    ("Naddaf", "النداف"),
    ("Qattan", "القطان"),
    ("Ghawwas", "الغواص"),
    ("Rassam", "الرسام"),
    ("Sukkari", "السكري"),
    ("Hallaq", "الحلاق"),
    ("Karmi", "الكرمي"),
    ("Tammar", "التمار"),
    ("Assal", "العسال"),
    ("Labban", "اللبان"),
    ("Zajjaj", "الزجاج"),
    ("Nassaj", "النساج"),
    ("Saati", "الساعاتي"),
    ("Manari", "المناري"),
    ("Kattab", "الكتاب"),
    ("Shatti", "الشطي"),
    ("Bazian", "بازيان"),
    ("Petran", "بطران"),
    ("Warda", "وردة"),
    ("Dallal", "الدلال"),
    ("Rifi", "الريفي"),
    ("Mina", "مينا"),
];

/// Gives names, no full name twice.
pub(crate) struct Register {
    given: std::collections::BTreeSet<String>,
    dice: Dice,
}

impl Register {
    pub(crate) fn new(seed: u64) -> Self {
        Self { given: std::collections::BTreeSet::new(), dice: Dice::new(seed, "names") }
    }

    pub(crate) fn woman(&mut self) -> Bilingual {
        self.name(&WOMEN)
    }

    pub(crate) fn man(&mut self) -> Bilingual {
        self.name(&MEN)
    }

    pub(crate) fn anybody(&mut self) -> Bilingual {
        if self.dice.chance(0.5) { self.woman() } else { self.man() }
    }

    fn name(&mut self, first: &[(&'static str, &'static str)]) -> Bilingual {
        loop {
            let ((en, ar), (family_en, family_ar)) = (self.dice.pick(first), self.dice.pick(&FAMILIES));
            if self.given.insert(format!("{en} {family_en}")) {
                return Bilingual::new(format!("{en} {family_en}"), format!("{ar} {family_ar}"));
            }
        }
    }
}
