//! Theft and burglary.

use super::{Plan, Topic, Voice};
use crate::practice::Category;

pub(crate) const TOPIC: Topic = Topic {
    category: Category::Theft,
    weight: 8.0,
    en: Voice {
        openings: &[
            "a|Three flats on {s} were broken into within two weeks.",
            "b|Bicycles disappear from the entrance of our building on {s} all the time.",
            "c|Somebody tries the doors of parked cars on {s} at night.",
            "c|The copper pipes were stolen from the roofs on {s}, ours and the neighbours'.",
            "c|Phones are snatched by boys on motorbikes at the corner of {s} and {t}.",
            "d|Our shop on {s} was broken into for the second time this year.",
        ],
        details: &[
            "a|They came through the kitchen window at the back, each time in the afternoon.",
            "ab|The front door has not closed properly for months and the landlord does nothing.",
            "The camera at the pharmacy may have seen something.",
            "I made a report in the same week but heard nothing since.",
            "a|The scaffolding makes it easy to climb up.",
            "It happens mostly on Fridays when people are away.",
            "b|Even the chain was cut, a thick one.",
            "c|It was four times this month, that I know of.",
        ],
        effects: &[
            "a|My mother sits at home with the lights on.",
            "a|It is not the money, it is that somebody was in our bedroom.",
            "acd|I lost the tools that I work with.",
            "People have begun to talk about who it could be, and that frightens me more.",
            "a|We sleep badly, and the children ask whether they will come back.",
        ],
        asks: &[
            "abd|Is there anything we can do to make our doors safer?",
            "Please tell the street what happened, so that people lock up.",
            "I would like to know how my report stands.",
            "abd|Could somebody come and look at our building and advise us?",
            "A patrol in the afternoon would calm people.",
        ],
        answers: &[
            "abd|I am sorry that this happened to you. I have seen your report and spoken with the investigator; he will call you this week. A colleague can look at your doors and windows, free of charge.",
            "You are right to warn each other to lock up. Please leave it to us to find out who it was. I have put a notice with advice in all entrances of {s}.",
            "a|Thank you. When one flat is broken into, those nearby are at risk for some weeks. We visit all homes around {s} now and pass there in the afternoon.",
        ],
    },
    ar: Voice {
        openings: &[
            "a|تعرضت ثلاث شقق في {s} للسرقة خلال أسبوعين.",
            "b|تختفي الدراجات من مدخل بنايتنا في {s} باستمرار.",
            "c|يجرب أحدهم أبواب السيارات المتوقفة في {s} ليلًا.",
            "c|سُرقت أنابيب النحاس من أسطح {s}، من بيتنا ومن بيوت الجيران.",
            "d|اقتُحم محلنا في {s} للمرة الثانية هذا العام.",
        ],
        details: &[
            "a|دخلوا من شباك المطبخ الخلفي، وفي كل مرة بعد الظهر.",
            "ab|باب المدخل لا يُغلق جيدًا منذ شهور وصاحب البناية لا يفعل شيئًا.",
            "ربما سجلت كاميرا الصيدلية شيئًا.",
            "قدمت بلاغًا في الأسبوع نفسه ولم يصلني أي خبر.",
            "يحدث ذلك غالبًا يوم الجمعة حين يغيب الناس.",
            "b|حتى السلسلة السميكة قُطعت.",
            "c|حدث ذلك أربع مرات هذا الشهر، على حد علمي.",
        ],
        effects: &[
            "a|تجلس والدتي في البيت والأضواء كلها مضاءة.",
            "a|ليست المسألة مالًا، بل أن غريبًا دخل غرفة نومنا.",
            "acd|فقدت العدة التي أعمل بها.",
            "صار الناس يتحدثون عمن يكون الفاعل، وهذا يخيفني أكثر.",
        ],
        asks: &[
            "abd|ماذا يمكننا أن نفعل لتصبح أبوابنا أكثر أمانًا؟",
            "أود أن أعرف أين وصل بلاغي.",
            "abd|هل يمكن أن يأتي أحد لمعاينة بنايتنا ونصحنا؟",
            "دورية بعد الظهر ستطمئن الناس.",
        ],
        answers: &[
            "abd|يؤسفني ما حدث لك. اطلعت على بلاغك وتحدثت مع المحقق وسيتصل بك هذا الأسبوع. ويمكن لزميل أن يعاين الأبواب والشبابيك مجانًا.",
            "أنتم محقون في تنبيه بعضكم إلى إقفال الأبواب، واتركوا لنا معرفة الفاعل من فضلكم. علقت نصائح في كل مداخل {s}.",
            "a|شكرًا لك. حين تُسرق شقة يزداد الخطر على جيرانها أسابيع. نزور الآن كل البيوت حول {s} ونمر هناك بعد الظهر.",
        ],
    },
    plans: &[
        Plan {
            about: "ad",
            title: ("Break-ins around {s}", "السرقات حول {s}"),
            discussion: (
                "The analyst showed that after a break-in the homes within two streets are at risk for about a month. Members asked for advice at the door instead of letters, and that nobody be named in the street.",
                "عرضت المحللة أن البيوت ضمن شارعين تبقى معرضة للخطر نحو شهر بعد كل سرقة. طلب الأعضاء نصائح عند الباب بدل الرسائل، وألا يُذكر اسم أحد في الشارع.",
            ),
            decision: (
                "All homes around {s} are visited within two days of a break-in, with advice and simple locks for those who cannot pay.",
                "تُزار كل البيوت حول {s} خلال يومين من أي سرقة، مع النصائح وأقفال بسيطة لمن لا يستطيع الدفع.",
            ),
            minority: None,
            action: (
                "Visit the homes around {s}, fit up to forty locks, and compare the three months before and after.",
                "زيارة البيوت حول {s} وتركيب أربعين قفلًا على الأكثر ومقارنة ثلاثة أشهر قبل ذلك وبعده.",
            ),
            changed: (
                "63 homes visited, 37 locks fitted. Two break-ins in three months, against seven before; the streets beside had no fall.",
                "زرنا ٦٣ بيتًا وركبنا ٣٧ قفلًا. سرقتان في ثلاثة أشهر مقابل سبع قبلها، ولم تشهد الشوارع المجاورة انخفاضًا.",
            ),
            owner: "police",
        },
        Plan {
            about: "b",
            title: ("Bicycles and entrances on {s}", "الدراجات والمداخل في {s}"),
            discussion: (
                "Most were taken from entrances whose doors do not close. Landlords were invited and two came. Racks in view of the shops were preferred to cameras.",
                "أُخذ معظمها من مداخل لا تُغلق أبوابها. دُعي أصحاب البنايات وحضر اثنان. فُضلت مواقف دراجات أمام المحال على الكاميرات.",
            ),
            decision: (
                "Racks on {s} in view of the shops; the association writes to landlords about the doors.",
                "مواقف دراجات في {s} على مرأى من المحال، وتراسل الجمعية أصحاب البنايات بشأن الأبواب.",
            ),
            minority: Some((
                "Two members want cameras as well; the others see no need to film a whole street.",
                "يريد عضوان كاميرات أيضًا، ولا يرى الآخرون حاجة إلى تصوير شارع كامل.",
            )),
            action: (
                "Put up racks for twenty bicycles on {s} and report which doors were repaired.",
                "تركيب مواقف لعشرين دراجة في {s} وبيان الأبواب التي أُصلحت.",
            ),
            changed: (
                "The racks are full every day; nine of fourteen doors close again.",
                "تمتلئ المواقف كل يوم، وعادت تسعة أبواب من أربعة عشر إلى الإغلاق.",
            ),
            owner: "business",
        },
    ],
};
