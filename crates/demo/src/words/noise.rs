//! Noise.

use super::{Plan, Topic, Voice};
use crate::practice::Category;

pub(crate) const TOPIC: Topic = Topic {
    category: Category::Noise,
    weight: 9.0,
    en: Voice {
        openings: &[
            "a|The café on the corner of {s} plays music outdoors until three in the morning.",
            "a|The wedding hall near {s} uses loudspeakers and fireworks every weekend.",
            "b|A generator runs all night behind the shops on {s}.",
            "a|In the yard of the tea house on {s} there is drumming and shouting almost every night.",
            "c|Motorbikes without silencers go round and round between {s} and {t}.",
            "b|The workshop on {s} grinds metal until late in the evening, in the middle of homes.",
        ],
        details: &[
            "ab|We asked them politely three times and they laughed.",
            "ab|On some nights the window panes shake.",
            "a|It begins at about eleven and ends when the last car has left.",
            "ac|They turn it down when a patrol passes and up again after five minutes.",
            "a|The permit on the door says midnight.",
            "In winter it was bearable, but now nobody can sleep with open windows.",
            "c|They come at about ten and stay until the petrol runs out, it seems.",
            "b|The exhaust blows straight at our kitchen window.",
            "a|On the sign it says family café, and the families have long gone home.",
        ],
        effects: &[
            "My husband has early shifts at the hospital and sleeps four hours.",
            "Our baby wakes every time, and so does the whole floor.",
            "My son sits his final exams in three weeks.",
            "The old lady upstairs has had to move in with her sister.",
            "Two families in our building want to move away.",
        ],
        asks: &[
            "ab|We do not want it closed, we only want to sleep.",
            "ab|Could you check what their permit allows?",
            "ab|Please come after eleven and listen for yourselves.",
            "ab|Would a talk with the owner be possible, with you present?",
            "Please tell us what the rules are and who enforces them.",
            "c|Please stop them once, and the others will hear of it.",
            "c|Is it not forbidden to drive like that?",
        ],
        answers: &[
            "a|Thank you. I visited the owner on {s} yesterday and read the permit with him. Music outdoors ends at eleven from now on. Please write again if it does not.",
            "ab|I have heard it myself now, at half past twelve. I have given a first written warning and told the licensing office.",
            "c|We stood between {s} and {t} on two evenings: five motorbikes were taken off the road until they are put right. We will be there again next week.",
            "ab|I would like to bring the owner and the neighbours to one table. I can offer next Tuesday; nobody needs to give a name beforehand.",
        ],
    },
    ar: Voice {
        openings: &[
            "a|يشغل المقهى عند زاوية {s} الموسيقى في الخارج حتى الثالثة فجرًا.",
            "a|تستخدم صالة الأفراح قرب {s} مكبرات الصوت والمفرقعات كل نهاية أسبوع.",
            "b|يعمل مولد كهربائي طوال الليل خلف محال {s}.",
            "a|طبول وصراخ في فناء المقهى الشعبي في {s} كل ليلة تقريبًا.",
            "c|تدور الدراجات النارية دون كاتم صوت بين {s} و{t}.",
        ],
        details: &[
            "ab|طلبنا منهم بلطف ثلاث مرات فضحكوا.",
            "ab|في بعض الليالي يهتز زجاج النوافذ.",
            "a|يبدأ ذلك نحو الحادية عشرة ولا ينتهي حتى تغادر آخر سيارة.",
            "ac|يخفضون الصوت عند مرور الدورية ثم يرفعونه بعد خمس دقائق.",
            "a|الرخصة المعلقة على الباب تسمح حتى منتصف الليل فقط.",
            "c|يأتون نحو العاشرة ويبقون كأنهم ينتظرون نفاد الوقود.",
            "b|يخرج العادم باتجاه شباك مطبخنا مباشرة.",
            "a|مكتوب على اللافتة مقهى عائلي، والعائلات عادت إلى بيوتها منذ ساعات.",
        ],
        effects: &[
            "يعمل زوجي في المستشفى منذ الصباح الباكر وينام أربع ساعات.",
            "يستيقظ رضيعنا في كل مرة، ومعه الطابق كله.",
            "يتقدم ابني لامتحانات الثانوية بعد ثلاثة أسابيع.",
            "اضطرت جارتنا المسنة إلى الانتقال عند أختها.",
        ],
        asks: &[
            "ab|لا نريد إغلاقه، نريد أن ننام فقط.",
            "ab|هل يمكن التحقق مما تسمح به الرخصة؟",
            "تعالوا بعد الحادية عشرة واسمعوا بأنفسكم.",
            "ab|هل يمكن عقد جلسة مع صاحب المكان بحضوركم؟",
            "c|أوقفوهم مرة واحدة وسيسمع الآخرون.",
            "c|أليست القيادة بهذا الشكل ممنوعة؟",
        ],
        answers: &[
            "a|شكرًا لك. زرت صاحب المكان في {s} أمس وقرأنا الرخصة معًا. تتوقف الموسيقى الخارجية من الآن في الحادية عشرة. اكتب إلينا إن لم يلتزم.",
            "ab|سمعت الصوت بنفسي في الثانية عشرة والنصف، ووجهت إنذارًا خطيًا أول وأبلغت مكتب التراخيص.",
            "c|وقفنا بين {s} و{t} مساءين متتاليين: أوقفنا خمس دراجات نارية إلى أن تُصلح، وسنعود الأسبوع القادم.",
            "ab|أقترح أن نجمع صاحب المكان والجيران على طاولة واحدة يوم الثلاثاء، ولا حاجة لذكر الأسماء مسبقًا.",
        ],
    },
    plans: &[
        Plan {
            about: "a",
            title: ("Music at night on {s}", "الموسيقى ليلًا في {s}"),
            discussion: (
                "The owner came and was heard. He depends on summer evenings; neighbours depend on sleep. Both accepted a closing time outdoors and a telephone number to call first.",
                "حضر صاحب المكان واستُمع إليه. هو يعتمد على أمسيات الصيف والجيران يعتمدون على نومهم. قبل الطرفان بموعد لإنهاء الجلسات الخارجية وبرقم هاتف للاتصال أولًا.",
            ),
            decision: (
                "Music outdoors ends at eleven, at midnight before holidays; the association keeps a list of calls.",
                "تنتهي الموسيقى الخارجية في الحادية عشرة، وعشية العطل عند منتصف الليل، وتحتفظ الجمعية بسجل الاتصالات.",
            ),
            minority: Some((
                "Two residents consider eleven too late on working days.",
                "يرى اثنان من السكان أن الحادية عشرة متأخرة في أيام العمل.",
            )),
            action: (
                "Write down the agreement for {s}, have it signed, and report calls for two months.",
                "كتابة الاتفاق الخاص بمحال {s} وتوقيعه وتقديم كشف بالاتصالات لمدة شهرين.",
            ),
            changed: (
                "Signed by all four owners. Seven calls in the first month, one in the second.",
                "وقع أصحاب المحال الأربعة على الاتفاق. سبعة اتصالات في الشهر الأول وواحد في الثاني.",
            ),
            owner: "business",
        },
        Plan {
            about: "b",
            title: ("Generators and workshops in {q}", "المولدات والورش في {q}"),
            discussion: (
                "The municipality measured 71 decibels at the nearest window. Moving the generator into the yard was judged possible; a wall would do the rest.",
                "قاست البلدية ٧١ ديسيبل عند أقرب نافذة. رأى الحاضرون أن نقل المولد إلى الفناء ممكن وأن جدارًا سيكفي للباقي.",
            ),
            decision: (
                "The generator behind {s} is moved and screened before summer.",
                "يُنقل المولد خلف {s} ويُحاط بحاجز قبل الصيف.",
            ),
            minority: None,
            action: (
                "Agree with the owners on {s} on the new place, and measure again at night.",
                "الاتفاق مع أصحاب المحال في {s} على المكان الجديد والقياس ليلًا مرة أخرى.",
            ),
            changed: (
                "Moved and screened; 48 decibels at the same window now.",
                "نُقل المولد ووُضع الحاجز، والقياس الآن ٤٨ ديسيبل عند النافذة نفسها.",
            ),
            owner: "municipality",
        },
    ],
};
