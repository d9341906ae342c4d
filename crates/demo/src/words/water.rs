//! Water, drainage and other matters that are not the police's.

use super::{Plan, Topic, Voice};
use crate::practice::Category;

pub(crate) const TOPIC: Topic = Topic {
    category: Category::Water,
    weight: 8.0,
    en: Voice {
        openings: &[
            "a|Sewage comes up through the manhole on {s} whenever it rains.",
            "b|There has been no water on the upper floors of {s} for six days.",
            "c|A pipe leaks under {s} and has washed out the road.",
            "a|The drain at the corner of {s} and {t} is blocked with leaves and plastic.",
            "d|A manhole on {s} has had no cover since last week.",
            "c|The pavement on {s} has sunk by a hand's breadth.",
        ],
        details: &[
            "d|Somebody put a chair into the hole so that nobody falls in.",
            "b|The tanker comes on Mondays, but only to those who pay.",
            "a|The water stands for days and smells.",
            "The crew came, looked, and left again.",
            "c|It was repaired in March with sand, which the first rain took away.",
            "d|It was stolen for the iron, people say.",
            "b|Our pump runs dry and we have already bought a new one.",
            "c|Each week it is a little wider.",
            "a|It comes up in the courtyard too.",
        ],
        effects: &[
            "ab|Half the families in our block have stomach trouble.",
            "cd|My taxi broke an axle there.",
            "b|The neighbours have begun to quarrel about the tanks.",
            "b|We carry water up four floors, and my mother is seventy-eight.",
            "acd|Children jump over it on the way to school.",
        ],
        asks: &[
            "I know that this is not for the police, but nobody else answers.",
            "Please pass it to whoever can repair it, and tell us whom.",
            "d|A cover for the hole would be enough for today.",
            "b|Could we get a plan of the days with water, and could it be kept?",
        ],
        answers: &[
            "Thank you. It is not a police matter, and still it is good that you wrote: I have handed it to the water department in person. Their number for it is with me, and I will ask again.",
            "d|We have put a barrier around the hole on {s} and waited until the cover came. It was in place by evening.",
            "c|The place on {s} is marked and fenced off. The department has promised to open the road next week and to close it properly.",
            "a|I rang the duty number while I stood there. The crew cleared the worst on the same day; the rest is a matter of the pipe, and I have asked for it.",
            "b|The department says that the pump on {t} is being exchanged; water should reach the upper floors from Thursday. Please tell me if it does not.",
        ],
    },
    ar: Voice {
        openings: &[
            "a|تطفح مياه الصرف من فتحة {s} كلما أمطرت.",
            "b|لا ماء في الطوابق العليا من {s} منذ ستة أيام.",
            "c|يتسرب الماء من أنبوب تحت {s} وجرف الطريق.",
            "a|المصرف عند زاوية {s} و{t} مسدود بالأوراق والبلاستيك.",
            "d|فتحة المجاري في {s} بلا غطاء منذ الأسبوع الماضي.",
            "c|هبط الرصيف في {s} بمقدار كف.",
        ],
        details: &[
            "d|وضع أحدهم كرسيًا في الحفرة كي لا يقع فيها أحد.",
            "b|يأتي الصهريج يوم الاثنين، لكن لمن يدفع فقط.",
            "a|يبقى الماء أيامًا وتفوح رائحته.",
            "جاء العمال ونظروا ثم غادروا.",
            "c|أُصلح في آذار بالرمل فجرفه أول مطر.",
            "d|يقول الناس إنه سُرق من أجل الحديد.",
            "b|تعمل مضختنا على الفارغ وقد اشترينا واحدة جديدة.",
            "c|تتسع قليلًا كل أسبوع.",
            "a|تخرج المياه في الفناء أيضًا.",
        ],
        effects: &[
            "ab|نصف عائلات بنايتنا تعاني من آلام في المعدة.",
            "cd|انكسر محور سيارتي الأجرة هناك.",
            "b|بدأ الجيران يتشاجرون على الخزانات.",
            "b|نحمل الماء إلى الطابق الرابع ووالدتي في الثامنة والسبعين.",
            "acd|يقفز الأطفال فوقه في طريقهم إلى المدرسة.",
        ],
        asks: &[
            "أعرف أن هذا ليس من عمل الشرطة، لكن لا أحد غيركم يجيب.",
            "نرجو إحالته إلى من يستطيع إصلاحه وإخبارنا من هو.",
            "d|يكفينا اليوم غطاء للحفرة.",
            "b|هل يمكن نشر جدول لأيام المياه والالتزام به؟",
        ],
        answers: &[
            "شكرًا لك. ليس هذا من شأن الشرطة، ومع ذلك أحسنت بالكتابة: سلمته بنفسي إلى دائرة المياه ولدي رقم المعاملة وسأسأل عنها.",
            "d|وضعنا حاجزًا حول الحفرة في {s} وانتظرنا وصول الغطاء، وكان في مكانه مساءً.",
            "c|المكان في {s} مسيّج الآن وعليه إشارة. وعدت الدائرة بفتح الطريق الأسبوع القادم وإغلاقه كما يجب.",
            "a|اتصلت برقم الطوارئ وأنا واقف هناك. أزال العمال معظمه في اليوم نفسه، والباقي يتعلق بالأنبوب وقد طلبت معالجته.",
            "b|تقول الدائرة إن مضخة {t} قيد الاستبدال ويُفترض أن يصل الماء إلى الطوابق العليا من يوم الخميس. أخبرني إن لم يصل.",
        ],
    },
    plans: &[
        Plan {
            about: "a",
            title: ("Flooding on {s}", "فيضان المياه في {s}"),
            discussion: (
                "The water department showed the plan of the drains: the pipe under {t} is too narrow since the new blocks were built. A cleaning before each rainy season would help until it is replaced.",
                "عرضت دائرة المياه مخطط المصارف: صار الأنبوب تحت {t} ضيقًا منذ بناء العمارات الجديدة. التنظيف قبل كل موسم مطر ينفع إلى أن يُستبدل.",
            ),
            decision: (
                "The drains around {s} are cleaned before the rains, and the pipe goes into next year's budget.",
                "تُنظف المصارف حول {s} قبل الأمطار ويُدرج الأنبوب في موازنة العام القادم.",
            ),
            minority: None,
            action: (
                "Clean fourteen drains around {s} and report after the first heavy rain.",
                "تنظيف أربعة عشر مصرفًا حول {s} وتقديم تقرير بعد أول مطر غزير.",
            ),
            changed: (
                "All fourteen cleaned. After the first heavy rain the water stood for an hour instead of three days.",
                "نُظفت المصارف الأربعة عشر. بعد أول مطر غزير بقي الماء ساعة بدل ثلاثة أيام.",
            ),
            owner: "water",
        },
        Plan {
            about: "b",
            title: ("Days with water in {q}", "أيام المياه في {q}"),
            discussion: (
                "People accept shortage more easily than surprise. The department can publish the days a week ahead; the health centre asked that it be told first.",
                "يتقبل الناس الشح أكثر من المفاجأة. تستطيع الدائرة نشر الأيام قبل أسبوع، وطلب المركز الصحي إبلاغه أولًا.",
            ),
            decision: (
                "The days with water are published each Thursday for the week to come, and kept.",
                "تُنشر أيام المياه كل خميس للأسبوع التالي ويُلتزم بها.",
            ),
            minority: Some((
                "One member asks that upper floors have their own days, as pressure is lowest there.",
                "يطلب أحد الأعضاء أيامًا خاصة للطوابق العليا لأن الضغط فيها أدنى.",
            )),
            action: (
                "Publish the days for {q}, beginning with {s}, and count the weeks in which they were kept.",
                "نشر الأيام الخاصة بمنطقة {q} ابتداءً من {s} وعد الأسابيع التي التُزم فيها بها.",
            ),
            changed: (
                "Published every week; kept in seven weeks of eight.",
                "تُنشر كل أسبوع، والتُزم بها في سبعة أسابيع من ثمانية.",
            ),
            owner: "water",
        },
    ],
};
