# الصفحة الأولى والبحث عن حي وصفحة كل حي.

home-title = معًا من أجل الأمان، في سجل موثق
home-what = هنا يعمل السكان والشرطة والبلدية وغيرهم من أجل سلامة أحيائهم. وكل ما تقوله تمكن متابعته من أول كلمة إلى ما تقرر وما نُفِّذ وما تغيّر.
home-find = ابحث عن حيّك
home-say = قل ما يقلقك
home-say-text = لا تحتاج إلى حساب ولا إلى ذكر اسمك. تحصل على رمز تعود به لقراءة الرد والكتابة من جديد.
home-back = لديك رمز؟
home-back-link = تابع ملاحظتك
home-lately = ما وُعد به وما نُفِّذ
home-next-meeting = الاجتماع القادم
home-nothing-yet = لم يُوعَد بشيء بعد. وكل وعد سيظهر هنا مع الجهة المسؤولة عنه وموعده.

find-title = ابحث عن حيّك
find-by-name = اسم الحي
find-by-point = بخط العرض وخط الطول
find-lat = خط العرض
find-lat-hint = بالدرجات، مثل 53.872
find-lon = خط الطول
find-lon-hint = بالدرجات، مثل ‎-3.03
find-point-do = ابحث عن هذه النقطة
find-degrees-wrong = يُرجى كتابة الدرجات رقمًا، مثل 53.872.
find-list = جميع الأحياء
find-all = عرض جميع الأحياء
find-none-yet = لا توجد أحياء بعد.
find-no-name = لا يوجد حي باسم «{ $name }». جرّب جزءًا من الاسم، أو ابحث عنه بموقعه.
find-found =
    { $count ->
        [zero] لا يوجد حي في اسمه «{ $name }».
        [one] حي واحد في اسمه «{ $name }».
        [two] حيّان في اسميهما «{ $name }».
        [few] { $count } أحياء في أسمائها «{ $name }».
        [many] { $count } حيًّا في أسمائها «{ $name }».
       *[other] { $count } حي في أسمائها «{ $name }».
    }
find-nowhere = لا تقع هذه النقطة في أي من الأحياء هنا. إن كان ينبغي أن تقع فيها فيُرجى التحقق من الأرقام، أو البحث عن الحي باسمه.

area-level-country = بلد
area-level-region = منطقة
area-level-district = دائرة
area-level-sector = قطاع
area-level-sub-sector = حي
area-level-within = { $level } في { $area }.
area-population =
    { $people ->
        [zero] لا يسكن هنا أحد.
        [one] يسكن هنا شخص واحد.
        [two] يسكن هنا شخصان.
        [few] يسكن هنا { $people } أشخاص.
        [many] يسكن هنا { $people } شخصًا.
       *[other] يسكن هنا { $people } شخص.
    }
area-population-sum =
    { $people ->
        [zero] لا يسكن هنا أحد، بجمع أعداد أجزائه.
        [one] يسكن هنا شخص واحد، بجمع أعداد أجزائه.
        [two] يسكن هنا شخصان، بجمع أعداد أجزائه.
        [few] يسكن هنا { $people } أشخاص، بجمع أعداد أجزائه.
        [many] يسكن هنا { $people } شخصًا، بجمع أعداد أجزائه.
       *[other] يسكن هنا { $people } شخص، بجمع أعداد أجزائه.
    }
area-population-unknown = عدد السكان هنا غير معروف.
area-raise = قدّم ملاحظة هنا
area-edit-team = تعديل الفريق وطرق الاتصال به
area-edit-priorities = تعديل أولويات الفريق

