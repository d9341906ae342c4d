//! Public transport.

use super::{Plan, Topic, Voice};
use crate::practice::Category;

pub(crate) const TOPIC: Topic = Topic {
    category: Category::Transport,
    weight: 6.0,
    en: Voice {
        openings: &[
            "b|The last shared taxi from {s} leaves before the evening shift ends.",
            "a|The bus stop on {s} has neither a roof nor a bench nor a light.",
            "c|The minibuses on {s} fight for passengers and stop wherever they like.",
            "d|The bus has not kept its timetable on {s} for a month.",
            "c|Drivers do not let old people get on properly at {s} before they start.",
        ],
        details: &[
            "a|In the rain forty people stand under the balcony of the bakery.",
            "ad|The timetable on the pole is from three years ago.",
            "c|They overtake each other with the doors open.",
            "bd|There is no stop for the health centre at all, although everybody needs one.",
            "bc|The fare depends on the driver's mood.",
            "a|When it is full there one stands on the road.",
            "b|A private car home costs what I earn in two hours.",
            "d|Sometimes two come together and then none for an hour.",
            "c|They wait with the engine running until every seat is taken.",
        ],
        effects: &[
            "b|Nurses and cleaners walk home at eleven at night.",
            "ad|My grandmother missed two appointments at the health centre.",
            "c|A schoolboy fell out at the corner of {t} and broke a tooth.",
            "d|I come late to work and my employer does not believe me any more.",
            "a|My mother waits there for half an hour in the rain with her shopping.",
        ],
        asks: &[
            "b|Could the last departure be half an hour later?",
            "a|Please put a roof and a lamp at the stop.",
            "c|Please check the minibuses where they load, not only on the main road.",
            "abd|Who is responsible for the timetable, and how do we reach them?",
        ],
        answers: &[
            "bd|Thank you. This is not in the hands of the police, but I have passed it to the transport office in your words, and the officer there has answered me that he will count passengers for a week.",
            "c|We checked eleven minibuses on {s} on Monday; three had to be repaired before they could drive on. The question of the stop goes to the municipality.",
            "a|I agree with you about the stop. It is on the list for a roof; I have asked for the date and will write again when I have it.",
        ],
    },
    ar: Voice {
        openings: &[
            "b|تغادر آخر سيارة أجرة مشتركة من {s} قبل انتهاء وردية المساء.",
            "a|موقف الحافلة في {s} بلا سقف ولا مقعد ولا ضوء.",
            "c|تتنافس الحافلات الصغيرة في {s} على الركاب وتقف حيث تشاء.",
            "d|لم تلتزم الحافلة بمواعيدها في {s} منذ شهر.",
        ],
        details: &[
            "a|في المطر يقف أربعون شخصًا تحت شرفة المخبز.",
            "ad|جدول المواعيد على العمود يعود إلى ثلاث سنوات.",
            "c|يتجاوز بعضها بعضًا والأبواب مفتوحة.",
            "bd|لا يوجد موقف للمركز الصحي مع أن الجميع يحتاج إليه.",
            "bc|الأجرة حسب مزاج السائق.",
            "a|حين يزدحم المكان يقف الناس على الطريق.",
            "b|تكلف سيارة خاصة إلى البيت أجر ساعتين من عملي.",
            "d|أحيانًا تأتي حافلتان معًا ثم لا شيء لساعة.",
            "c|ينتظرون والمحرك يعمل حتى يمتلئ كل مقعد.",
        ],
        effects: &[
            "b|تعود الممرضات وعاملات النظافة سيرًا في الحادية عشرة ليلًا.",
            "ad|فاتت جدتي مواعيد المركز الصحي مرتين.",
            "c|سقط تلميذ عند زاوية {t} وكُسرت سنه.",
            "d|أصل متأخرًا إلى عملي ولم يعد صاحب العمل يصدقني.",
            "a|تنتظر والدتي هناك نصف ساعة تحت المطر ومعها مشترياتها.",
        ],
        asks: &[
            "b|هل يمكن تأخير آخر رحلة نصف ساعة؟",
            "a|نرجو وضع سقف ومصباح عند الموقف.",
            "من المسؤول عن المواعيد وكيف نصل إليه؟",
        ],
        answers: &[
            "bd|شكرًا لك. هذا ليس من صلاحيات الشرطة، لكنني نقلته إلى مكتب النقل بكلماتك، وأجابني الموظف بأنه سيعد الركاب أسبوعًا كاملًا.",
            "c|فحصنا يوم الاثنين إحدى عشرة حافلة صغيرة في {s} واضطرت ثلاث إلى الإصلاح قبل متابعة السير. أما الموقف فمن شأن البلدية.",
            "a|أوافقك بشأن الموقف. هو مدرج لتركيب سقف، وقد سألت عن الموعد وسأكتب إليك حين أعرفه.",
        ],
    },
    plans: &[
        Plan {
            about: "ad",
            title: ("The stop on {s}", "موقف الحافلة في {s}"),
            discussion: (
                "Forty people at a time and no roof: nobody disagreed. The owner of the plot gives a metre and a half of land.",
                "أربعون شخصًا في وقت واحد ولا سقف: لم يختلف أحد. يتنازل صاحب الأرض عن متر ونصف.",
            ),
            decision: ("A shelter with a bench and a lamp is built on {s}.", "تُبنى مظلة مع مقعد ومصباح في {s}."),
            minority: None,
            action: (
                "Build the shelter on {s} and put up the current timetable.",
                "بناء المظلة في {s} وتعليق جدول المواعيد الحالي.",
            ),
            changed: (
                "The shelter stands, the lamp burns, the timetable is this year's.",
                "المظلة قائمة والمصباح مضاء والجدول جدول هذا العام.",
            ),
            owner: "traffic",
        },
        Plan {
            about: "b",
            title: ("A later last ride from {s}", "رحلة أخيرة متأخرة من {s}"),
            discussion: (
                "The count showed 58 people after the last ride on working days. Drivers fear empty seats on Sundays; employers were asked to share the cost.",
                "أظهر العد ٥٨ شخصًا بعد آخر رحلة في أيام العمل. يخشى السائقون المقاعد الفارغة يوم الأحد، وطُلب من أصحاب العمل المشاركة في الكلفة.",
            ),
            decision: (
                "A ride at a quarter past eleven on working days, as a trial of three months.",
                "رحلة في الحادية عشرة والربع في أيام العمل، تجربةً لثلاثة أشهر.",
            ),
            minority: None,
            action: (
                "Agree the later ride from {s} with drivers and employers and count passengers each week.",
                "الاتفاق على الرحلة المتأخرة من {s} مع السائقين وأصحاب العمل وعد الركاب كل أسبوع.",
            ),
            changed: (
                "It runs with 31 passengers on average; the hospital pays a third.",
                "تسير الرحلة بمعدل ٣١ راكبًا ويدفع المستشفى الثلث.",
            ),
            owner: "traffic",
        },
    ],
};
