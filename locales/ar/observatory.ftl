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
observatory-unpublished = غير منشور
observatory-unknown = غير معروف
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
        [zero] { $area }: بعض الأرقام محجوب أو غير منشور من { $from } إلى { $to }.
        [one] { $area }: حادث مسجل واحد على الأقل من { $from } إلى { $to }. بعض الأرقام محجوب أو غير منشور.
        [two] { $area }: حادثان مسجلان على الأقل من { $from } إلى { $to }. بعض الأرقام محجوب أو غير منشور.
        [few] { $area }: { $count } حوادث مسجلة على الأقل من { $from } إلى { $to }. بعض الأرقام محجوب أو غير منشور.
        [many] { $area }: { $count } حادثًا مسجلًا على الأقل من { $from } إلى { $to }. بعض الأرقام محجوب أو غير منشور.
       *[other] { $area }: { $count } حادث مسجل على الأقل من { $from } إلى { $to }. بعض الأرقام محجوب أو غير منشور.
    }
observatory-whole-withheld = { $area }: العدد من { $from } إلى { $to } محجوب أو غير منشور.
observatory-share = عنوان هذا العرض، لمشاركته
observatory-csv = هذه الأرقام جدولًا (CSV)
observatory-json = هذه الأرقام للبرامج (JSON)
observatory-compare-link = مقارنة عادلة بين المناطق
observatory-by-month = بحسب الشهر
observatory-by-period = الحوادث بحسب الفترة
observatory-by-period-why = أشهر هذا الاختيار محجوبة لصغر أعدادها. وهذه هي الفترات الأطول التي نُشرت أرقامها.
observatory-by-kind = بحسب النوع
observatory-by-hour = بحسب ساعات الأسبوع
observatory-hours-all-kinds = لا تُنشر الساعات إلا للأنواع كلها معًا. لا تختر نوعًا لكي تراها.
observatory-hours-none = لا تُنشر ساعات لهذه الأشهر وهذا المكان: إما أن البيانات تذكر الشهر أو اليوم فقط، أو أن ما حدث قليل، أو أن المنطقة أصغر من قضاء.
observatory-hours-of = الإصدارات من { $from } إلى { $to }، بالتوقيت المحلي.
observatory-hours-most =
    { $count ->
        [zero] لم يُسجل أي حادث في الأوقات المعروضة.
        [one] أكثر ما سُجل في وقت من الأوقات المعروضة حادث واحد، يوم { $day }، { $time }.
        [two] أكثر ما سُجل في وقت من الأوقات المعروضة حادثان، يوم { $day }، { $time }.
        [few] أكثر ما سُجل في وقت من الأوقات المعروضة { $count } حوادث، يوم { $day }، { $time }.
        [many] أكثر ما سُجل في وقت من الأوقات المعروضة { $count } حادثًا، يوم { $day }، { $time }.
       *[other] أكثر ما سُجل في وقت من الأوقات المعروضة { $count } حادث، يوم { $day }، { $time }.
    }
observatory-hours-withheld =
    { $cells ->
        [zero] لم يُحجب أي وقت من الأسبوع.
        [one] حُجب وقت واحد من الأسبوع، وليس معنى ذلك الصفر.
        [two] حُجب وقتان من الأسبوع، وليس معنى ذلك الصفر.
        [few] حُجبت { $cells } أوقات من الأسبوع، وليس معنى ذلك الصفر.
        [many] حُجب { $cells } وقتًا من الأسبوع، وليس معنى ذلك الصفر.
       *[other] حُجب { $cells } وقت من الأسبوع، وليس معنى ذلك الصفر.
    }
observatory-hours-unknown =
    { $count ->
        [zero] ساعات الحوادث كلها معروفة.
        [one] ساعة حادث واحد غير معروفة.
        [two] ساعتا حادثين غير معروفتين.
        [few] ساعات { $count } حوادث غير معروفة.
        [many] ساعات { $count } حادثًا غير معروفة.
       *[other] ساعات { $count } حادث غير معروفة.
    }
observatory-hours-unknown-withheld = عدد الحوادث التي لا تُعرف ساعتها محجوب.
observatory-hours-without =
    { $releases ->
        [zero] لكل إصدارات هذه الأشهر ساعات.
        [one] إصدار واحد من إصدارات هذه الأشهر بلا ساعات، وهو غير محسوب هنا.
        [two] إصداران من إصدارات هذه الأشهر بلا ساعات، وهما غير محسوبين هنا.
        [few] { $releases } إصدارات من هذه الأشهر بلا ساعات، وهي غير محسوبة هنا.
        [many] { $releases } إصدارًا من هذه الأشهر بلا ساعات، وهي غير محسوبة هنا.
       *[other] { $releases } إصدار من هذه الأشهر بلا ساعات، وهي غير محسوبة هنا.
    }
