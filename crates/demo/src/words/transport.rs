//! Public transport.

use super::{Plan, Topic, Voice};
use crate::practice::Category;

pub(crate) const TOPIC: Topic = Topic {
    category: Category::Transport,
    weight: 6.0,
    en: Voice {
        openings: &[
            "The last shared taxi from {s} leaves before the evening shift ends.",
            "The bus stop on {s} has neither a roof nor a bench nor a light.",
            "The minibuses on {s} fight for passengers and stop wherever they like.",
            "The bus has not kept its timetable on {s} for a month.",
            "Drivers do not let old people get on properly at {s} before they start.",
        ],
        details: &[
            "In the rain forty people stand under the balcony of the bakery.",
            "The timetable on the pole is from three years ago.",
            "They overtake each other with the doors open.",
            "There is no stop for the health centre at all, although everybody needs one.",
            "The fare depends on the driver's mood.",
        ],
        effects: &[
            "Nurses and cleaners walk home at eleven at night.",
            "My grandmother missed two appointments at the health centre.",
            "A schoolboy fell out at the corner of {t} and broke a tooth.",
            "I come late to work and my employer does not believe me any more.",
        ],
        asks: &[
            "Could the last departure be half an hour later?",
            "Please put a roof and a lamp at the stop.",
            "Please check the minibuses where they load, not only on the main road.",
            "Who is responsible for the timetable, and how do we reach them?",
        ],
        answers: &[
            "Thank you. This is not in the hands of the police, but I have passed it to the transport office with your times, and the officer there has answered me that he will count passengers for a week.",
            "We checked eleven minibuses on {s} on Monday; three had to be repaired before they could drive on. The question of the stop goes to the municipality.",
            "I agree with you about the stop. It is on the list for a roof; I have asked for the date and will write again when I have it.",
        ],
    },
    ar: Voice {
        openings: &[
            "تغادر آخر سيارة أجرة مشتركة من {s} قبل انتهاء وردية المساء.",
            "موقف الحافلة في {s} بلا سقف ولا مقعد ولا ضوء.",
            "تتنافس الحافلات الصغيرة في {s} على الركاب وتقف حيث تشاء.",
            "لم تلتزم الحافلة بمواعيدها في {s} منذ شهر.",
        ],
        details: &[
            "في المطر يقف أربعون شخصًا تحت شرفة المخبز.",
            "جدول المواعيد على العمود يعود إلى ثلاث سنوات.",
            "يتجاوز بعضها بعضًا والأبواب مفتوحة.",
            "لا يوجد موقف للمركز الصحي مع أن الجميع يحتاج إليه.",
            "الأجرة حسب مزاج السائق.",
        ],
        effects: &[
            "تعود الممرضات وعاملات النظافة سيرًا في الحادية عشرة ليلًا.",
            "فاتت جدتي مواعيد المركز الصحي مرتين.",
            "سقط تلميذ عند زاوية {t} وكُسرت سنه.",
            "أصل متأخرًا إلى عملي ولم يعد صاحب العمل يصدقني.",
        ],
        asks: &[
            "هل يمكن تأخير آخر رحلة نصف ساعة؟",
            "نرجو وضع سقف ومصباح عند الموقف.",
            "من المسؤول عن المواعيد وكيف نصل إليه؟",
        ],
        answers: &[
            "شكرًا لك. هذا ليس من صلاحيات الشرطة، لكنني نقلته إلى مكتب النقل مع الأوقات التي ذكرتها، وأجابني الموظف بأنه سيعد الركاب أسبوعًا كاملًا.",
            "فحصنا يوم الاثنين إحدى عشرة حافلة صغيرة في {s} واضطرت ثلاث إلى الإصلاح قبل متابعة السير. أما الموقف فمن شأن البلدية.",
            "أوافقك بشأن الموقف. هو مدرج لتركيب سقف، وقد سألت عن الموعد وسأكتب إليك حين أعرفه.",
        ],
    },
    plans: &[
        Plan {
            title: ("The stop on {s}", "موقف الحافلة في {s}"),
            discussion: (
                "Forty people at a time and no roof: nobody disagreed. The owner of the plot gives a metre and a half of land.",
                "أربعون شخصًا في وقت واحد ولا سقف: لم يختلف أحد. يتنازل صاحب الأرض عن متر ونصف.",
            ),
            decision: (
                "A shelter with a bench and a lamp is built on {s}.",
                "تُبنى مظلة مع مقعد ومصباح في {s}.",
            ),
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
