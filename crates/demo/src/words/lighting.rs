//! Street lighting.

use super::{Plan, Topic, Voice};
use crate::practice::Category;

pub(crate) const TOPIC: Topic = Topic {
    category: Category::Lighting,
    weight: 13.0,
    en: Voice {
        openings: &[
            "a|The street lights on {s} have been out for more than three weeks.",
            "a|{s} is completely dark after sunset, all the way down to {t}.",
            "a|Four lamps in a row do not work on {s}.",
            "c|The new lamps on {s} go off at about nine in the evening and do not come back on.",
            "b|The passage between {s} and {t} has no light at all.",
            "a|One lamp near the corner of {s} flickers all night and the two beside it are dead.",
            "a|Since the last storm there is no lighting on the lower end of {s}.",
        ],
        details: &[
            "You cannot see the pavement or the open kerb by the corner.",
            "a|The trees have grown over the lamps, so even those that work light only the leaves.",
            "a|The cable box at the foot of the pole hangs open and children play there.",
            "I reported it to the electricity window twice and got no number and no answer.",
            "The shop on the corner used to leave a lamp on, but it closed in spring.",
            "It is the only way from the bus stop to the houses behind.",
            "ac|The lights on the next street work, so it is not a power cut.",
        ],
        effects: &[
            "My mother fell there last Thursday and hurt her wrist.",
            "My daughters no longer walk home that way after their evening lessons.",
            "Older people go home before the evening prayer now because of it.",
            "Two women from our building were followed there in the dark.",
            "Drivers only see people when they are already in front of the car.",
            "I work late shifts and I take a taxi for two hundred metres.",
        ],
        asks: &[
            "a|Please have the lamps repaired and the branches cut.",
            "Can somebody tell us who is responsible and when it will be mended?",
            "ab|We would be grateful for even one working lamp at the corner.",
            "Please come and look at it in the evening, not at noon.",
            "I would like to know whether it is on anyone's list.",
        ],
        answers: &[
            "a|Thank you for writing. I walked {s} after dark and counted the lamps that are out. I have sent the list with the pole numbers to Public Works and will tell you what they say.",
            "a|You are right: it is very dark there. Public Works have the fault on record now. Until it is repaired our evening patrol takes that way on foot.",
            "c|I have been to see it. The lamps work, but they are switched with a faulty timer. I have passed this to the municipality with your description, without your name.",
            "Thank you. I spoke with the neighbours on {t} too; they tell the same. It will go to Public Works this week.",
        ],
    },
    ar: Voice {
        openings: &[
            "a|إنارة {s} معطلة منذ أكثر من ثلاثة أسابيع.",
            "a|يغرق {s} في الظلام بعد المغرب حتى آخره عند {t}.",
            "a|أربعة أعمدة متتالية لا تعمل في {s}.",
            "b|الممر بين {s} و{t} بلا أي إنارة.",
            "a|منذ العاصفة الأخيرة لا يوجد ضوء في الجزء السفلي من {s}.",
            "c|المصابيح الجديدة في {s} تنطفئ نحو التاسعة مساءً ولا تعود.",
        ],
        details: &[
            "لا يرى المرء الرصيف ولا الحفرة عند الزاوية.",
            "a|كبرت الأشجار حتى غطت المصابيح، فلا يصل ضوؤها إلى الأرض.",
            "a|صندوق الكهرباء أسفل العمود مفتوح والأطفال يلعبون بقربه.",
            "راجعت مكتب الكهرباء مرتين ولم أحصل على رقم ولا على جواب.",
            "هو الطريق الوحيد من موقف الحافلة إلى البيوت الخلفية.",
            "ac|الشارع المجاور مضاء، فالأمر ليس انقطاعًا عامًا للكهرباء.",
        ],
        effects: &[
            "وقعت والدتي هناك يوم الخميس وتأذت يدها.",
            "لم تعد بناتي يرجعن من هذا الطريق بعد دروس المساء.",
            "صار كبار السن يعودون إلى بيوتهم قبل العشاء خوفًا من السقوط.",
            "لا يرى السائقون المارة إلا حين يصبحون أمام السيارة.",
            "أعمل حتى وقت متأخر وأضطر إلى أخذ سيارة أجرة لمئتي متر.",
        ],
        asks: &[
            "a|نرجو إصلاح المصابيح وتقليم الأغصان.",
            "من المسؤول عن ذلك، ومتى يتم الإصلاح؟",
            "ab|نكتفي ولو بمصباح واحد يعمل عند الزاوية.",
            "نرجو أن يأتي أحد لمعاينة المكان مساءً لا ظهرًا.",
        ],
        answers: &[
            "a|شكرًا على رسالتك. مشيت في {s} بعد المغرب وعددت المصابيح المعطلة، وأرسلت القائمة بأرقام الأعمدة إلى دائرة الأشغال، وسأخبرك بردهم.",
            "ab|معك حق، المكان مظلم جدًا. سُجل العطل لدى دائرة الأشغال، وإلى أن يُصلح تمر دوريتنا المسائية من هناك سيرًا على الأقدام.",
            "c|عاينت المكان مساءً. المصابيح سليمة لكن المؤقت معطل. أبلغت البلدية بوصفك دون ذكر اسمك.",
        ],
    },
    plans: &[
        Plan {
            about: "a",
            title: ("Lighting on {s}", "إنارة {s}"),
            discussion: (
                "Public Works explained that the cable was damaged during the water works and that spare lamps were short. Members asked for an order by risk rather than by date of report: routes to schools and bus stops first.",
                "أوضحت دائرة الأشغال أن الكابل تضرر أثناء أعمال المياه وأن المصابيح الاحتياطية غير كافية. طلب الأعضاء ترتيبًا حسب الخطر لا حسب تاريخ البلاغ: طرق المدارس ومواقف الحافلات أولًا.",
            ),
            decision: (
                "The lamps on {s} are repaired within six weeks and the branches in front of them are cut.",
                "تُصلح مصابيح {s} خلال ستة أسابيع وتُقلم الأغصان التي تحجبها.",
            ),
            minority: None,
            action: (
                "Replace the damaged cable and lamps on {s}, cut the branches, and check the row again after dark.",
                "استبدال الكابل والمصابيح التالفة في {s} وتقليم الأغصان ومعاينة الصف مجددًا بعد المغرب.",
            ),
            changed: (
                "Eleven lamps work again and the trees are cut back. Checked together with two residents at eight in the evening.",
                "عاد أحد عشر مصباحًا إلى العمل وقُلمت الأشجار. جرت المعاينة مع اثنين من السكان في الثامنة مساءً.",
            ),
            owner: "municipality",
        },
        Plan {
            about: "b",
            title: ("A dark way between {s} and {t}", "ممر مظلم بين {s} و{t}"),
            discussion: (
                "The women's association presented what came out of its evening walk: no light, no view to the end, nobody within call. The municipality pointed to the cost of a new cable. Solar lamps were proposed as a first step.",
                "عرضت الجمعية النسائية نتائج جولتها المسائية: لا ضوء، ولا رؤية إلى آخر الممر، ولا أحد على مسمع. أشارت البلدية إلى كلفة كابل جديد، واقتُرحت مصابيح شمسية خطوةً أولى.",
            ),
            decision: (
                "Three solar lamps are put up in the passage as a trial until the next budget.",
                "تُركب ثلاثة مصابيح شمسية في الممر على سبيل التجربة حتى الموازنة القادمة.",
            ),
            minority: Some((
                "One member held that the passage should be closed at night instead, since lamps would draw groups to it.",
                "رأى أحد الأعضاء أن الأفضل إغلاق الممر ليلًا لأن المصابيح ستجذب التجمعات.",
            )),
            action: (
                "Put up three solar lamps between {s} and {t} and ask people on the spot after a month.",
                "تركيب ثلاثة مصابيح شمسية بين {s} و{t} وسؤال الناس في المكان بعد شهر.",
            ),
            changed: (
                "Three lamps stand and burn until midnight. Of 34 people asked there, 27 said they use the way again.",
                "رُكبت ثلاثة مصابيح تضيء حتى منتصف الليل. من أصل ٣٤ شخصًا سُئلوا هناك قال ٢٧ إنهم عادوا إلى استخدام الممر.",
            ),
            owner: "municipality",
        },
        Plan {
            about: "c",
            title: ("Lamps that go off too early in {q}", "إنارة تنطفئ مبكرًا في {q}"),
            discussion: (
                "The timers were set for winter and never changed. The forum asked why residents had to find this out. Public Works agreed to publish the switching times.",
                "ضُبطت المؤقتات على توقيت الشتاء ولم تُغير. سأل المنتدى لماذا كان على السكان أن يكتشفوا ذلك. وافقت دائرة الأشغال على نشر أوقات التشغيل.",
            ),
            decision: (
                "All timers in {q} are set anew, and the times are posted at the neighbourhood office.",
                "تُضبط جميع المؤقتات في {q} من جديد وتُعلق الأوقات في مكتب الحي.",
            ),
            minority: None,
            action: (
                "Set the timers in {q}, beginning with {s}, and post the times.",
                "ضبط المؤقتات في {q} ابتداءً من {s} وتعليق الأوقات.",
            ),
            changed: (
                "The timers of all nine boxes were set; lamps now burn from dusk to one in the morning.",
                "ضُبطت مؤقتات الصناديق التسعة كلها، وتضيء المصابيح الآن من الغروب حتى الواحدة ليلًا.",
            ),
            owner: "municipality",
        },
    ],
};