observatory-hours-from = ساعة اليوم
observatory-hours-time = الوقت
observatory-hours-week = كل الأيام
observatory-hours-day = اليوم كله
observatory-hours-caption = الحوادث بحسب ساعات الأسبوع، من { $from } إلى { $to }
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
        [one] عدد شهر واحد محجوب أو غير مكتمل، وهذا لا يعني الصفر.
        [two] عددا شهرين محجوبان أو غير مكتملين، وهذا لا يعني الصفر.
        [few] أعداد { $months } أشهر محجوبة أو غير مكتملة، وهذا لا يعني الصفر.
        [many] أعداد { $months } شهرًا محجوبة أو غير مكتملة، وهذا لا يعني الصفر.
       *[other] أعداد { $months } شهر محجوبة أو غير مكتملة، وهذا لا يعني الصفر.
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
observatory-said-sources = ابتداءً من { $month } تأتي الأرقام من ملفات غير التي قبلها، فقد يكون أي تغيّر مفاجئ هناك تغيّرًا في الملفات.
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
        [one] عدد نوع واحد محجوب أو غير مكتمل.
        [two] عددا نوعين محجوبان أو غير مكتملين.
        [few] أعداد { $kinds } أنواع محجوبة أو غير مكتملة.
        [many] أعداد { $kinds } نوعًا محجوبة أو غير مكتملة.
       *[other] أعداد { $kinds } نوع محجوبة أو غير مكتملة.
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
        [one] تُركت منطقة واحدة لأن عددها محجوب أو غير مكتمل.
        [two] تُركت منطقتان لأن عدديهما محجوبان أو غير مكتملين.
        [few] تُركت { $areas } مناطق لأن أعدادها محجوبة أو غير مكتملة.
        [many] تُركت { $areas } منطقة لأن أعدادها محجوبة أو غير مكتملة.
       *[other] تُركت { $areas } منطقة لأن أعدادها محجوبة أو غير مكتملة.
    }
observatory-compare = مقارنة عادلة بين المناطق
observatory-warnings = إنذارات مبكرة
observatory-compare-lede = معدلات بحسب عدد السكان، والمدى الذي تبعدها به المصادفة وحدها عن المعدل العام. ترد المناطق بترتيب الحروف: لا مفاضلة هنا.
observatory-compare-months = تُقارن الأشهر من { $from } إلى { $to } فقط: لم يُنشر كل شيء عن الأشهر الأخرى.
observatory-compare-too-few = المناطق المعروف عدد سكانها وعدد حوادثها قليلة جدًا. لا بد من ثلاث على الأقل.
observatory-rates = المعدلات
observatory-rate-thousand = الحوادث لكل 1,000 ساكن
observatory-rates-caption = الحوادث لكل 1,000 ساكن من { $from } إلى { $to }، مع مجالات 95%
observatory-column-rate = لكل 1,000 ساكن
observatory-column-interval = مجال 95%
observatory-column-limits = بالنسبة إلى المصادفة
observatory-funnel = المعدلات بحسب عدد السكان ضمن حدود المصادفة
observatory-funnel-hint = الخط المتصل هو المعدل العام. الحلقات تقع ضمن الحدين الخارجيين، والعلامات الممتلئة خارجهما. كلما قل سكان المنطقة أبعدت المصادفة وحدها معدلها أكثر.
observatory-limits-inner = يقع ضمنهما بالمصادفة وحدها 19 من كل 20 (95%)
observatory-limits-outer = يقع ضمنهما بالمصادفة وحدها 499 من كل 500 (99.8%)
observatory-side-within = ضمن الحدود
observatory-side-above-inner = فوق الحد الداخلي
observatory-side-below-inner = تحت الحد الداخلي
observatory-side-above-outer = فوق الحد الخارجي
observatory-side-below-outer = تحت الحد الخارجي
observatory-said-rate = من { $from } إلى { $to } بلغ المعدل { $rate } لكل 1,000 ساكن في المناطق المقارَنة هنا، وعددها { $areas }.
observatory-said-outside =
    { $above ->
        [zero] لا منطقة فوق الحد الخارجي
        [one] منطقة واحدة فوق الحد الخارجي
        [two] منطقتان فوق الحد الخارجي
        [few] { $above } مناطق فوق الحد الخارجي
        [many] { $above } منطقة فوق الحد الخارجي
       *[other] { $above } منطقة فوق الحد الخارجي
    }{ $below ->
        [zero] ، ولا منطقة تحته.
        [one] ، ومنطقة واحدة تحته.
        [two] ، ومنطقتان تحته.
        [few] ، و{ $below } مناطق تحته.
        [many] ، و{ $below } منطقة تحته.
       *[other] ، و{ $below } منطقة تحته.
    }
