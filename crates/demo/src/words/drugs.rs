//! Drugs used or sold in public. About places, never about persons.

use super::{Plan, Topic, Voice};
use crate::practice::Category;

pub(crate) const TOPIC: Topic = Topic {
    category: Category::Drugs,
    weight: 6.0,
    en: Voice {
        openings: &[
            "a|We find syringes in the small park beside {s}.",
            "b|Pills are sold behind the kiosk on {s}, openly and every evening.",
            "c|The ruined house on {s} is used for smoking and worse.",
            "b|Cars stop for half a minute on {s}, hand something over and drive off.",
            "b|The car park between {s} and {t} has become a place for drugs.",
        ],
        details: &[
            "It starts when the shops close and goes on until one or two.",
            "ac|You can smell it up to the third floor.",
            "a|The hedge hides everything from the road.",
            "ab|It was quiet for a month after the lights were repaired; now it is back.",
            "Pupils pass there on their way home and see it all.",
            "bc|The same corner was cleared two years ago and nothing was done with it since.",
            "b|Sometimes a boy on a bicycle keeps watch at the corner.",
            "c|The door has been off its hinges since winter.",
        ],
        effects: &[
            "a|My seven-year-old brought me a needle and asked what it was.",
            "a|We no longer let the children into the park.",
            "I am afraid that my nephew is being drawn in.",
            "Nobody says anything because everybody knows everybody.",
            "I write without my name because I have to live here.",
        ],
        asks: &[
            "a|Please have the park cleaned safely and the hedge cut.",
            "Is there help for those who use it? They are somebody's children.",
            "Please look at the place, and please do not come to my door about it.",
            "a|Could the health centre put a box for needles there?",
            "We want the place back, that is all.",
        ],
        answers: &[
            "a|Thank you for telling us; we will not come to your door. The park by {s} is checked each morning for needles now, and the health centre's outreach team has been there.",
            "We know of this place and have been there in plain clothes and in uniform. More I cannot write here. What I can do openly is to have the place lit and kept in view; both are ordered.",
            "I have asked the health centre for its outreach worker. Treatment is free and confidential; the card is at every pharmacy in {q}.",
        ],
    },
    ar: Voice {
        openings: &[
            "a|نجد حقنًا في الحديقة الصغيرة بجانب {s}.",
            "b|تُباع الحبوب خلف الكشك في {s} علنًا كل مساء.",
            "c|يُستخدم البيت المهجور في {s} للتعاطي وما هو أسوأ.",
            "b|تقف سيارات نصف دقيقة في {s} وتسلم شيئًا ثم تمضي.",
        ],
        details: &[
            "يبدأ ذلك عند إغلاق المحال ويستمر حتى الواحدة أو الثانية.",
            "ac|تصل الرائحة إلى الطابق الثالث.",
            "a|يخفي السياج النباتي كل شيء عن الطريق.",
            "ab|هدأ الوضع شهرًا بعد إصلاح الإنارة ثم عاد.",
            "يمر التلاميذ من هناك في طريق عودتهم ويرون كل شيء.",
            "b|أحيانًا يراقب ولد على دراجة عند الزاوية.",
            "c|الباب مخلوع منذ الشتاء.",
        ],
        effects: &[
            "a|أحضر لي طفلي ابن السابعة إبرة وسألني ما هي.",
            "a|لم نعد نسمح للأطفال بدخول الحديقة.",
            "أخشى أن يُستدرج ابن أختي.",
            "أكتب دون اسمي لأنني أعيش هنا.",
        ],
        asks: &[
            "a|نرجو تنظيف الحديقة بأمان وقص السياج.",
            "هل توجد مساعدة للمتعاطين؟ فهم أبناء ناس.",
            "عاينوا المكان من فضلكم ولا تأتوا إلى باب بيتي.",
            "نريد أن يعود المكان لنا، هذا كل شيء.",
        ],
        answers: &[
            "a|شكرًا لإبلاغنا، ولن نأتي إلى بابك. تُفحص الحديقة قرب {s} كل صباح الآن وزارها فريق التوعية من المركز الصحي.",
            "نعرف هذا المكان وكنا فيه بالزي الرسمي وبدونه، ولا أستطيع كتابة أكثر من ذلك هنا. ما يمكنني فعله علنًا هو إنارة المكان وإبقاؤه مكشوفًا، وقد طُلب الأمران.",
            "طلبت من المركز الصحي إرسال العامل الميداني. العلاج مجاني وسري والبطاقة متوفرة في كل صيدليات {q}.",
        ],
    },
    plans: &[
        Plan {
            about: "a",
            title: ("The small park beside {s}", "الحديقة الصغيرة بجانب {s}"),
            discussion: (
                "The forum spoke about the place and about nobody in particular. The health centre asked that help come before fines. Members wanted the hedge gone, the light on and families back.",
                "تحدث المنتدى عن المكان لا عن أشخاص. طلب المركز الصحي أن تسبق المساعدةُ المخالفات. أراد الأعضاء إزالة السياج وإعادة الضوء والعائلات.",
            ),
            decision: (
                "Hedge cut to one metre, a box for needles, outreach twice a week, a family afternoon each month.",
                "قص السياج إلى متر واحد، وصندوق للإبر، وزيارة ميدانية مرتين في الأسبوع، وعصر للعائلات كل شهر.",
            ),
            minority: Some((
                "One member holds that a box for needles invites use.",
                "يرى أحد الأعضاء أن صندوق الإبر يشجع على التعاطي.",
            )),
            action: (
                "Bring outreach to the park by {s} and count needles found each week.",
                "إرسال الفريق الميداني إلى الحديقة قرب {s} وعد الإبر التي تُجمع كل أسبوع.",
            ),
            changed: (
                "Needles found fell from 19 to 4 a week; six people came for treatment. The family afternoon was held twice.",
                "انخفضت الإبر من ١٩ إلى ٤ في الأسبوع وجاء ستة أشخاص للعلاج. أقيم عصر العائلات مرتين.",
            ),
            owner: "health",
        },
        Plan {
            about: "b",
            title: ("The car park between {s} and {t}", "موقف السيارات بين {s} و{t}"),
            discussion: (
                "The place is hidden, dark and nobody's. Traders offered to rent it for their customers; then somebody would be there until ten.",
                "المكان مخفي ومظلم ولا صاحب له. عرض التجار استئجاره لزبائنهم ليكون فيه أحد حتى العاشرة.",
            ),
            decision: (
                "The car park is let to the traders' association, lit and attended until ten.",
                "يُؤجر الموقف لجمعية التجار ويُضاء ويُحرس حتى العاشرة.",
            ),
            minority: None,
            action: (
                "Sign the lease for the car park near {s} and put up lamps and a booth.",
                "توقيع عقد إيجار الموقف قرب {s} وتركيب المصابيح والكشك.",
            ),
            changed: (
                "The booth is manned, and the car park full in the evening. No complaint for five weeks.",
                "الكشك مأهول والموقف ممتلئ مساءً. لا شكوى منذ خمسة أسابيع.",
            ),
            owner: "business",
        },
    ],
};
