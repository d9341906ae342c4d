//! Traffic, speed and parking.

use super::{Plan, Topic, Voice};
use crate::practice::Category;

pub(crate) const TOPIC: Topic = Topic {
    category: Category::Traffic,
    weight: 14.0,
    en: Voice {
        openings: &[
            "a|Cars use {s} as a race track, above all on Thursday nights.",
            "b|There is no crossing on {s} between the school and {t}.",
            "d|Delivery vans drive against the one-way direction on {s} every morning.",
            "c|Cars are parked on both pavements of {s}, so that we walk on the road.",
            "a|Motorbikes come down {s} at full speed to avoid the lights.",
            "a|The bend where {s} meets {t} is dangerous; there was another crash last week.",
            "a|Since {t} was dug up, all its traffic goes through {s}.",
        ],
        details: &[
            "a|The speed sign was knocked down last year and never put back.",
            "abd|Between seven and eight there are more than a hundred children on foot.",
            "b|The white lines have worn away completely.",
            "c|Nobody with a pram or a wheelchair gets past.",
            "a|The speed bump was removed when the road was laid new.",
            "a|You hear the brakes all night.",
            "a|The mirror at the corner is broken, so you drive out blind.",
            "d|They reverse out again when two of them meet.",
            "cd|By nine it is over, and that is why nobody from the office ever sees it.",
            "c|The shopkeepers put crates in front so that nobody else stops there.",
            "abd|There is a sign, but it is hidden behind an awning.",
        ],
        effects: &[
            "abd|A boy of nine was hit there in front of our door; thank God it was only his arm.",
            "abd|My son goes a long way round to school because of it.",
            "My father uses a stick and does not dare to cross any more.",
            "a|Two cats and a dog were run over this month, and the next will be a child.",
            "ab|We counted sixty-two cars in ten minutes from our balcony.",
            "c|The ambulance could not get through on Sunday.",
        ],
        asks: &[
            "ab|Could a speed bump or a real crossing be put there?",
            "abd|Please send a patrol at school time for a few days.",
            "a|Could somebody measure the speed before there is a serious accident?",
            "c|Please mark the no-parking zone and then also keep to it.",
            "I would like to hear what is planned for this road.",
        ],
        answers: &[
            "a|Thank you. We measured on {s} on two mornings: one car in four was faster than allowed. I have put this to the traffic department with the figures.",
            "abd|I was there at school time today and spoke with several drivers. That helps for a week; for the longer run we need something built. I have asked the municipality for that.",
            "c|I understand your worry. The parking on the pavement was fined nine times this week. Please tell me if it comes back.",
            "abd|Thank you. A colleague will stand at the corner of {t} in the mornings of next week, and I will write to you afterwards.",
        ],
    },
    ar: Voice {
        openings: &[
            "a|تحول {s} إلى حلبة سباق، خصوصًا ليلة الخميس.",
            "b|لا يوجد ممر مشاة في {s} بين المدرسة و{t}.",
            "d|تسير سيارات التوزيع عكس الاتجاه في {s} كل صباح.",
            "c|تقف السيارات على رصيفي {s} فنضطر إلى المشي وسط الطريق.",
            "a|المنعطف عند التقاء {s} مع {t} خطر، ووقع فيه حادث جديد الأسبوع الماضي.",
            "a|منذ بدء الحفر في {t} انتقلت كل حركته إلى {s}.",
        ],
        details: &[
            "a|سقطت لافتة السرعة العام الماضي ولم تُعد إلى مكانها.",
            "abd|بين السابعة والثامنة يمر أكثر من مئة طفل سيرًا على الأقدام.",
            "b|اختفت الخطوط البيضاء تمامًا.",
            "c|لا يستطيع المرور من يدفع عربة طفل أو كرسيًا متحركًا.",
            "a|أزيل المطب عند تعبيد الطريق ولم يُعد.",
            "a|المرآة عند الزاوية مكسورة فيخرج السائق دون أن يرى.",
            "d|يرجعون إلى الخلف حين تلتقي سيارتان.",
            "cd|ينتهي ذلك في التاسعة، ولهذا لا يراه أي موظف.",
            "c|يضع أصحاب المحال صناديق أمامهم كي لا يقف أحد غيرهم.",
            "abd|توجد لافتة لكنها مخفية خلف مظلة.",
        ],
        effects: &[
            "abd|صُدم طفل في التاسعة أمام باب بيتنا، والحمد لله أصيبت ذراعه فقط.",
            "abd|يسلك ابني طريقًا طويلًا إلى المدرسة بسبب ذلك.",
            "والدي يمشي بعصا ولم يعد يجرؤ على العبور.",
            "ab|عددنا من الشرفة اثنتين وستين سيارة في عشر دقائق.",
            "c|لم تستطع سيارة الإسعاف المرور يوم الأحد.",
        ],
        asks: &[
            "ab|هل يمكن وضع مطب أو ممر مشاة حقيقي هناك؟",
            "abd|نرجو إرسال دورية وقت المدرسة لبضعة أيام.",
            "a|نرجو قياس السرعة قبل أن يقع حادث كبير.",
            "أود أن أعرف ما المخطط لهذا الطريق.",
        ],
        answers: &[
            "a|شكرًا لك. قسنا السرعة في {s} صباحين متتاليين: سيارة من كل أربع تجاوزت الحد. قدمت الأرقام إلى دائرة المرور.",
            "abd|كنت هناك اليوم وقت المدرسة وتحدثت مع عدد من السائقين. هذا ينفع أسبوعًا، أما على المدى الطويل فنحتاج إلى حل هندسي، وقد طلبته من البلدية.",
            "c|أتفهم قلقك. حُررت هذا الأسبوع تسع مخالفات وقوف على الرصيف. أرجو أن تخبرني إذا عاد الأمر.",
        ],
    },
    plans: &[
        Plan {
            about: "a",
            title: ("Speed on {s}", "السرعة في {s}"),
            discussion: (
                "The speed figures were shown. Traders feared for deliveries, parents for their children. The health centre recalled four injuries in a year on this stretch.",
                "عُرضت أرقام السرعة. خشي التجار على التوزيع وخشي الأهالي على أطفالهم. ذكّر المركز الصحي بأربع إصابات خلال عام في هذا المقطع.",
            ),
            decision: (
                "Two speed tables are built on {s}; speed is measured before and after.",
                "يُنشأ مطبان عريضان في {s} وتُقاس السرعة قبل ذلك وبعده.",
            ),
            minority: Some((
                "The traders' association would have preferred a camera; it fears damage to goods.",
                "كانت جمعية التجار تفضل كاميرا، وتخشى تضرر البضائع.",
            )),
            action: (
                "Build two speed tables on {s} and renew the sign; the police measure speed four weeks later.",
                "إنشاء مطبين عريضين في {s} وتجديد اللافتة، وتقيس الشرطة السرعة بعد أربعة أسابيع.",
            ),
            changed: (
                "Both tables are built. The share of cars above the limit fell from 26 in 100 to 9 in 100.",
                "أُنشئ المطبان، وانخفضت نسبة السيارات المتجاوزة للحد من ٢٦ إلى ٩ في المئة.",
            ),
            owner: "traffic",
        },
        Plan {
            about: "b",
            title: ("A safe way to school across {s}", "طريق آمن إلى المدرسة عبر {s}"),
            discussion: (
                "The school reported 140 children crossing in half an hour. Pupils had drawn a map of where they are afraid. Everybody agreed that a crossing without somebody beside it would not be enough at first.",
                "أفادت المدرسة بأن ١٤٠ طفلًا يعبرون خلال نصف ساعة. رسم التلاميذ خريطة للأماكن التي يخافونها. اتفق الجميع على أن ممرًا بلا مرافق لن يكفي في البداية.",
            ),
            decision: (
                "A crossing is marked at the school gate, and trained volunteers stand there at opening and closing time.",
                "يُرسم ممر مشاة عند بوابة المدرسة ويقف عنده متطوعون مدربون وقت الدخول والخروج.",
            ),
            minority: None,
            action: (
                "Mark the crossing on {s}; the school trains eight volunteers for it.",
                "رسم ممر المشاة في {s} وتدرب المدرسة ثمانية متطوعين لذلك.",
            ),
            changed: (
                "The crossing is painted and signed, and volunteers have stood there on every school day since.",
                "رُسم الممر ووُضعت لافتته، ويقف المتطوعون هناك كل يوم دراسي منذ ذلك الحين.",
            ),
            owner: "school",
        },
        Plan {
            about: "c",
            title: ("Parking on the pavements of {s}", "الوقوف على أرصفة {s}"),
            discussion: (
                "Shopkeepers need to unload; people with wheelchairs need to pass. A loading bay on {t} was found acceptable by both.",
                "يحتاج أصحاب المحال إلى التفريغ، ويحتاج مستخدمو الكراسي المتحركة إلى المرور. قبل الطرفان بموقف للتفريغ في {t}.",
            ),
            decision: (
                "Posts keep the pavement of {s} free, and a loading bay is marked on {t}.",
                "تحمي أعمدة صغيرة رصيف {s} ويُخصص موقف تفريغ في {t}.",
            ),
            minority: None,
            action: (
                "Set posts along {s} and mark the loading bay on {t}.",
                "تركيب أعمدة على امتداد {s} وتخطيط موقف التفريغ في {t}.",
            ),
            changed: (
                "Thirty-two posts are set and the bay is in use. Fines on this street went from nine a week to one.",
                "رُكب اثنان وثلاثون عمودًا والموقف مستخدم. انخفضت المخالفات في هذا الشارع من تسع إلى واحدة في الأسبوع.",
            ),
            owner: "traffic",
        },
    ],
};
