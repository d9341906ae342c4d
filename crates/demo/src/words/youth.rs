//! Young people and public space.

use super::{Plan, Topic, Voice};
use crate::practice::Category;

pub(crate) const TOPIC: Topic = Topic {
    category: Category::YoungPeople,
    weight: 10.0,
    en: Voice {
        openings: &[
            "a|A group of boys sits on the steps of {s} every evening until late.",
            "b|There is nothing for young people to do in {q}, so they hang about on {s}.",
            "b|Ball games against our shutters on {s} go on until midnight.",
            "a|Teenagers gather in the stairwell of the block on {s} when it rains.",
            "c|I am sixteen and wherever we sit on {s} somebody chases us away.",
            "a|The benches on {s} were taken out and now the young people sit on the cars.",
        ],
        details: &[
            "ab|Most are friendly if you speak to them, but there are twenty of them.",
            "bc|The football ground is locked at five in the afternoon.",
            "a|Some of them should be in school at that hour.",
            "b|They climb over the wall into the school yard because it is the only flat place.",
            "ab|Last week a window was broken and nobody saw anything.",
            "The girls have no place at all; they stay at home.",
            "c|The club is full on the one evening that it is open.",
            "b|In the heat of the day nobody can play.",
        ],
        effects: &[
            "a|My wife does not like to pass there with the shopping.",
            "ab|Neighbours shout at them, they shout back, and each week it gets worse.",
            "ab|I am afraid that somebody will take it into his own hands.",
            "ab|My little brother begins to copy them.",
            "a|We feel watched on our own doorstep.",
            "c|It feels as if the whole town wished that we were invisible.",
            "c|We are not thieves, we only want to sit somewhere.",
        ],
        asks: &[
            "bc|Could the ground stay open in the evening with somebody from the club?",
            "ab|Please talk with them before you move them on.",
            "Can the youth worker come by once or twice a week?",
            "c|Please give us a place where we are allowed to be.",
            "ab|I do not want anybody punished, I want a solution.",
        ],
        answers: &[
            "ab|Thank you for writing, and for the tone of it. I sat with the group on {s} for half an hour. They ask for one thing: that the ground be open in the evening. I have passed that on.",
            "I hear this from several people in {q}, also from the young people themselves. I have asked the youth club to come along on Tuesdays and Thursdays.",
            "a|I talked with them on two evenings. They know now how far their voices carry, and two of them came with me to say sorry. I will keep passing by.",
        ],
    },
    ar: Voice {
        openings: &[
            "a|يجلس عدد من الفتيان على درج {s} كل مساء حتى وقت متأخر.",
            "b|لا يوجد ما يفعله الشباب في {q} فيتجمعون في {s}.",
            "b|تستمر ألعاب الكرة أمام أبواب محالنا في {s} حتى منتصف الليل.",
            "c|عمري ستة عشر عامًا، وأينما جلسنا في {s} طردنا أحدهم.",
            "a|أزيلت المقاعد من {s} فصار الشباب يجلسون على السيارات.",
        ],
        details: &[
            "ab|معظمهم لطفاء إذا تحدثت معهم، لكنهم عشرون.",
            "bc|يُغلق الملعب في الخامسة عصرًا.",
            "a|يُفترض أن يكون بعضهم في المدرسة في تلك الساعة.",
            "b|يتسلقون سور المدرسة لأن ساحتها هي المكان المستوي الوحيد.",
            "لا مكان للفتيات أبدًا فيبقين في البيت.",
            "c|النادي ممتلئ في الأمسية الوحيدة التي يفتح فيها.",
            "b|لا أحد يستطيع اللعب في حر النهار.",
        ],
        effects: &[
            "a|لا تحب زوجتي المرور من هناك ومعها المشتريات.",
            "ab|يصرخ الجيران عليهم فيردون، ويسوء الأمر كل أسبوع.",
            "ab|أخشى أن يأخذ أحد الأمر بيده.",
            "ab|بدأ أخي الصغير يقلدهم.",
            "c|نشعر كأن البلدة كلها تتمنى ألا ترانا.",
            "c|لسنا لصوصًا، نريد فقط مكانًا نجلس فيه.",
        ],
        asks: &[
            "bc|هل يمكن أن يبقى الملعب مفتوحًا مساءً بوجود مشرف من النادي؟",
            "ab|نرجو التحدث معهم قبل إبعادهم.",
            "هل يستطيع المرشد الشبابي المرور مرة أو مرتين في الأسبوع؟",
            "ab|لا أريد معاقبة أحد، أريد حلًا.",
            "c|أعطونا من فضلكم مكانًا يُسمح لنا أن نكون فيه.",
        ],
        answers: &[
            "ab|شكرًا على رسالتك وعلى أسلوبها. جلست مع المجموعة في {s} نصف ساعة، ويطلبون شيئًا واحدًا: فتح الملعب مساءً. نقلت طلبهم.",
            "أسمع هذا من عدد من سكان {q} ومن الشباب أنفسهم. طلبت من نادي الشباب الحضور يومي الثلاثاء والخميس.",
            "a|تحدثت معهم في مساءين. باتوا يعرفون إلى أين تصل أصواتهم، وجاء اثنان منهم معي للاعتذار. سأواصل المرور.",
        ],
    },
    plans: &[
        Plan {
            about: "bc",
            title: ("The football ground in {q}", "ملعب كرة القدم في {q}"),
            discussion: (
                "Six young people spoke first. The municipality had locked the ground because of damage to the lamps; the club offered a supervisor for four evenings if the lamps are repaired.",
                "تحدث ستة من الشباب أولًا. كانت البلدية قد أغلقت الملعب بعد تضرر المصابيح، وعرض النادي مشرفًا لأربع أمسيات إذا أُصلحت.",
            ),
            decision: (
                "The ground near {s} is open until nine on four evenings, one of them for girls.",
                "يُفتح الملعب قرب {s} حتى التاسعة أربع أمسيات، واحدة منها للفتيات.",
            ),
            minority: Some((
                "One neighbour asks for eight o'clock on days before school.",
                "يطلب أحد الجيران أن يكون الإغلاق في الثامنة قبل أيام الدراسة.",
            )),
            action: (
                "Find and pay a supervisor for the ground near {s}; open from the first of next month.",
                "توفير مشرف للملعب قرب {s} ودفع أجره، والافتتاح من أول الشهر القادم.",
            ),
            changed: (
                "Open on four evenings with about thirty young people each time, eleven girls on their evening.",
                "يُفتح أربع أمسيات بحضور نحو ثلاثين شابًا في كل مرة، وإحدى عشرة فتاة في أمسيتهن.",
            ),
            owner: "youth",
        },
        Plan {
            about: "a",
            title: ("Evenings on the steps of {s}", "الأمسيات على درج {s}"),
            discussion: (
                "Neighbours and young people met beforehand with the school's counsellor. Benches, a time to be quiet, and a person to call were what both sides could accept.",
                "التقى الجيران والشباب مسبقًا مع مرشدة المدرسة. ما قبله الطرفان: مقاعد، ووقت للهدوء، وشخص يُتصل به.",
            ),
            decision: (
                "Benches are put on {t}, away from the windows; quiet from half past ten.",
                "توضع مقاعد في {t} بعيدًا عن النوافذ، والهدوء من العاشرة والنصف.",
            ),
            minority: None,
            action: (
                "Put up four benches on {t} and have the agreement written by the young people themselves.",
                "تركيب أربعة مقاعد في {t} وأن يكتب الشباب الاتفاق بأنفسهم.",
            ),
            changed: (
                "The benches stand. Calls about the steps went from five a month to one.",
                "رُكبت المقاعد، وانخفضت الاتصالات بشأن الدرج من خمسة في الشهر إلى واحد.",
            ),
            owner: "school",
        },
    ],
};
