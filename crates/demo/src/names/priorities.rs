//! What a team puts first, by topic: title, why, and what is being done.

use crate::practice::Category;

type Pair = (&'static str, &'static str);

pub(crate) const PRIORITIES: [(Category, Pair, Pair, Pair); 12] = [
    (
        Category::Lighting,
        ("Light on the ways people walk", "إنارة الطرق التي يسلكها الناس"),
        (
            "More concerns are about dark streets than about anything else.",
            "أكثر ما يثيره السكان يتعلق بالشوارع المظلمة.",
        ),
        (
            "We walk the quarter after dark each month with residents and give the municipality a list by risk.",
            "نتجول في الحي بعد المغرب كل شهر مع السكان ونسلم البلدية قائمة مرتبة حسب الخطر.",
        ),
    ),
    (
        Category::Traffic,
        ("Slower cars near schools", "سيارات أبطأ قرب المدارس"),
        (
            "Children were hurt here, and drivers do not keep to the limit.",
            "أصيب أطفال هنا ولا يلتزم السائقون بحد السرعة.",
        ),
        (
            "We stand at the school gates in the morning and measure speed before and after each change.",
            "نقف عند بوابات المدارس صباحًا ونقيس السرعة قبل كل تغيير وبعده.",
        ),
    ),
    (
        Category::Noise,
        ("Quiet nights", "ليالٍ هادئة"),
        ("Cafés and homes stand wall to wall.", "تتجاور المقاهي والبيوت جدارًا بجدار."),
        (
            "We bring owners and neighbours to one table before anybody is fined.",
            "نجمع أصحاب المحال والجيران على طاولة واحدة قبل أي غرامة.",
        ),
    ),
    (
        Category::Litter,
        ("No more dumping on empty plots", "لا مزيد من الأنقاض في الأراضي الفارغة"),
        ("Neglected places draw fires, rats and worse.", "الأماكن المهملة تجلب الحرائق والجرذان وما هو أسوأ."),
        (
            "We check six plots each week with the cleansing department and have them closed.",
            "نتفقد ست أراضٍ كل أسبوع مع دائرة النظافة ونعمل على إغلاقها.",
        ),
    ),
    (
        Category::YoungPeople,
        ("Places for young people", "أماكن للشباب"),
        ("Young people ask where they may be in the evening.", "يسأل الشباب أين يُسمح لهم أن يكونوا مساءً."),
        (
            "With the youth club we keep a ground open, and we talk before we move anybody on.",
            "نبقي مع نادي الشباب ملعبًا مفتوحًا، ونتحدث قبل أن نطلب من أحد المغادرة.",
        ),
    ),
    (
        Category::Drugs,
        ("Parks that families use again", "حدائق تعود إليها العائلات"),
        ("Residents keep away from two places because of drugs.", "يتجنب السكان مكانين بسبب المخدرات."),
        (
            "Outreach by the health centre, hedges cut, needles removed each morning.",
            "فريق ميداني من المركز الصحي، وقص السياج، وإزالة الإبر كل صباح.",
        ),
    ),
    (
        Category::Theft,
        ("Fewer break-ins in the same streets", "سرقات أقل في الشوارع نفسها"),
        (
            "After one break-in the homes nearby are at risk for weeks.",
            "بعد كل سرقة تبقى البيوت المجاورة معرضة للخطر أسابيع.",
        ),
        (
            "We visit the homes around within two days and advise on doors and windows, free of charge.",
            "نزور البيوت المجاورة خلال يومين وننصح بشأن الأبواب والشبابيك مجانًا.",
        ),
    ),
    (
        Category::Harassment,
        ("Women and girls go where they wish", "النساء والفتيات يذهبن حيث يشأن"),
        ("Many change their way or give up evening courses.", "كثيرات يغيرن طريقهن أو يتركن الدورات المسائية."),
        (
            "Safety walks with the women's association, women officers at the times named, shops that open their door.",
            "جولات سلامة مع الجمعية النسائية، وشرطيات في الأوقات المذكورة، ومحال تفتح بابها.",
        ),
    ),
    (
        Category::Transport,
        ("Home safely after the late shift", "عودة آمنة بعد وردية المساء"),
        ("The last ride leaves before many finish work.", "تغادر آخر رحلة قبل أن ينهي كثيرون عملهم."),
        (
            "We count passengers with the transport office and check minibuses where they load.",
            "نعد الركاب مع مكتب النقل ونفحص الحافلات الصغيرة حيث تحمّل.",
        ),
    ),
    (
        Category::Buildings,
        ("Empty houses made safe", "تأمين البيوت الفارغة"),
        ("Eleven buildings stand open in this quarter.", "في هذا الحي أحد عشر مبنى مفتوحًا."),
        (
            "We go through them with the inspector and press for a use, not only for a lock.",
            "نعاينها مع المفتش ونسعى إلى استخدامها لا إلى إقفالها فقط.",
        ),
    ),
    (
        Category::Animals,
        ("Living with animals", "التعايش مع الحيوانات"),
        ("Bites and barking are raised again and again.", "تتكرر الشكوى من العض والنباح."),
        (
            "Catch, vaccinate, neuter; closed containers at the butchers.",
            "إمساك وتطعيم وتعقيم، وحاويات مغلقة عند الملاحم.",
        ),
    ),
    (
        Category::Water,
        ("A hand with what is not ours", "يد العون في ما ليس من اختصاصنا"),
        (
            "Many bring us matters of water and roads because we answer.",
            "يأتي إلينا كثيرون بشؤون المياه والطرق لأننا نجيب.",
        ),
        (
            "We hand these over in person, keep the number and ask until there is an answer.",
            "نسلمها بأنفسنا ونحتفظ برقم المعاملة ونسأل حتى يأتي الجواب.",
        ),
    ),
];
