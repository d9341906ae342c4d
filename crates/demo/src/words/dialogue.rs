//! What is said whatever the topic: what residents write again, how concerns are closed, whether it helped.

use super::Pair;

/// What a resident adds at the beginning, now and then.
pub(crate) const GREETINGS_EN: [&str; 9] = [
    "Good morning.",
    "Hello.",
    "Good evening, I hope this is the right place.",
    "I have never written to you before.",
    "I write for several families in our street.",
    "This is for the officer of {q}.",
    "I have lived here for thirty years.",
    "I hope that somebody reads this.",
    "My neighbour told me that one can write here.",
];

pub(crate) const GREETINGS_AR: [&str; 8] = [
    "السلام عليكم.",
    "صباح الخير.",
    "تحية طيبة وبعد،",
    "أكتب إليكم لأول مرة.",
    "أكتب باسم عدد من عائلات شارعنا.",
    "مساء الخير، وأرجو أن يكون هذا المكان الصحيح.",
    "أسكن هنا منذ ثلاثين عامًا.",
    "أخبرتني جارتي أنه يمكن الكتابة هنا.",
];

/// What an officer adds at the end of an answer, now and then.
pub(crate) const CLOSING_LINES_EN: [&str; 8] = [
    "Please write again if anything changes.",
    "You find me at the neighbourhood office on Tuesdays until seven.",
    "I will look again next week.",
    "If you would rather speak, ring the number of our team.",
    "You need not give your name for this.",
    "Thank you for the time you took.",
    "I walk through {s} most afternoons; do stop me.",
    "I have noted the place and the hour.",
];

pub(crate) const CLOSING_LINES_AR: [&str; 7] = [
    "أرجو أن تكتب إلينا إن تغير شيء.",
    "تجدني في مكتب الحي كل ثلاثاء حتى السابعة.",
    "سأعاين مرة أخرى الأسبوع القادم.",
    "إن كنت تفضل الحديث فاتصل برقم فريقنا.",
    "لا حاجة لذكر اسمك في ذلك.",
    "شكرًا على الوقت الذي خصصته.",
    "أمر في {s} معظم أوقات العصر، فلا تتردد في إيقافي.",
];

/// What a resident writes after an answer, and what the officer answers then. `q` marks what fits where it went quiet, `f`
/// where a forum will take it up, `p` where something is to be repaired, `e` where something happens again and again.
pub(crate) const FOLLOW_UPS_EN: [(&str, &str); 16] = [
    (
        "Thank you for the answer. It was better for a week, but since Sunday it is the same again.",
        "That it came back is noted with the day. I passed there this morning and you are right; I have asked once more and now have a date, the week after next.",
    ),
    (
        "I did not expect an answer at all, so thank you. One thing more: it also concerns {t}.",
        "Understood: {t} as well. I have added it to the list.",
    ),
    (
        "Nobody has come yet. You wrote that somebody would look at it.",
        "I am sorry that you had to ask. The person in charge was on leave; I spoke with her deputy today and will write on Thursday whatever the answer is.",
    ),
    (
        "I talked with my neighbours and they say the same; two of them will write as well.",
        "Two letters more have arrived, thank you. It helps when several people say it, each in their own words.",
    ),
    (
        "q|Thank you. Yesterday evening I saw a colleague of yours there. Please keep it up.",
        "Good to hear. I will keep it open for another two weeks before I close it.",
    ),
    (
        "p|That is not quite what I meant. It is not about the corner but about the whole length of {s}.",
        "Understood: the whole length. I have corrected it in the list.",
    ),
    (
        "e|It happened again last night at about half past ten. I only want you to know.",
        "Thank you, the time is noted. It helps us to choose the evenings.",
    ),
    (
        "p|The department told my neighbour that it is not their street. Whose is it then?",
        "It is theirs; I have the plan with the boundary before me and have sent it to them. I will see to it that you are not sent around again.",
    ),
    (
        "p|I have looked at it again: the far end is done, the part by {t} is not.",
        "You are right, I walked it with the foreman. The part by {t} was forgotten and is on the sheet for next week.",
    ),
    (
        "Could you tell me when? It helps to know, even if it takes long.",
        "I have asked for the day and will not guess. As soon as I have it in writing you have it too.",
    ),
    (
        "f|Thank you, I understand that it is not easy. Could it be talked about at the next meeting?",
        "Yes. I will put it on the agenda, without your name. You are welcome to listen.",
    ),
    (
        "e|My son took a picture, but I do not want to send it because people can be seen on it.",
        "That is right of you. Your description is quite enough.",
    ),
    (
        "q|It has been quiet since you were there. I will write if it changes.",
        "Thank you for telling me; one seldom hears when something is well.",
    ),
    (
        "f|I would come to the meeting, but I work in the evening. Please say it for me.",
        "I will say it in your place, without your name, and write to you what came of it.",
    ),
    (
        "Sorry that I was so short last time. I was angry. It is still not good, though.",
        "There is nothing to be sorry for. I was there again yesterday and see it as you do.",
    ),
    (
        "Three weeks have passed. I do not want to be a nuisance, but I would like to know where it stands.",
        "You are no nuisance. It stands like this: the offer is in, the approval is missing. I am asking for it every week.",
    ),
];

