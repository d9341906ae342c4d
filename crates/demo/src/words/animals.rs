//! Dogs and other animals.

use super::{Plan, Topic, Voice};
use crate::practice::Category;

pub(crate) const TOPIC: Topic = Topic {
    category: Category::Animals,
    weight: 5.0,
    en: Voice {
        openings: &[
            "a|A pack of stray dogs has settled on the plot behind {s}.",
            "b|A large dog is let run free on {s} every morning without a muzzle.",
            "c|Horses are raced along {s} down to the beach.",
            "d|Somebody keeps thirty sheep in a yard on {s} in the middle of homes.",
            "a|Stray dogs follow the children on {s} to school.",
        ],
        details: &[
            "a|There are eight or nine of them, and two have puppies.",
            "a|They are quiet by day and bark from midnight to dawn.",
            "a|They come because of the butcher's waste behind {t}.",
            "b|The owner says it only wants to play.",
            "c|They come at the weekend, six or eight of them, and can hardly hold them.",
            "d|In summer the smell comes through closed windows.",
            "a|Poison was put out last year and killed two house cats; please not again.",
            "b|A child of the neighbours has been knocked over already.",
            "b|The fence of their yard has a hole.",
            "c|The road is wet from the washing and the horses slip.",
            "d|They are driven across the road twice a day.",
            "d|The yard has no drain, so everything runs down the lane.",
        ],
        effects: &[
            "ab|My son was bitten in the calf and had five injections.",
            "ab|The postman no longer comes down to us.",
            "a|Our children carry stones to school, and I do not like that at all.",
            "ab|I no longer go out for the dawn prayer alone.",
            "c|An old man had to jump into a doorway.",
            "d|With all the flies nobody can sit on the balcony.",
        ],
        asks: &[
            "a|Is there a catch-and-neuter programme, and can we help it?",
            "bcd|Please talk with the owner, calmly.",
            "a|The waste has to go, then the dogs go too.",
            "ad|Please send the veterinary service soon.",
        ],
        answers: &[
            "cd|I have spoken with those concerned and with the municipality. There is a rule for this, and it is being explained to them before anybody is fined.",
            "a|Thank you for the description. The veterinary service comes to {s} on Wednesday. It catches, vaccinates, neuters and brings back; poison is forbidden.",
            "b|I have spoken with the owner. The dog goes on a lead from now on; he was rather ashamed. Please tell me if it is otherwise.",
            "a|The waste behind {t} was the cause, as you write. The butcher has a closed container now. I will look again in two weeks.",
        ],
    },
    ar: Voice {
        openings: &[
            "a|استقرت مجموعة من الكلاب الضالة في الأرض خلف {s}.",
            "b|يُترك كلب كبير طليقًا في {s} كل صباح دون كمامة.",
            "c|تتسابق الخيول في {s} نزولًا إلى الشاطئ.",
            "a|تلاحق الكلاب الضالة الأطفال في {s} إلى المدرسة.",
        ],
        details: &[
            "a|عددها ثمانية أو تسعة ومع اثنتين منها جراء.",
            "a|تهدأ نهارًا وتنبح من منتصف الليل حتى الفجر.",
            "a|تأتي بسبب نفايات الملحمة خلف {t}.",
            "b|يقول صاحبه إنه يريد اللعب فقط.",
            "c|يأتون في نهاية الأسبوع، ستة أو ثمانية، ولا يكادون يمسكون بها.",
            "a|وُضع سم العام الماضي فماتت قطتان من بيوت الجيران، فلا تكرروا ذلك.",
            "b|أوقع طفلًا من أبناء الجيران أرضًا.",
            "b|في سياج حوشهم فتحة.",
            "c|الطريق مبلل والخيول تنزلق.",
        ],
        effects: &[
            "ab|عُض ابني في ساقه وأخذ خمس حقن.",
            "ab|لم يعد ساعي البريد ينزل إلينا.",
            "a|يحمل أطفالنا الحجارة إلى المدرسة، وهذا لا يعجبني أبدًا.",
            "ab|لم أعد أخرج إلى صلاة الفجر وحدي.",
            "c|اضطر رجل مسن إلى القفز نحو مدخل بيت.",
        ],
        asks: &[
            "a|هل يوجد برنامج للإمساك والتعقيم، وهل يمكننا المساعدة؟",
            "bc|نرجو التحدث مع صاحبه بهدوء.",
            "a|إذا أزيلت النفايات ذهبت الكلاب.",
            "a|نرجو إرسال الخدمة البيطرية قريبًا.",
        ],
        answers: &[
            "cd|تحدثت مع المعنيين ومع البلدية. هناك قاعدة تنظم ذلك وتُشرح لهم قبل أن يُغرم أحد.",
            "a|شكرًا على الوصف الدقيق. تأتي الخدمة البيطرية إلى {s} يوم الأربعاء: تمسك وتطعّم وتعقّم وتعيد، والسم ممنوع.",
            "b|تحدثت مع صاحب الكلب وسيقوده بحبل من الآن، وقد بدا عليه الخجل. أخبرني إن حدث غير ذلك.",
            "a|كانت النفايات خلف {t} هي السبب كما كتبت. لدى الملحمة الآن حاوية مغلقة، وسأعاين بعد أسبوعين.",
        ],
    },
    plans: &[
        Plan {
            about: "a",
            title: ("Stray dogs near {s}", "الكلاب الضالة قرب {s}"),
            discussion: (
                "The veterinary service explained why killing does not help: others move in. Members agreed on neutering and on removing what feeds the dogs.",
                "شرحت الخدمة البيطرية لماذا لا ينفع القتل: تأتي كلاب أخرى. اتفق الأعضاء على التعقيم وإزالة ما تتغذى عليه.",
            ),
            decision: (
                "Catch, vaccinate and neuter the dogs near {s}; closed containers at the butchers on {t}.",
                "إمساك الكلاب قرب {s} وتطعيمها وتعقيمها، وحاويات مغلقة عند ملاحم {t}.",
            ),
            minority: Some(("Two members want the dogs brought out of town.", "يريد عضوان نقل الكلاب خارج البلدة.")),
            action: (
                "Two catching days near {s} and containers for four butchers.",
                "يومان للإمساك قرب {s} وحاويات لأربع ملاحم.",
            ),
            changed: (
                "Seven dogs vaccinated and neutered, four containers in use. One bite in two months, against five before.",
                "طُعمت سبعة كلاب وعُقمت، وتُستخدم أربع حاويات. عضة واحدة في شهرين مقابل خمس قبل ذلك.",
            ),
            owner: "cleansing",
        },
        Plan {
            about: "c",
            title: ("Horses on {s}", "الخيول في {s}"),
            discussion: (
                "The riders came: the beach track was closed by the works on {t}. They race because they must cross the road anyhow.",
                "حضر الفرسان: أُغلق مسار الشاطئ بسبب أعمال {t}، وهم مضطرون إلى عبور الطريق على أي حال.",
            ),
            decision: (
                "The beach track is opened again; on {s} horses are led at a walk.",
                "يُعاد فتح مسار الشاطئ، وتُقاد الخيول في {s} سيرًا.",
            ),
            minority: None,
            action: ("Open the track beside {s} and put up two signs.", "فتح المسار بجانب {s} ووضع لافتتين."),
            changed: ("The track is open; no race seen since.", "المسار مفتوح ولم يُشاهد أي سباق منذ ذلك الحين."),
            owner: "municipality",
        },
    ],
};