observatory-said-dispersed = تختلف المناطق { $times } مرات ما كانت المصادفة وحدها لتجعلها تختلف، ولذلك يقع كثير منها خارج الحدود: ما بينها أكثر من مصادفة، ولا شيء هنا يقول ما هو.
observatory-said-lacking =
    { $areas ->
        [zero] لا منطقة خارج هذا المعدل بسبب حجب عددها.
        [one] منطقة واحدة ليست في هذا المعدل لأن عددها محجوب، بينما تدخل فيه المناطق التي لا حوادث فيها: حيث تُحجب الأعداد القليلة لا يكون المعدل معدل الكل.
        [two] منطقتان ليستا في هذا المعدل لأن عدديهما محجوبان، بينما تدخل فيه المناطق التي لا حوادث فيها: حيث تُحجب الأعداد القليلة لا يكون المعدل معدل الكل.
        [few] { $areas } مناطق ليست في هذا المعدل لأن أعدادها محجوبة، بينما تدخل فيه المناطق التي لا حوادث فيها: حيث تُحجب الأعداد القليلة لا يكون المعدل معدل الكل.
        [many] { $areas } منطقة ليست في هذا المعدل لأن أعدادها محجوبة، بينما تدخل فيه المناطق التي لا حوادث فيها: حيث تُحجب الأعداد القليلة لا يكون المعدل معدل الكل.
       *[other] { $areas } منطقة ليست في هذا المعدل لأن أعدادها محجوبة، بينما تدخل فيه المناطق التي لا حوادث فيها: حيث تُحجب الأعداد القليلة لا يكون المعدل معدل الكل.
    }
observatory-said-rate-whole = معدل { $area } كلها، من عددها المنشور: { $rate } لكل 1,000 ساكن.
observatory-not-compared = لم تدخل في المقارنة
observatory-people-unknown = عدد السكان هنا غير معروف
observatory-number-withheld = العدد محجوب أو غير مكتمل
observatory-outside = ماذا يعني الوقوع خارج الحدود، وماذا لا يعني
observatory-outside-chance = المصادفة وحدها لا تفسر الفرق. هذا كل ما يقوله.
observatory-outside-visitors = تحسب المعدلات السكان وحدهم. حيث يأتي كثيرون للعمل أو التسوق أو الترفيه تكثر الحوادث ويقل السكان.
observatory-outside-trust = حيث يثق الناس ويبلغون أكثر يُسجَّل المزيد. وقد يكون المعدل المنخفض علامة صمت.
observatory-outside-question = إنه سؤال يُطرح هناك مع من يسكنون ويعملون، وليس حكمًا عليهم.
observatory-people = الناس
observatory-people-known =
    { $people ->
        [zero] لا يسكن هنا أحد.
        [one] يسكن هنا شخص واحد.
        [two] يسكن هنا شخصان.
        [few] يسكن هنا { $people } أشخاص.
        [many] يسكن هنا { $people } شخصًا.
       *[other] يسكن هنا { $people } شخص.
    }
observatory-people-sum =
    { $people ->
        [zero] لا يسكن هنا أحد، بحسب مجموع الأجزاء.
        [one] يسكن هنا شخص واحد، بحسب مجموع الأجزاء.
        [two] يسكن هنا شخصان، بحسب مجموع الأجزاء.
        [few] يسكن هنا { $people } أشخاص، بحسب مجموع الأجزاء.
        [many] يسكن هنا { $people } شخصًا، بحسب مجموع الأجزاء.
       *[other] يسكن هنا { $people } شخص، بحسب مجموع الأجزاء.
    }
