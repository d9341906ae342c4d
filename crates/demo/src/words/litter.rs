//! Litter and dumping.

use super::{Plan, Topic, Voice};
use crate::practice::Category;

pub(crate) const TOPIC: Topic = Topic {
    category: Category::Litter,
    weight: 12.0,
    en: Voice {
        openings: &[
            "a|Building rubble is dumped at the end of {s} again and again.",
            "b|The containers on {s} have not been emptied for nine days.",
            "e|Somebody burns rubbish on the empty plot by {s} every few evenings.",
            "c|The playground beside {s} is full of broken glass.",
            "d|The market leaves its waste on {s} and the wind carries it as far as {t}.",
            "a|Old furniture and tyres are piled up against the wall of {s}.",
            "d|There is not one litter bin between {s} and {t}.",
        ],
        details: &[
            "a|A white pick-up comes at night and tips it out.",
            "abd|Rats run across the road in daylight.",
            "e|The smoke comes straight into our kitchens.",
            "acd|We cleaned it ourselves in April; after two weeks it was as before.",
            "b|The lid of the container is gone and dogs tear the bags open.",
            "ae|The sign that forbids it stands in the middle of the heap.",
            "c|The only bin is full by noon.",
            "cd|On Saturdays it is worst.",
            "e|They burn cables for the copper, I believe.",
            "e|The fire brigade came once, and the next evening it burned again.",
        ],
        effects: &[
            "ac|Our children have nowhere else to play.",
            "e|My little girl has asthma and cannot go out on those days.",
            "bd|Customers turn round at the corner.",
            "It makes the whole street look as if nobody cared, and then nobody does.",
            "ac|A boy cut his foot there so badly that it needed stitches.",
        ],
        asks: &[
            "ae|Please have it cleared and put a gate or stones in front of the plot.",
            "b|Could the collection come at a fixed time, so that we know when to bring our bags down?",
            "ae|Please find out who does this; it is always the same people.",
            "acde|We would help with a clean-up if the municipality lends a lorry.",
            "cd|More bins would already be something.",
        ],
        answers: &[
            "acde|Thank you. I took pictures this morning and sent them to the cleansing department. They promise to clear it on Wednesday; I will look on Thursday.",
            "a|We have met the driver of the pick-up and he has been fined. The department clears the plot; to keep it clear is the harder part, and I want to bring that to the forum.",
            "b|I went past the containers on {s}: you are right. The collection plan was changed and this corner was forgotten. It is back on the route.",
            "acde|The department lends a lorry and gloves for a clean-up. If you and your neighbours would like to join, I will send you the day.",
        ],
    },
    ar: Voice {
        openings: &[
            "a|تُرمى أنقاض البناء في آخر {s} مرة بعد مرة.",
            "b|لم تُفرغ حاويات {s} منذ تسعة أيام.",
            "e|يحرق أحدهم النفايات في الأرض الفارغة قرب {s} كل بضعة أيام.",
            "c|ساحة اللعب بجانب {s} مليئة بالزجاج المكسور.",
            "d|يترك السوق نفاياته في {s} وتحملها الريح حتى {t}.",
            "a|تراكم الأثاث القديم والإطارات عند جدار {s}.",
        ],
        details: &[
            "a|تأتي شاحنة صغيرة بيضاء ليلًا وتفرغ حمولتها.",
            "abd|تعبر الجرذان الطريق في وضح النهار.",
            "e|يدخل الدخان مباشرة إلى مطابخنا.",
            "acd|نظفنا المكان بأنفسنا في نيسان وعاد كما كان بعد أسبوعين.",
            "b|غطاء الحاوية مفقود والكلاب تمزق الأكياس.",
            "c|السلة الوحيدة تمتلئ عند الظهر.",
            "cd|يوم السبت هو الأسوأ.",
            "e|أظنهم يحرقون الأسلاك من أجل النحاس.",
            "e|جاء الإطفاء مرة، واشتعلت النار مجددًا في المساء التالي.",
        ],
        effects: &[
            "ac|ليس لأطفالنا مكان آخر يلعبون فيه.",
            "e|ابنتي الصغيرة مصابة بالربو ولا تخرج في تلك الأيام.",
            "bd|يرجع الزبائن من أول الشارع.",
            "ac|جُرحت قدم ولد هناك واحتاجت إلى غرز.",
            "يبدو الشارع كله كأن أحدًا لا يهتم به.",
        ],
        asks: &[
            "ae|نرجو إزالتها ووضع بوابة أو حجارة أمام الأرض.",
            "b|هل يمكن تحديد موعد ثابت لجمع النفايات لنعرف متى ننزل الأكياس؟",
            "acde|نحن مستعدون للمشاركة في حملة تنظيف إن وفرت البلدية شاحنة.",
            "ae|نرجو معرفة من يفعل ذلك، فهم الأشخاص أنفسهم دائمًا.",
        ],
        answers: &[
            "acde|شكرًا لك. التقطت صورًا هذا الصباح وأرسلتها إلى دائرة النظافة. وعدوا بالإزالة يوم الأربعاء وسأتحقق يوم الخميس.",
            "b|مررت بحاويات {s} ومعك حق: تغيرت خطة الجمع ونُسيت هذه الزاوية. أعيدت الآن إلى المسار.",
            "acde|توفر الدائرة شاحنة وقفازات لحملة تنظيف. إن رغبت أنت وجيرانك في المشاركة أرسلت إليك الموعد.",
        ],
    },
    plans: &[
        Plan {
            about: "ae",
            title: ("Dumping at the end of {s}", "رمي الأنقاض في آخر {s}"),
            discussion: (
                "Clearing costs the town more each time than a fence. Builders said that the official tip closes at two. Longer hours there were seen as the better half of the answer.",
                "تكلف الإزالة البلدة في كل مرة أكثر من كلفة سياج. قال البناؤون إن المكب الرسمي يغلق في الثانية. رأى الحاضرون أن تمديد ساعاته هو النصف الأهم من الحل.",
            ),
            decision: (
                "The plot by {s} is cleared and closed with stones, and the tip stays open until six.",
                "تُنظف الأرض قرب {s} وتُغلق بالحجارة، ويبقى المكب مفتوحًا حتى السادسة.",
            ),
            minority: None,
            action: (
                "Clear the plot by {s}, place the stones, and try longer hours at the tip for three months.",
                "تنظيف الأرض قرب {s} ووضع الحجارة وتجربة تمديد ساعات المكب ثلاثة أشهر.",
            ),
            changed: (
                "Forty-one tonnes removed; the stones are in place. One new heap in ten weeks, cleared within two days.",
                "أُزيل واحد وأربعون طنًا ووُضعت الحجارة. كومة جديدة واحدة خلال عشرة أسابيع أُزيلت في يومين.",
            ),
            owner: "cleansing",
        },
        Plan {
            about: "bd",
            title: ("Containers on {s}", "حاويات {s}"),
            discussion: (
                "The lorry cannot turn when cars are parked at the corner, so the crew drives on. Moving the containers by thirty metres would cost nothing.",
                "لا تستطيع الشاحنة الالتفاف حين تقف السيارات عند الزاوية فيتابع العمال طريقهم. نقل الحاويات ثلاثين مترًا لا يكلف شيئًا.",
            ),
            decision: (
                "The containers move to the corner of {t} and get lids; collection on fixed days.",
                "تُنقل الحاويات إلى زاوية {t} وتُزود بأغطية، ويكون الجمع في أيام ثابتة.",
            ),
            minority: Some((
                "Residents of {t} object that the smell only moves to them.",
                "يعترض سكان {t} بأن الرائحة ستنتقل إليهم فقط.",
            )),
            action: (
                "Move the containers from {s}, fit lids, and publish the days of collection.",
                "نقل الحاويات من {s} وتركيب الأغطية ونشر أيام الجمع.",
            ),
            changed: (
                "Moved and lidded; collected on every announced day of the last month.",
                "نُقلت الحاويات وغُطيت، وجُمعت النفايات في كل الأيام المعلنة خلال الشهر الماضي.",
            ),
            owner: "cleansing",
        },
        Plan {
            about: "c",
            title: ("A playground without glass in {q}", "ساحة لعب بلا زجاج في {q}"),
            discussion: (
                "The youth club offered to look after the place if there is light and a tap. Parents wanted a fence; the young people did not want to be fenced out in the evening.",
                "عرض نادي الشباب العناية بالمكان إذا توفر ضوء وصنبور ماء. أراد الأهالي سياجًا ولم يرد الشباب أن يُمنعوا من الدخول مساءً.",
            ),
            decision: (
                "The playground by {s} is cleaned each month with the youth club; no fence for now.",
                "تُنظف ساحة اللعب قرب {s} كل شهر مع نادي الشباب، ولا سياج في الوقت الحالي.",
            ),
            minority: Some((
                "Three parents ask that a fence be looked at again after summer.",
                "يطلب ثلاثة من الأهالي إعادة النظر في السياج بعد الصيف.",
            )),
            action: (
                "Hold the first clean-up at {s}, put up bins and a tap.",
                "تنظيم أول حملة تنظيف عند {s} وتركيب سلال وصنبور ماء.",
            ),
            changed: (
                "Fifty-three people came; two bins and a tap stand. The club has kept its monthly day since.",
                "شارك ثلاثة وخمسون شخصًا وركبت سلتان وصنبور، ويحافظ النادي على موعده الشهري منذ ذلك الحين.",
            ),
            owner: "youth",
        },
    ],
};