area-team = فريقك
area-team-of = هذا فريق { $area }، وهو مسؤول هنا أيضًا.
area-no-team = لم يُعيَّن فريق لهذا الحي بعد، ومع ذلك يمكنك أن تقدّم ملاحظة.
area-since = هنا منذ { $year }
area-phone = الهاتف
area-email = البريد الإلكتروني
area-office = المكان
area-hours = الأوقات
area-priorities = الأولويات
area-priorities-of = هذه الأولويات محددة لكامل { $area }.
area-no-priorities = لم تُحدَّد أولويات الفريق هنا بعد.
area-meeting = الاجتماع القادم
area-no-meeting = لم تتم الدعوة إلى أي اجتماع.
area-meetings = جميع الاجتماعات
area-promised = ما وُعد به وما نُفِّذ
area-no-actions = لم يُوعَد بشيء هنا بعد. وكل وعد سيظهر هنا مع الجهة المسؤولة عنه وموعده.
area-chain = كيف وصل الأمر إلى هذا، وماذا نتج عنه
area-action = عن هذا الإجراء

area-map = على الخريطة
area-nearby = في الجوار
area-parts = أجزاؤه
area-part-title =
    { $count ->
        [zero] { $area }: لا حوادث مسجلة
        [one] { $area }: حادث مسجل واحد
        [two] { $area }: حادثان مسجلان
        [few] { $area }: { $count } حوادث مسجلة
        [many] { $area }: { $count } حادثًا مسجلًا
       *[other] { $area }: { $count } حادث مسجل
    }
area-legend = الحوادث المسجلة:
area-caution = يُسجَّل المزيد حيث يجتمع الناس أكثر وحيث يبلغون أكثر. لا تدل هذه الأرقام على الأماكن الخطرة.
area-parts-caption = أجزاؤه مع الحوادث المسجلة من { $from } إلى { $to }
area-parts-caption-plain = أجزاؤه
area-column-area = المنطقة
area-column-people = السكان
area-column-incidents = الحوادث
area-column-kind = النوع
area-unknown = غير معروف

area-incidents = الحوادث المسجلة
area-no-dataset = لم تُستورد أي حوادث بعد.
area-incidents-total =
    { $count ->
        [zero] لا حوادث مسجلة هنا من { $from } إلى { $to }.
        [one] حادث واحد مسجل هنا من { $from } إلى { $to }.
        [two] حادثان مسجلان هنا من { $from } إلى { $to }.
        [few] { $count } حوادث مسجلة هنا من { $from } إلى { $to }.
        [many] { $count } حادثًا مسجلًا هنا من { $from } إلى { $to }.
       *[other] { $count } حادث مسجل هنا من { $from } إلى { $to }.
    }
area-observatory = هذه الأرقام بحسب عدد السكان وإلى جانب مناطق أخرى
area-by-month = الحوادث بحسب الشهر
area-by-kind = بحسب النوع، من { $from } إلى { $to }
area-part-title-at-least =
    { $count ->
        [zero] { $area }: لا حوادث معروضة
        [one] { $area }: حادث مسجل واحد على الأقل
        [two] { $area }: حادثان مسجلان على الأقل
        [few] { $area }: { $count } حوادث مسجلة على الأقل
        [many] { $area }: { $count } حادثًا مسجلًا على الأقل
       *[other] { $area }: { $count } حادث مسجل على الأقل
    }
area-part-title-withheld = { $area }: حوادث مسجلة قليلة، أو عددها محجوب
area-nothing-published = استُوردت حوادث ولم يُنشر منها شيء بعد: فهي تصدر بعد مدة من نهاية كل فترة.
area-incidents-at-least =
    { $count ->
        [zero] لا حوادث معروضة هنا من { $from } إلى { $to }؛ والأعداد الأخرى محجوبة.
        [one] حادث واحد على الأقل مسجل هنا من { $from } إلى { $to }؛ والأعداد الأخرى محجوبة.
        [two] حادثان على الأقل مسجلان هنا من { $from } إلى { $to }؛ والأعداد الأخرى محجوبة.
        [few] { $count } حوادث على الأقل مسجلة هنا من { $from } إلى { $to }؛ والأعداد الأخرى محجوبة.
        [many] { $count } حادثًا على الأقل مسجلًا هنا من { $from } إلى { $to }؛ والأعداد الأخرى محجوبة.
       *[other] { $count } حادث على الأقل مسجل هنا من { $from } إلى { $to }؛ والأعداد الأخرى محجوبة.
    }
area-incidents-withheld = حوادث قليلة مسجلة هنا من { $from } إلى { $to }، أو عددها محجوب.
