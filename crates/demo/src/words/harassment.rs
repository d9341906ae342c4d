//! Harassment in public places.

use super::{Plan, Topic, Voice};
use crate::practice::Category;

pub(crate) const TOPIC: Topic = Topic {
    category: Category::Harassment,
    weight: 7.0,
    en: Voice {
        openings: &[
            "a|Girls are called after and followed on {s} on their way from school.",
            "a|Men in a parked car on {s} make remarks to every woman who passes.",
            "b|At the bus stop on {s} women are pushed and photographed in the crowd.",
            "a|My friends and I avoid {s} altogether, even by day.",
            "c|On the promenade near {s} groups block the way and laugh at us.",
        ],
        details: &[
            "It is worst between four and six, and again after nine.",
            "The shopkeepers see it and look away.",
            "a|There is a wall on one side and no way out until {t}.",
            "When my brother is with me nothing happens.",
            "a|A girl of thirteen told me that she runs this part every day.",
        ],
        effects: &[
            "I have given up my evening course because of this way.",
            "My daughter asked whether she could change schools.",
            "We do not dare to say anything, since we pass there every day.",
            "My mother now waits for me at the stop, every single day.",
            "You begin to think about what you did wrong, and I did nothing wrong.",
        ],
        asks: &[
            "Could a woman officer be there at those times?",
            "Please speak with the shopkeepers, they could help.",
            "ab|We need a place to stand that is lit and open to view.",
            "I want this to be taken seriously and not to hear that boys are boys.",
            "Please tell me where I can report it without standing at a counter.",
        ],
        answers: &[
            "Thank you for writing; this is taken seriously. A woman colleague is on {s} at the times you named. If you would like to speak with her, she will meet you wherever you choose.",
            "I have spoken with eleven shopkeepers on {s}. Six put the sign of the women's association in the window: there you can go in and wait. You can also report by telephone or through the association.",
            "What you describe is an offence, and no one has to put up with it. I would like to bring the place itself to the forum, without any names: the wall, the stop and the light.",
        ],
    },
    ar: Voice {
        openings: &[
            "a|تتعرض الفتيات للمضايقة والملاحقة في {s} عند عودتهن من المدرسة.",
            "a|يوجه رجال في سيارة متوقفة في {s} كلامًا لكل امرأة تمر.",
            "b|عند موقف الحافلة في {s} تتعرض النساء للدفع والتصوير وسط الزحام.",
            "a|نتجنب أنا وصديقاتي المرور في {s} حتى نهارًا.",
            "c|على الكورنيش قرب {s} تسد مجموعات الطريق وتضحك علينا.",
        ],
        details: &[
            "أسوأ الأوقات بين الرابعة والسادسة ثم بعد التاسعة.",
            "يرى أصحاب المحال ذلك ويصرفون النظر.",
            "a|هناك جدار من جهة ولا مخرج حتى {t}.",
            "حين يكون أخي معي لا يحدث شيء.",
            "a|أخبرتني فتاة في الثالثة عشرة أنها تركض في هذا المقطع كل يوم.",
        ],
        effects: &[
            "تركت دورتي المسائية بسبب هذا الطريق.",
            "سألتني ابنتي إن كانت تستطيع تغيير مدرستها.",
            "لا نجرؤ على الكلام لأننا نمر من هناك كل يوم.",
            "تنتظرني أمي الآن عند الموقف كل يوم.",
        ],
        asks: &[
            "هل يمكن أن تكون شرطية هناك في تلك الأوقات؟",
            "نرجو التحدث مع أصحاب المحال فبإمكانهم المساعدة.",
            "ab|نحتاج إلى مكان انتظار مضاء ومكشوف.",
            "أريد أن يؤخذ هذا بجدية.",
            "أين يمكنني الإبلاغ دون الوقوف أمام الشباك؟",
        ],
        answers: &[
            "شكرًا على رسالتك، ونحن نأخذ هذا بجدية. زميلة لنا موجودة في {s} في الأوقات التي ذكرتها، وإن أردتِ الحديث معها فستلتقيك حيث تختارين.",
            "تحدثت مع أحد عشر صاحب محل في {s}، ووضع ستة منهم شعار الجمعية النسائية على الواجهة: يمكن الدخول إليهم والانتظار. ويمكن الإبلاغ هاتفيًا أو عبر الجمعية.",
            "ما تصفينه مخالفة للقانون ولا يجب على أحد تحمله. أود عرض المكان نفسه على المنتدى دون أي أسماء: الجدار والموقف والضوء.",
        ],
    },
    plans: &[
        Plan {
            about: "ab",
            title: ("The way home along {s}", "طريق العودة عبر {s}"),
            discussion: (
                "The women's association reported on its safety walk with nineteen women and girls. The six principles were gone through one by one; being heard and getting away failed on this stretch.",
                "قدمت الجمعية النسائية تقرير جولة السلامة بمشاركة تسع عشرة امرأة وفتاة. نوقشت المبادئ الستة واحدًا واحدًا، ولم يتحقق في هذا المقطع أن تُسمعي وأن تجدي مخرجًا.",
            ),
            decision: (
                "An opening in the wall towards {t}, a lit stop, and a woman officer at school and course times.",
                "فتحة في الجدار باتجاه {t} وموقف مضاء وشرطية في أوقات المدرسة والدورات.",
            ),
            minority: None,
            action: (
                "Repeat the safety walk on {s} after the changes and publish both results.",
                "إعادة جولة السلامة في {s} بعد التغييرات ونشر النتيجتين.",
            ),
            changed: (
                "Walked again with seventeen women: five of six principles now met, against two before. The opening is still too narrow.",
                "أعيدت الجولة مع سبع عشرة امرأة: تحققت خمسة مبادئ من ستة مقابل اثنين سابقًا. ما زالت الفتحة ضيقة.",
            ),
            owner: "women",
        },
        Plan {
            about: "abc",
            title: ("Shops that open their door on {s}", "محال تفتح بابها في {s}"),
            discussion: (
                "Traders were ready to take part if they are told what to do. The association offered an evening of training and the sign.",
                "أبدى التجار استعدادهم للمشاركة إذا عرفوا ما عليهم فعله. عرضت الجمعية أمسية تدريب والشعار.",
            ),
            decision: (
                "At least ten shops on {s} and {t} become places to go into and wait.",
                "تصبح عشرة محال على الأقل في {s} و{t} أماكن يمكن الدخول إليها والانتظار.",
            ),
            minority: Some((
                "One trader fears that his customers will be bothered; he does not take part.",
                "يخشى أحد التجار إزعاج زبائنه ولا يشارك.",
            )),
            action: ("Train the shopkeepers on {s} and put up the sign.", "تدريب أصحاب المحال في {s} وتعليق الشعار."),
            changed: (
                "Fourteen shops carry the sign; it was used eight times in the first six weeks.",
                "علق أربعة عشر محلًا الشعار، واستُخدم ثماني مرات في الأسابيع الستة الأولى.",
            ),
            owner: "women",
        },
    ],
};
