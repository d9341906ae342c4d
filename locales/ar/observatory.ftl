# الحوادث المسجلة: تصنيفات police.uk.

kind-anti-social-behaviour = سلوك مزعج أو عدائي في الأماكن العامة
kind-bicycle-theft = سرقة دراجات
kind-burglary = سطو على منازل ومبانٍ
kind-criminal-damage = إتلاف ممتلكات وإحراق متعمد
kind-drugs = مخدرات
kind-other-crime = جرائم أخرى
kind-other-theft = سرقات أخرى
kind-weapons = حيازة أسلحة
kind-public-order = إخلال بالنظام العام
kind-robbery = سلب
kind-shoplifting = سرقة من المتاجر
kind-theft-from-person = نشل
kind-vehicle-crime = جرائم متعلقة بالمركبات
kind-violence = عنف وجرائم جنسية
kind-not-stated = غير محدد

# صفحات المرصد.

observatory-title = ما هو مسجَّل
observatory-lede = الحوادث المسجلة في هذا المجتمع: كم عددها ومتى وقعت ومن أي نوع. كل ما يظهر هنا منشور بحيث لا يمكن التعرف على أحد من خلاله.
observatory-months = الأرقام منشورة من { $from } إلى { $to }.
observatory-nothing = لم يُنشر شيء من ذلك بعد. تصدر الأرقام بعد انتهاء الفترة وانقضاء مهلة النشر.
observatory-explore = استكشاف الحوادث المسجلة
observatory-explore-lede = اختر منطقة وأشهرًا وأنواعًا. عنوان الصفحة يحفظ اختيارك، فيرى من يفتحه الشيء نفسه.
observatory-compare-what = المعدلات بحسب عدد السكان، مع المدى الذي تبلغه المصادفة وحدها
observatory-warnings-what = الأشهر التي سُجِّل فيها أكثر مما تجعلنا السنوات الماضية نتوقعه
observatory-not = ما لا تقوله الحوادث المسجلة
observatory-not-trust = قد يعني ازدياد المسجَّل ازدياد الثقة: يبلغ الناس أكثر حين يثقون بالشرطة وحين تجيبهم.
observatory-not-danger = يُسجَّل المزيد حيث يجتمع الناس أكثر. لا تدل الأرقام على الأماكن الخطرة، ولا تُرتَّب المناطق هنا أبدًا.
observatory-not-seen = كثير مما يحدث لا يُسجَّل، وأوله العنف في البيوت. قلة الحوادث المسجلة لا تعني أن ما يحدث قليل.
observatory-not-people = لا يقول الرقم شيئًا عن الذين يسكنون المنطقة.
observatory-rule = القاعدة التي تُنشر بها هذه الأرقام
observatory-rule-why = قد يكشف رقم صغير هوية شخص. لذلك تُحجب بعض الأرقام، والقاعدة في ذلك واحدة للجميع.
observatory-rule-hash = بصمة هذه القاعدة:
observatory-withheld = محجوب
observatory-unpublished = غير منشور
observatory-unknown = غير معروف
observatory-at-least = { $count } على الأقل
observatory-area = المنطقة
observatory-everywhere = كامل منطقة الشراكة
observatory-from = من
observatory-to = إلى
observatory-kinds = اختيار أنواع الحوادث
observatory-kinds-label = الأنواع
observatory-kinds-hint = إن لم تختر شيئًا تُعرض كلها.
observatory-show = عرض
observatory-area-unknown = لا توجد منطقة كهذه. اختر منطقة من القائمة.
observatory-kind-unknown = لا يوجد شيء منشور من هذا النوع. اختر أنواعًا من القائمة.
observatory-month-wrong = هذا ليس شهرًا. اختر شهرًا من القائمة، أو اكتب السنة والشهر هكذا: 2025-03.
observatory-months-turned = الشهر الأخير يسبق الشهر الأول. اختر شهرًا بعده.
observatory-total = المجموع
observatory-whole =
    { $count ->
        [zero] { $area }: لا حوادث مسجلة من { $from } إلى { $to }.
        [one] { $area }: حادث مسجل واحد من { $from } إلى { $to }.
        [two] { $area }: حادثان مسجلان من { $from } إلى { $to }.
        [few] { $area }: { $count } حوادث مسجلة من { $from } إلى { $to }.
        [many] { $area }: { $count } حادثًا مسجلًا من { $from } إلى { $to }.
       *[other] { $area }: { $count } حادث مسجل من { $from } إلى { $to }.
    }