pub(crate) const FOLLOW_UPS_AR: [(&str, &str); 12] = [
    (
        "شكرًا على الرد. تحسن الوضع أسبوعًا، ومنذ الأحد عاد كما كان.",
        "سجلت عودة المشكلة ويومها. مررت هناك هذا الصباح ومعك حق، وسألت مرة أخرى وحصلت على موعد: الأسبوع بعد القادم.",
    ),
    ("لم أتوقع ردًا أصلًا، فشكرًا لكم. أمر آخر: المشكلة تشمل {t} أيضًا.", "فهمت: {t} أيضًا. أضفته إلى القائمة."),
    (
        "لم يأت أحد بعد، وقد كتبتم أن أحدًا سيعاين المكان.",
        "أعتذر لأنك اضطررت إلى السؤال. كانت المسؤولة في إجازة وتحدثت اليوم مع نائبها، وسأكتب إليك يوم الخميس أيًا كان الجواب.",
    ),
    (
        "تحدثت مع جيراني وهم يقولون الشيء نفسه، وسيكتب اثنان منهم أيضًا.",
        "وصلت رسالتان أخريان، شكرًا لكم. يفيدنا أن يقولها أكثر من شخص، كل بكلماته.",
    ),
    ("q|شكرًا، رأيت زميلًا لكم هناك مساء أمس. نرجو الاستمرار.", "يسرني ذلك. سأبقي الموضوع مفتوحًا أسبوعين آخرين قبل إغلاقه."),
    ("p|ليس هذا ما قصدته تمامًا، فالأمر لا يخص الزاوية بل {s} كله.", "فهمت: الشارع كله. صححت ذلك في القائمة."),
    (
        "e|تكرر الأمر الليلة الماضية نحو العاشرة والنصف. أردت فقط أن تعلموا.",
        "شكرًا، سجلت الوقت. هذا يساعدنا على اختيار الأمسيات.",
    ),
    (
        "p|قالت الدائرة لجاري إن الشارع ليس من اختصاصها. فلمن هو إذن؟",
        "هو من اختصاصها. أمامي المخطط وفيه الحدود وقد أرسلته إليها، وسأحرص على ألا يُرسلكم أحد من مكتب إلى آخر.",
    ),
    (
        "هل يمكن أن تخبروني متى؟ معرفة الموعد تريحنا حتى لو طال.",
        "سألت عن الموعد ولا أريد التخمين. حالما أحصل عليه خطيًا يصلك أيضًا.",
    ),
    (
        "f|أتفهم أن الأمر ليس سهلًا. هل يمكن طرحه في الاجتماع القادم؟",
        "نعم، سأضعه على جدول الأعمال دون ذكر اسمك، ويسعدنا حضورك.",
    ),
    ("q|هدأ المكان منذ زيارتكم، وسأكتب إن تغير شيء.", "شكرًا على إخباري، فقلما نسمع حين يكون كل شيء على ما يرام."),
    (
        "مضت ثلاثة أسابيع. لا أريد الإزعاج، لكن أود أن أعرف أين وصل الموضوع.",
        "لست مصدر إزعاج. الوضع كالتالي: العرض جاهز والموافقة ناقصة، وأسأل عنها كل أسبوع.",
    ),
];

pub(crate) const HELPED_YES: [Pair; 5] = [
    ("Yes. It is as it should be again.", "نعم، عاد كل شيء كما يجب أن يكون."),
    ("It helped, and quicker than I thought.", "نعم نفع، وأسرع مما توقعت."),
    ("Yes, thank you. My mother says so too.", "نعم، شكرًا لكم، ووالدتي تقول ذلك أيضًا."),
    ("It is good now. I hope that it stays like this.", "الوضع جيد الآن، وأرجو أن يبقى كذلك."),
    ("Yes. I had not believed in it any more.", "نعم، وكنت قد فقدت الأمل."),
];

pub(crate) const HELPED_PARTLY: [Pair; 4] = [
    ("Better, but not at the weekend.", "أفضل، لكن ليس في نهاية الأسبوع."),
    ("Half of it. The part by {t} is as it was.", "نصف الحل، أما جهة {t} فكما كانت."),
    ("In the first weeks very much, now less.", "كثيرًا في الأسابيع الأولى، والآن أقل."),
    ("It is better for us, but I think it moved to the next street.", "تحسن عندنا، لكن أظنه انتقل إلى الشارع المجاور."),
];

pub(crate) const HELPED_NO: [Pair; 3] = [
    ("No. On paper perhaps, but for us nothing has changed.", "لا. ربما على الورق، أما عندنا فلم يتغير شيء."),
    ("No, after two weeks it was as before and nobody came.", "لا، عاد كما كان بعد أسبوعين ولم يأت أحد."),
    ("Not for me. I had hoped for more.", "ليس بالنسبة لي، كنت آمل أكثر من ذلك."),
];