observatory-people-none = عدد السكان هنا غير معروف، فلا يمكن ذكر معدل.
observatory-incidents = الحوادث المسجلة
observatory-profile-months = أرقام منشورة من { $from } إلى { $to }.
observatory-rate = { $rate } (مجال 95%: { $interval })
observatory-rate-hint = يبيّن المجال مدى ما تحرّك به المصادفة وحدها المعدل. والمعدل بحسب السكان مضلل حيث يأتي كثيرون غيرهم.
observatory-share-of-whole = الحصة من جميع حوادث الشراكة
observatory-services = من يعمل هنا
observatory-team-of = يعمل هنا فريق { $area }.
observatory-no-team = لم يُسمَّ بعد فريق لهذه المنطقة.
observatory-neighbourhood-page = صفحة المنطقة: فريقها واجتماعاتها وما وُعد به وما نُفِّذ
observatory-warnings-lede = أحدث شهر منشور، إلى جانب ما يجعلنا الوقت نفسه من السنوات الماضية نتوقعه. كل ذلك من الأرقام المنشورة وحدها.
observatory-warnings-found = أحدث شهر
observatory-warnings-caption = أحدث شهر منشور بحسب المنطقة والأنواع، بترتيب الحروف
observatory-column-kinds = الأنواع
observatory-column-found = النتيجة
observatory-column-observed = المسجَّل
observatory-column-expected = المتوقع
observatory-column-bound = الحد
observatory-group-ordinary = الأنواع المنشورة للمناطق الصغيرة
observatory-group-sensitive = الأنواع المنشورة للأقضية فقط
observatory-verdict-wider = غير منشور لمنطقة بهذا الصغر
observatory-verdict-short =
    { $there ->
        [zero] لا أشهر منشورة،
        [one] نُشر شهر واحد،
        [two] نُشر شهران،
        [few] نُشرت { $there } أشهر،
        [many] نُشر { $there } شهرًا،
       *[other] نُشر { $there } شهر،
    } { $missing ->
        [zero] ولا ينقص شيء
        [one] وينقص شهر واحد
        [two] وينقص شهران
        [few] وتنقص { $missing } أشهر
        [many] وينقص { $missing } شهرًا
       *[other] وينقص { $missing } شهر
    }
observatory-verdict-gaps = أرقام محجوبة أو ناقصة في السنوات الثلاث الأخيرة
observatory-verdict-changed = تغيّرت الملفات التي بُنيت عليها الأرقام في السنوات الأخيرة
observatory-verdict-no-baseline = لا شيء يُتوقع من السنوات الماضية
observatory-verdict-above = أكثر من المتوقع
observatory-verdict-within = ضمن المتوقع
observatory-said-none-judged = لا يمكن الحكم على أي رقم بعد: لا بد من أكثر بقليل من ثلاث سنوات من الأشهر بلا انقطاع.
observatory-said-judged =
    { $judged ->
        [zero] لم يُحكم على أي رقم.
        [one] حُكم على رقم واحد.
        [two] حُكم على رقمين.
        [few] حُكم على { $judged } أرقام.
        [many] حُكم على { $judged } رقمًا.
       *[other] حُكم على { $judged } رقم.
    }
observatory-said-above =
    { $above ->
        [zero] لا شيء منها فوق حده.
        [one] واحد منها فوق حده.
        [two] اثنان منها فوق حديهما.
        [few] { $above } منها فوق حدودها.
        [many] { $above } منها فوق حدودها.
       *[other] { $above } منها فوق حدودها.
    }
observatory-said-by-chance = وبالمصادفة وحدها يكون فوق حده نحو { $chance }.
observatory-warnings-mean = ماذا يعني الإنذار، وماذا لا يعني
observatory-warning-question = هو داعٍ إلى النظر والسؤال، وليس نتيجة. رقم من كل مئة يتجاوز حده بالمصادفة وحدها.
observatory-warning-recording = تغيّر طريقة التسجيل أو الإبلاغ يشبه تغيّر ما يحدث.
observatory-warning-past = ارتفاع دام في السنوات الماضية يرفع الحد، وقد يخفي ارتفاعًا مثله الآن.
observatory-warning-sources = لا يُحكم إلا بالملفات التي تغطي كل السنوات الماضية وأحدث شهر معًا، فالملف الذي بدأ متأخرًا يبدو كأنه ارتفاع.
observatory-warning-public = تصدر الأرقام بعد مهلة، فما يحدث اليوم ليس هنا.
observatory-datasets-what = الملفات التي بُنيت عليها الأرقام، وجودة كلٍّ منها