observatory-whole-at-least =
    { $count ->
        [zero] { $area }: بعض الأرقام محجوب من { $from } إلى { $to }.
        [one] { $area }: حادث مسجل واحد على الأقل من { $from } إلى { $to }. بعض الأرقام محجوب.
        [two] { $area }: حادثان مسجلان على الأقل من { $from } إلى { $to }. بعض الأرقام محجوب.
        [few] { $area }: { $count } حوادث مسجلة على الأقل من { $from } إلى { $to }. بعض الأرقام محجوب.
        [many] { $area }: { $count } حادثًا مسجلًا على الأقل من { $from } إلى { $to }. بعض الأرقام محجوب.
       *[other] { $area }: { $count } حادث مسجل على الأقل من { $from } إلى { $to }. بعض الأرقام محجوب.
    }
observatory-whole-withheld = { $area }: العدد من { $from } إلى { $to } محجوب.
observatory-wider = تُنشر هذه الأنواع لمناطق أوسع فقط، ولا تُحسب هنا:
observatory-share = عنوان هذا العرض، لمشاركته
observatory-csv = هذه الأرقام جدولًا (CSV)
observatory-json = هذه الأرقام للبرامج (JSON)
observatory-compare-link = مقارنة عادلة بين المناطق
observatory-by-month = بحسب الشهر
observatory-by-period = الحوادث بحسب الفترة
observatory-by-period-why = أشهر هذا الاختيار محجوبة لصغر أعدادها. وهذه هي الفترات الأطول التي نُشرت أرقامها.
observatory-by-kind = بحسب النوع
observatory-by-area = أين
observatory-span = { $from } – { $to }
observatory-months-caption = الحوادث بحسب الشهر، من { $from } إلى { $to }
observatory-kinds-caption = الحوادث بحسب النوع، من { $from } إلى { $to }
observatory-areas-caption = الحوادث بحسب المنطقة، من { $from } إلى { $to }
observatory-column-incidents = الحوادث
observatory-column-kind = النوع
observatory-column-area = المنطقة
observatory-column-people = السكان
observatory-column-period = الفترة
observatory-column-more = المزيد
observatory-profile = صورة المنطقة
observatory-profile-of = صورة عن { $area }
observatory-no-parts = ليس لهذه المنطقة أجزاء منشورة أرقامها.
observatory-too-few-parts = المناطق الظاهرة أرقامها أقل من أن تبيّن مدى تركز الحوادث.
observatory-caution = يُسجَّل المزيد حيث يجتمع الناس أكثر وحيث يبلغون أكثر. لا تدل هذه الأرقام على الأماكن الخطرة.
observatory-legend = الحوادث المسجلة:
observatory-map-links = كل منطقة على الخريطة تقود إلى العرض نفسه لتلك المنطقة. والجدول أدناه يقول ما تقوله الخريطة.
observatory-part-title =
    { $count ->
        [zero] { $area }: لا حوادث مسجلة
        [one] { $area }: حادث مسجل واحد
        [two] { $area }: حادثان مسجلان
        [few] { $area }: { $count } حوادث مسجلة
        [many] { $area }: { $count } حادثًا مسجلًا
       *[other] { $area }: { $count } حادث مسجل
    }
observatory-part-withheld = { $area }: العدد محجوب
observatory-concentration = مدى التركز
observatory-lorenz = حصة المناطق الأقل حوادث من الحوادث
observatory-lorenz-across = المناطق، بدءًا بالأقل حوادث، بالمئة
observatory-lorenz-up = حصتها من الحوادث، بالمئة
observatory-lorenz-found = كما هو مسجل
observatory-lorenz-even = لو تساوت المناطق كلها
observatory-gini-hint = يكون معامل جيني 0 حين تتساوى أعداد المناطق كلها، ويقارب 1 حين تقع الحوادث كلها في منطقة واحدة. تختلف المناطق في عدد من يسكنها ومن يقصدها، فلا يحمّل هذا أحدًا أي ذنب.
observatory-nothing-to-draw = لا يوجد ما يُرسم.
observatory-said-months = أكثر الحوادث سُجِّلت في { $month }: { $most }. وأقلها في { $other }: { $fewest }.
observatory-said-months-alike =
    { $months ->
        [zero] لا أشهر ظاهرة ({ $count }).
        [one] يظهر شهر واحد، وعدد حوادثه { $count }.
        [two] عدد الحوادث متساوٍ في الشهرين الظاهرين: { $count }.
        [few] عدد الحوادث متساوٍ في الأشهر الظاهرة وعددها { $months }: { $count }.
        [many] عدد الحوادث متساوٍ في الأشهر الظاهرة وعددها { $months }: { $count }.
       *[other] عدد الحوادث متساوٍ في الأشهر الظاهرة وعددها { $months }: { $count }.
    }
