//! What is said whatever the topic: what residents write again, how concerns are closed, whether it helped.

use super::Pair;

/// What a resident adds at the beginning, now and then.
pub(crate) const GREETINGS_EN: [&str; 8] = [
    "Good morning.",
    "Hello,",
    "Dear neighbourhood team,",
    "I have never written to you before.",
    "I write for several families in our street.",
    "Good evening, I hope this is the right place.",
    "To the officer of {q}:",
    "I have lived here for thirty years.",
];

pub(crate) const GREETINGS_AR: [&str; 7] = [
    "السلام عليكم.",
    "صباح الخير.",
    "تحية طيبة وبعد،",
    "أكتب إليكم لأول مرة.",
    "أكتب باسم عدد من عائلات شارعنا.",
    "مساء الخير، وأرجو أن يكون هذا المكان الصحيح.",
    "أسكن هنا منذ ثلاثين عامًا.",
];

/// What a resident writes after an answer.
pub(crate) const FOLLOW_UPS_EN: [&str; 16] = [
    "Thank you for the answer. It was better for a week, but since Sunday it is the same again.",
    "I did not expect an answer at all, so thank you. One thing more: it also concerns {t}.",
    "Nobody has come yet. You wrote that somebody would look at it.",
    "I talked with my neighbours and they say the same; two of them will write as well.",
    "Thank you. Yesterday evening I saw a colleague of yours there. Please keep it up.",
    "That is not quite what I meant. It is not about the corner but about the whole length of {s}.",
    "It happened again last night at about half past ten. I only want you to know.",
    "The department told my neighbour that it is not their street. Whose is it then?",
    "I have looked at it again: the far end is done, the part by {t} is not.",
    "Could you tell me when? It helps to know, even if it takes long.",
    "Thank you, I understand that it is not easy. Could it be talked about at the next meeting?",
    "My son took a picture, but I do not want to send it because people can be seen on it.",
    "It has been quiet since you were there. I will write if it changes.",
    "I would come to the meeting, but I work in the evening. Please say it for me.",
    "Sorry that I was so short last time. I was angry. It is still not good, though.",
    "Three weeks have passed. I do not want to be a nuisance, but I would like to know where it stands.",
];

pub(crate) const FOLLOW_UPS_AR: [&str; 12] = [
    "شكرًا على الرد. تحسن الوضع أسبوعًا، ومنذ الأحد عاد كما كان.",
    "لم أتوقع ردًا أصلًا، فشكرًا لكم. أمر آخر: المشكلة تشمل {t} أيضًا.",
    "لم يأت أحد بعد، وقد كتبتم أن أحدًا سيعاين المكان.",
    "تحدثت مع جيراني وهم يقولون الشيء نفسه، وسيكتب اثنان منهم أيضًا.",
    "شكرًا، رأيت زميلًا لكم هناك مساء أمس. نرجو الاستمرار.",
    "ليس هذا ما قصدته تمامًا، فالأمر لا يخص الزاوية بل {s} كله.",
    "تكرر الأمر الليلة الماضية نحو العاشرة والنصف. أردت فقط أن تعلموا.",
    "قالت الدائرة لجاري إن الشارع ليس من اختصاصها. فلمن هو إذن؟",
    "هل يمكن أن تخبروني متى؟ معرفة الموعد تريحنا حتى لو طال.",
    "أتفهم أن الأمر ليس سهلًا. هل يمكن طرحه في الاجتماع القادم؟",
    "هدأ المكان منذ زيارتكم، وسأكتب إن تغير شيء.",
    "مضت ثلاثة أسابيع. لا أريد الإزعاج، لكن أود أن أعرف أين وصل الموضوع.",
];

/// What an officer answers to a second message.
pub(crate) const SECOND_ANSWERS_EN: [&str; 8] = [
    "Thank you for writing again. I passed there this morning and you are right. I have asked once more and now have a date: the week after next.",
    "I am sorry that you had to ask. The person in charge was on leave; I spoke with her deputy today and will write on Thursday whatever the answer is.",
    "Good to hear. I will keep it open for another two weeks before I close it.",
    "Understood: the whole length. I have corrected it in the list.",
    "I will say it at the meeting in your place, without your name, and write to you what came of it.",
    "Please do not send pictures with people on them; your description is quite enough.",
    "You are no nuisance. It stands like this: the offer is in, the approval is missing. I am asking for it every week.",
    "That it happened again is noted with the time. It helps us to choose the evenings.",
];

