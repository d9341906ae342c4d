# الإجراءات: من يفعل ماذا ومتى، وما الذي تغيّر.

actions-title = الإجراءات
actions-lede = ما وعدتم بفعله، وما فعلتموه.
actions-lede-areas = ما وُعد به في منطقتك، ومن وعد به، ومتى موعده.
actions-none = لا توجد إجراءات هنا بعد.
actions-late = تجاوزت موعدها
actions-open = ينبغي إنجازها
actions-done = أُنجزت

actions-state = الحال
actions-state-late = تجاوز موعده
actions-state-promised = موعود به
actions-state-done = أُنجز
actions-owner = الجهة المسؤولة
actions-due = الموعد الأقصى
actions-due-by = في موعد أقصاه
actions-done-on = أُنجز في
actions-completed = تاريخ الإنجاز
actions-area = المكان
actions-what = ما وُعد به
actions-changed = ما الذي تغيّر
actions-decision = السبب
actions-decision-link = قرار المنتدى
actions-concern = استجابةً لـ
actions-concern-link = الملاحظة التي يعالجها
actions-erased = مُحيت هذه الكلمات. ويبقى في السجل أن شيئًا كُتب هنا.
actions-name-erased = الإجراء { $reference }

actions-complete-title = تسجيل الإنجاز
actions-note = ما الذي تغيّر؟
actions-note-hint = ماذا أُنجز، وما الذي اختلف الآن. وإن تعذّر إنجاز شيء فقل ذلك: النتائج السيئة مهمة أيضًا. هذا النص علني، فلا تذكر فيه أسماء السكان.
actions-complete-do = أُنجز

actions-text-short = { $least ->
    [zero] اكتب شيئًا.
    [one] اكتب أكثر قليلًا: حرفًا واحدًا على الأقل.
    [two] اكتب أكثر قليلًا: حرفين على الأقل.
    [few] اكتب أكثر قليلًا: { $least } أحرف على الأقل.
    [many] اكتب أكثر قليلًا: { $least } حرفًا على الأقل.
   *[other] اكتب أكثر قليلًا: { $least } حرف على الأقل.
}
actions-text-long = { $most ->
    [zero] هذا طويل جدًا.
    [one] عدد الأحرف هنا { $found }. اختصرها إلى حرف واحد على الأكثر.
    [two] عدد الأحرف هنا { $found }. اختصرها إلى حرفين على الأكثر.
    [few] عدد الأحرف هنا { $found }. اختصرها إلى { $most } أحرف على الأكثر.
    [many] عدد الأحرف هنا { $found }. اختصرها إلى { $most } حرفًا على الأكثر.
   *[other] عدد الأحرف هنا { $found }. اختصرها إلى { $most } حرف على الأكثر.
}
actions-text-unreadable = في النص رموز لا يمكن حفظها. يُرجى كتابته من جديد.
actions-owner-unknown = اختر الجهة المسؤولة من القائمة.
actions-due-needed = حدّد اليوم الذي ينبغي أن يُنجز فيه على الأكثر.
actions-due-past = اختر اليوم أو يومًا بعده.
actions-done-already = سُجّل إنجاز هذا الإجراء من قبل، ويبقى ما سُجّل كما هو.
actions-partner-code = رمز الشريك من حرفين إلى 40 حرفًا من الأحرف اللاتينية الصغيرة والأرقام والشرطات.
actions-partner-names = لا بد للشريك من اسم بكل لغة.
