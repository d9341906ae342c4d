//! The partners around the table. `slug`, name, kind, what they bring.

pub(crate) type Row = (&'static str, (&'static str, &'static str), &'static str, (&'static str, &'static str));

pub(crate) const ORGANISATIONS: [Row; 11] = [
    (
        "police",
        ("Marsa Rihan Community Policing", "الشرطة المجتمعية في مرسى ريحان"),
        "police",
        ("Neighbourhood teams in fourteen sub-sectors.", "فرق الأحياء في أربعة عشر قطاعًا فرعيًا."),
    ),
    (
        "municipality",
        ("Municipality: Public Works", "البلدية: دائرة الأشغال العامة"),
        "municipality",
        ("Lighting, pavements, buildings and permits.", "الإنارة والأرصفة والأبنية والتراخيص."),
    ),
    (
        "cleansing",
        ("Municipality: Cleansing and Parks", "البلدية: دائرة النظافة والحدائق"),
        "municipality",
        ("Collection, clearing, parks and the veterinary service.", "جمع النفايات والإزالة والحدائق والخدمة البيطرية."),
    ),
    (
        "traffic",
        ("Municipality: Traffic and Transport", "البلدية: دائرة المرور والنقل"),
        "municipality",
        ("Roads, signs, stops and timetables.", "الطرق واللافتات والمواقف والمواعيد."),
    ),
    (
        "water",
        ("Municipality: Water and Drainage", "البلدية: دائرة المياه والصرف"),
        "municipality",
        ("Supply, drains and pumps.", "التزويد بالمياه والمصارف والمضخات."),
    ),
    (
        "health",
        ("Harbour Health Centre", "مركز الميناء الصحي"),
        "health",
        ("Care, outreach and advice, free and confidential.", "رعاية وتوعية ميدانية ونصح، مجانًا وبسرية."),
    ),
    (
        "school",
        ("Olive Grove School", "مدرسة كرم الزيتون"),
        "education",
        ("The way to school, and pupils who know the quarter best.", "طريق المدرسة، وتلاميذ يعرفون الحي خير معرفة."),
    ),
    (
        "women",
        ("Dar Rihana Women's Association", "جمعية دار ريحانة النسائية"),
        "ngo",
        ("Safety walks, counselling and a place to come to.", "جولات السلامة والإرشاد ومكان يُلجأ إليه."),
    ),
    (
        "youth",
        ("Lighthouse Youth Club", "نادي شباب المنارة"),
        "ngo",
        ("Evening sport, youth workers and a voice for the young.", "رياضة مسائية ومرشدون وصوت للشباب."),
    ),
    (
        "business",
        ("Association of Traders and Craftspeople", "جمعية التجار والحرفيين"),
        "business",
        ("Shops, cafés and workshops of the town.", "محال البلدة ومقاهيها وورشها."),
    ),
    (
        "oversight",
        ("Independent Oversight Office", "مكتب الرقابة المستقل"),
        "oversight",
        (
            "Complaints about those who police, and a check on the record.",
            "الشكاوى على العاملين في الشرطة، والتحقق من السجل.",
        ),
    ),
];