pub(crate) const SECOND_ANSWERS_AR: [&str; 6] = [
    "شكرًا على كتابتك مجددًا. مررت هناك هذا الصباح ومعك حق. سألت مرة أخرى وحصلت على موعد: الأسبوع بعد القادم.",
    "أعتذر لأنك اضطررت إلى السؤال. كانت المسؤولة في إجازة وتحدثت اليوم مع نائبها، وسأكتب إليك يوم الخميس أيًا كان الجواب.",
    "يسرني ذلك. سأبقي الموضوع مفتوحًا أسبوعين آخرين قبل إغلاقه.",
    "فهمت: الشارع كله. صححت ذلك في القائمة.",
    "سأقولها في الاجتماع نيابة عنك دون ذكر اسمك وأكتب إليك بما انتهى إليه.",
    "لست مصدر إزعاج. الوضع كالتالي: العرض جاهز والموافقة ناقصة، وأسأل عنها كل أسبوع.",
];

/// A reason for closing without an action, and the words that go with it.
pub(crate) const CLOSINGS: [(&str, Pair); 9] = [
    (
        "resolved",
        (
            "The matter was settled on the spot and has not come back in four weeks. I close it; please raise it again at any time.",
            "حُل الأمر في المكان ولم يتكرر منذ أربعة أسابيع. أغلقه الآن، ويمكنك إثارته من جديد في أي وقت.",
        ),
    ),
    (
        "resolved",
        (
            "I have checked three times since, at different hours, and found it in order. Thank you for pointing it out.",
            "تحققت ثلاث مرات في أوقات مختلفة ووجدت الوضع سليمًا. شكرًا على التنبيه.",
        ),
    ),
    (
        "duplicate",
        (
            "The same matter was raised by a neighbour before and is followed there. What you wrote has been added to it.",
            "أثار أحد الجيران الأمر نفسه من قبل وتجري متابعته هناك، وأضيف إليه ما كتبته.",
        ),
    ),
    (
        "referred",
        (
            "This belongs to the electricity company, which is not part of the partnership. I have sent it there and give you their number at our office.",
            "هذا من اختصاص شركة الكهرباء وهي ليست جزءًا من الشراكة. أرسلته إليها ويمكنك أخذ رقم المعاملة من مكتبنا.",
        ),
    ),
    (
        "referred",
        (
            "The landlord is responsible for this, and the rent office advises free of charge on Mondays. I am sorry that we cannot do more.",
            "المسؤول عن ذلك صاحب البناية، ويقدم مكتب الإيجارات استشارة مجانية كل يوم اثنين. يؤسفني أننا لا نستطيع أكثر.",
        ),
    ),
    (
        "not-possible",
        (
            "The municipality has looked into it and says no: the street is too narrow for what you propose. I do not want to leave you waiting for something that will not come.",
            "درست البلدية الأمر وأجابت بالرفض: الشارع أضيق مما يتطلبه اقتراحك. لا أريد أن تنتظر شيئًا لن يأتي.",
        ),
    ),
    (
        "not-possible",
        (
            "There is no money for it this year. It stands on the list for the next budget, and I close it here honestly rather than leave it open for show.",
            "لا تتوفر ميزانية لذلك هذا العام. أُدرج في قائمة الموازنة القادمة، وأغلقه هنا بصدق بدل أن يبقى مفتوحًا شكليًا.",
        ),
    ),
    (
        "not-found",
        (
            "I was there on five evenings and could not find what you describe. If I looked in the wrong place, please tell me the hour and the house.",
            "ذهبت إلى المكان خمس أمسيات ولم أجد ما وصفته. إن كنت قد أخطأت المكان فأخبرني بالساعة والموضع.",
        ),
    ),
    (
        "no-answer",
        (
            "I asked twice for the exact place and had no answer, which is quite all right. I close it for now; a line from you opens it again.",
            "سألت مرتين عن المكان بدقة ولم يصلني رد، ولا بأس في ذلك. أغلقه مؤقتًا، وسطر منك يفتحه من جديد.",
        ),
    ),
];

pub(crate) const HELPED_YES: [Pair; 5] = [
    ("Yes. One walks there again as before.", "نعم، عاد الناس يمرون من هناك كما كانوا."),
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
    ("No. It looks nicer, but nothing has changed.", "لا. صار المنظر أجمل ولم يتغير شيء."),
    ("No, after two weeks it was broken again and nobody came.", "لا، تعطل بعد أسبوعين ولم يأت أحد."),
    ("Not for me. I still go the other way round.", "ليس بالنسبة لي، ما زلت أسلك الطريق الآخر."),
];
