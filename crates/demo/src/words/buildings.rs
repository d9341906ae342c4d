//! Abandoned buildings and plots.

use super::{Plan, Topic, Voice};
use crate::practice::Category;

pub(crate) const TOPIC: Topic = Topic {
    category: Category::Buildings,
    weight: 6.0,
    en: Voice {
        openings: &[
            "a|The empty house on {s} is falling apart and stands open to everybody.",
            "a|Stones drop from the façade of the old warehouse on {s}.",
            "c|The building site on {s} has stood still for two years without a fence.",
            "b|People sleep in the abandoned cinema between {s} and {t}.",
            "a|The well in the yard of the ruin on {s} is not covered.",
        ],
        details: &[
            "ab|The owner is said to live abroad, and nobody knows an address.",
            "The red tape put up in winter lies on the ground.",
            "ab|There was a fire there in August; it was out before anyone came.",
            "ab|The door was nailed shut once and broken open the same week.",
            "The school wall is only five metres away.",
            "c|The crane still stands there and turns in the wind.",
            "c|Boards with nails lie about, and the pit is full of water.",
            "b|They light fires in there to keep warm.",
        ],
        effects: &[
            "Children use it as a playground, and one day it will come down on them.",
            "ab|We hear voices at night and do not know who is there.",
            "ab|The damp goes through to our side of the wall.",
            "Our house has lost its value, the agent told us.",
        ],
        asks: &[
            "Please have it secured before winter.",
            "Could the municipality find the owner or act in his place?",
            "ab|Somebody with a plan for it would be better than another padlock.",
            "b|Please look after those who sleep there too, it is cold.",
        ],
        answers: &[
            "a|Thank you. I went in with the building inspector on Sunday. It is not about to collapse, but the stairs are; the entrance on {s} was closed with blocks the same day.",
            "The land register gives an owner with an address in another town. The municipality has written to him and set a date. I have noted it and will look again.",
            "b|Two men slept there; the health centre and the charity kitchen know of them now and have found a room for one. The building goes to the inspector.",
        ],
    },
    ar: Voice {
        openings: &[
            "a|البيت الفارغ في {s} يتداعى وهو مفتوح للجميع.",
            "a|تتساقط الحجارة من واجهة المستودع القديم في {s}.",
            "c|توقفت ورشة البناء في {s} منذ عامين وهي بلا سياج.",
            "b|ينام أشخاص في السينما المهجورة بين {s} و{t}.",
            "a|البئر في فناء الخربة في {s} غير مغطاة.",
        ],
        details: &[
            "ab|يقال إن المالك في الخارج ولا يعرف أحد عنوانه.",
            "الشريط الأحمر الذي وُضع في الشتاء ملقى على الأرض.",
            "ab|شب فيه حريق في آب وانطفأ قبل أن يصل أحد.",
            "لا يبعد سور المدرسة سوى خمسة أمتار.",
            "c|ما زالت الرافعة هناك تدور مع الريح.",
            "c|ألواح بمسامير ملقاة في كل مكان والحفرة مليئة بالماء.",
            "b|يشعلون النار في الداخل للتدفئة.",
        ],
        effects: &[
            "يلعب فيه الأطفال، وسيسقط عليهم يومًا ما.",
            "ab|نسمع أصواتًا في الليل ولا نعرف من هناك.",
            "ab|تتسرب الرطوبة إلى جهتنا من الجدار.",
        ],
        asks: &[
            "نرجو تأمينه قبل الشتاء.",
            "هل تستطيع البلدية إيجاد المالك أو التصرف نيابة عنه؟",
            "ab|خطة لاستخدامه أفضل من قفل جديد.",
            "b|نرجو الاهتمام بمن ينامون هناك أيضًا فالجو بارد.",
        ],
        answers: &[
            "a|شكرًا لك. دخلت المكان مع مفتش الأبنية يوم الأحد. البناء ليس على وشك الانهيار لكن الدرج كذلك، وأُغلق المدخل من جهة {s} بالطوب في اليوم نفسه.",
            "b|نام هناك رجلان، ويعرفهما الآن المركز الصحي والمطبخ الخيري ووُجدت غرفة لأحدهما. أما المبنى فأُحيل إلى المفتش.",
            "يبين السجل العقاري مالكًا عنوانه في مدينة أخرى. راسلته البلدية وحددت له موعدًا. سجلت ذلك وسأتابع.",
        ],
    },
    plans: &[
        Plan {
            about: "ab",
            title: ("The empty house on {s}", "البيت الفارغ في {s}"),
            discussion: (
                "The inspector's report was read. The owner, reached by telephone, has no money for repairs but would lend the house for ten years to whoever restores it.",
                "قُرئ تقرير المفتش. قال المالك هاتفيًا إنه لا يملك مالًا للترميم لكنه يعير البيت عشر سنوات لمن يرممه.",
            ),
            decision: (
                "Secure the house on {s} now; the municipality works out a loan for use with the youth club.",
                "تأمين البيت في {s} الآن، وتعد البلدية عقد إعارة مع نادي الشباب.",
            ),
            minority: Some((
                "One member wants it pulled down: restoring will take years.",
                "يريد أحد الأعضاء هدمه لأن الترميم سيستغرق سنوات.",
            )),
            action: (
                "Close all openings of the house on {s}, cover the well, fence the yard.",
                "إغلاق كل فتحات البيت في {s} وتغطية البئر وتسييج الفناء.",
            ),
            changed: (
                "Closed, covered and fenced. The contract for its use is not signed yet.",
                "أُغلق البيت وغُطيت البئر وسُيج الفناء. لم يُوقع عقد الاستخدام بعد.",
            ),
            owner: "municipality",
        },
        Plan {
            about: "c",
            title: ("The standing building site on {s}", "ورشة البناء المتوقفة في {s}"),
            discussion: (
                "The bank holds the site. Its letter was vague; the forum asked for a fence within a month and a name to talk to.",
                "الموقع بيد المصرف ورسالته غامضة. طلب المنتدى سياجًا خلال شهر واسم شخص يمكن التحدث معه.",
            ),
            decision: (
                "The municipality fences the site on {s} and charges the bank.",
                "تسيّج البلدية الموقع في {s} وتحمّل المصرف الكلفة.",
            ),
            minority: None,
            action: (
                "Put up the fence on {s} with a gate for the inspector, and send the bill.",
                "تركيب السياج في {s} مع بوابة للمفتش وإرسال الفاتورة.",
            ),
            changed: ("The fence stands; the bank has paid half.", "السياج قائم ودفع المصرف النصف."),
            owner: "municipality",
        },
    ],
};
