//! Why concerns are closed without an action, in the words of those who close them.

use super::Pair;
use crate::practice::Category;
use crate::practice::Category::*;
use crate::practice::Reason;

/// A reason, what it fits (everything, if nothing is named), and the words.
pub(crate) struct ClosingWords {
    pub reason: Reason,
    pub fits: &'static [Category],
    pub words: Pair,
}

const fn closing(reason: Reason, fits: &'static [Category], words: Pair) -> ClosingWords {
    ClosingWords { reason, fits, words }
}

pub(crate) const CLOSINGS: [ClosingWords; 16] = [
    closing(
        Reason::Answered,
        &[],
        (
            "I have checked three times since, at different hours, and found it in order. Thank you for pointing it out.",
            "تحققت ثلاث مرات في أوقات مختلفة ووجدت الوضع سليمًا. شكرًا على التنبيه.",
        ),
    ),
    closing(
        Reason::Answered,
        &[Noise, Litter, YoungPeople, Traffic, Animals, Water, Lighting],
        (
            "The matter was settled on the spot and has not come back since. I close it; please raise it again at any time.",
            "حُل الأمر في المكان ولم يتكرر منذ ذلك الحين. أغلقه الآن، ويمكنك إثارته من جديد في أي وقت.",
        ),
    ),
    closing(
        Reason::Answered,
        &[],
        (
            "The same matter was raised by a neighbour before and is followed there. What you wrote has been added to it.",
            "أثار أحد الجيران الأمر نفسه من قبل وتجري متابعته هناك، وأضيف إليه ما كتبته.",
        ),
    ),
    closing(
        Reason::Answered,
        &[Harassment],
        (
            "You have spoken with the association and wish to go on with them. I close it here, and we remain on the street at those hours.",
            "تحدثتِ مع الجمعية وتفضلين المتابعة معها. أغلق الموضوع هنا، ونبقى في الشارع في تلك الأوقات.",
        ),
    ),
    closing(
        Reason::Answered,
        &[Noise, YoungPeople, Traffic, Animals],
        (
            "I was there on five evenings and could not find what you describe. If I looked in the wrong place, tell me the hour and the house.",
            "ذهبت إلى المكان خمس أمسيات ولم أجد ما وصفته. إن كنت قد أخطأت المكان فأخبرني بالساعة والموضع.",
        ),
    ),
    closing(
        Reason::Referred,
        &[Lighting],
        (
            "These lamps belong to the electricity company, which is not part of the partnership. It has the fault now, and its number is at our office.",
            "هذه المصابيح تابعة لشركة الكهرباء وهي ليست جزءًا من الشراكة. العطل مسجل لديها ورقم المعاملة في مكتبنا.",
        ),
    ),
    closing(
        Reason::Referred,
        &[Buildings, Water],
        (
            "The landlord is responsible for this part, and the rent office advises free of charge on Mondays. I am sorry that we cannot do more.",
            "المسؤول عن هذا الجزء صاحب البناية، ويقدم مكتب الإيجارات استشارة مجانية كل يوم اثنين. يؤسفني أننا لا نستطيع أكثر.",
        ),
    ),
    closing(
        Reason::Referred,
        &[Transport],
        (
            "The drivers' cooperative decides this. It has your words, without your name, and meets on the first of the month.",
            "القرار في ذلك لتعاونية السائقين. لديها كلماتك دون اسمك وتجتمع في أول الشهر.",
        ),
    ),
    closing(
        Reason::Referred,
        &[Theft],
        (
            "Your report is with the investigators in town, who will write to you. What concerns the place we go on with.",
            "بلاغك لدى المحققين في المدينة وسيكتبون إليك. أما ما يخص المكان فنواصل العمل عليه.",
        ),
    ),
    closing(
        Reason::Referred,
        &[Drugs],
        (
            "The colleagues whose task this is have it now. They will not report in public, and I ask for your patience.",
            "الموضوع الآن لدى الزملاء المختصين. لن يقدموا تقارير علنية، وأرجو منك الصبر.",
        ),
    ),
    closing(
        Reason::Referred,
        &[Animals],
        (
            "The veterinary service has it on its round for this month. You can ask there directly; the number is at our office.",
            "أدرجته الخدمة البيطرية في جولة هذا الشهر. يمكنك السؤال لديها مباشرة والرقم في مكتبنا.",
        ),
    ),
    closing(
        Reason::Referred,
        &[Water, Litter],
        (
            "The department has taken it over and answers for it. I close it with us, so that you are not sent back and forth.",
            "تسلمت الدائرة الموضوع وهي المسؤولة عنه. أغلقه لدينا كي لا تُحال من جهة إلى أخرى.",
        ),
    ),
    closing(
        Reason::NotPossible,
        &[Traffic],
        (
            "The municipality has looked into it and says no: the street is too narrow. I do not want to leave you waiting for something that will not come.",
            "درست البلدية الأمر وأجابت بالرفض لأن الشارع ضيق. لا أريد أن تنتظر شيئًا لن يأتي.",
        ),
    ),
    closing(
        Reason::NotPossible,
        &[Lighting, Traffic, Litter, YoungPeople, Transport, Buildings],
        (
            "There is no money for it this year. It stands on the list for the next budget, and I close it honestly rather than leave it open for show.",
            "لا تتوفر ميزانية لذلك هذا العام. أُدرج في قائمة الموازنة القادمة، وأغلقه بصدق بدل أن يبقى مفتوحًا شكليًا.",
        ),
    ),
    closing(
        Reason::NotPossible,
        &[Noise],
        (
            "The noise was measured twice and lies within what the permit allows. I know that this does not let you sleep, and have told the owner so.",
            "قيس الصوت مرتين وهو ضمن ما تسمح به الرخصة. أعلم أن هذا لا يعيد إليك النوم، وقد قلت ذلك لصاحب المكان.",
        ),
    ),
    closing(
        Reason::NotPossible,
        &[Harassment],
        (
            "We cannot stand there every day; I will not promise it. The association and the shops nearby go on, and we come at the worst hours.",
            "لا نستطيع الوقوف هناك كل يوم ولن أعد بذلك. تواصل الجمعية والمحال القريبة، ونحضر في أسوأ الأوقات.",
        ),
    ),
];