observatory-said-months-withheld =
    { $months ->
        [zero] لا شهر محجوب العدد.
        [one] عدد شهر واحد محجوب، وهذا لا يعني الصفر.
        [two] عددا شهرين محجوبان، وهذا لا يعني الصفر.
        [few] أعداد { $months } أشهر محجوبة، وهذا لا يعني الصفر.
        [many] أعداد { $months } شهرًا محجوبة، وهذا لا يعني الصفر.
       *[other] أعداد { $months } شهر محجوبة، وهذا لا يعني الصفر.
    }
observatory-said-months-unpublished =
    { $months ->
        [zero] الأشهر كلها منشورة.
        [one] لم يُنشر شيء عن شهر واحد.
        [two] لم يُنشر شيء عن شهرين.
        [few] لم يُنشر شيء عن { $months } أشهر.
        [many] لم يُنشر شيء عن { $months } شهرًا.
       *[other] لم يُنشر شيء عن { $months } شهر.
    }
observatory-said-kind = أكثر الأنواع الظاهرة تسجيلًا: { $kind }، وعدده { $count }.
observatory-said-kind-share = أكثر الأنواع تسجيلًا: { $kind }، وعدده { $count } من أصل { $total } ({ $percent }%).
observatory-said-kinds-alike =
    { $kinds ->
        [zero] لا أنواع متساوية ({ $count }).
        [one] نوع واحد هو الأكثر تسجيلًا، وعدده { $count }.
        [two] نوعان متساويان، عدد كل منهما { $count }، ولا نوع ظاهرًا يزيد عليهما.
        [few] { $kinds } أنواع متساوية، عدد كل منها { $count }، ولا نوع ظاهرًا يزيد عليها.
        [many] { $kinds } نوعًا متساوية، عدد كل منها { $count }، ولا نوع ظاهرًا يزيد عليها.
       *[other] { $kinds } نوع متساوية، عدد كل منها { $count }، ولا نوع ظاهرًا يزيد عليها.
    }
observatory-said-kinds-withheld =
    { $kinds ->
        [zero] لا نوع محجوب العدد.
        [one] عدد نوع واحد محجوب.
        [two] عددا نوعين محجوبان.
        [few] أعداد { $kinds } أنواع محجوبة.
        [many] أعداد { $kinds } نوعًا محجوبة.
       *[other] أعداد { $kinds } نوع محجوبة.
    }
observatory-said-half =
    { $places ->
        [zero] لا منطقة من أصل { $areas } فيها نصف الحوادث.
        [one] نصف الحوادث في منطقة واحدة من أصل { $areas }.
        [two] نصف الحوادث في منطقتين من أصل { $areas }.
        [few] نصف الحوادث في { $places } مناطق من أصل { $areas }.
        [many] نصف الحوادث في { $places } منطقة من أصل { $areas }.
       *[other] نصف الحوادث في { $places } منطقة من أصل { $areas }.
    }
observatory-said-gini = معامل جيني { $gini }، وتعطي المصادفة وحدها { $chance }.
observatory-said-areas-withheld =
    { $areas ->
        [zero] لم تُترك أي منطقة.
        [one] تُركت منطقة واحدة لأن عددها محجوب.
        [two] تُركت منطقتان لأن عدديهما محجوبان.
        [few] تُركت { $areas } مناطق لأن أعدادها محجوبة.
        [many] تُركت { $areas } منطقة لأن أعدادها محجوبة.
       *[other] تُركت { $areas } منطقة لأن أعدادها محجوبة.
    }
observatory-compare = مقارنة عادلة بين المناطق
observatory-warnings = إنذارات مبكرة
