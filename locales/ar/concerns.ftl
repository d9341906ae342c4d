# الملاحظات: تقديمها، ووارد أفراد الشرطة.

category-lighting = إنارة الشوارع
category-traffic = المرور والسرعة
category-noise = الضجيج
category-litter = النفايات وإلقاؤها
category-young-people = الشباب والأماكن العامة
category-drugs = المخدرات في الأماكن العامة
category-theft = السرقة والسطو
category-harassment = المضايقات في الأماكن العامة
category-transport = النقل العام
category-buildings = المباني المهجورة أو الخطرة
category-animals = الكلاب والحيوانات الأخرى
category-water = المياه والمجاري
category-other = أمر آخر

concerns-new-title = قدّم ملاحظة
concerns-new-lede = قل ما يقلقك في المكان الذي تعيش فيه. لا تحتاج إلى حساب ولا إلى ذكر اسمك.
concerns-danger = هل هناك من هو في خطر الآن؟ لا تكتب هنا، بل اتصل برقم الطوارئ.
concerns-sensitive = هذا النموذج ليس للعنف المنزلي أو العنف الجنسي أو جرائم الكراهية أو الاتجار بالبشر أو الفساد أو سلوك أفراد الشرطة. تحتاج هذه الأمور إلى طريق مختوم لا يفتحه إلا من وُجّه إليه، وهذا النموذج غير مختوم.
concerns-area = أين يحدث ذلك؟
concerns-area-hint = الحي الذي تتعلق به ملاحظتك. إن لم تكن متأكدًا فاختر الأقرب.
concerns-area-choose = اختر حيًا
concerns-area-needed = اختر الحي الذي تتعلق به ملاحظتك.
concerns-area-unknown = هذا الحي ليس في القائمة. اختر حيًا منها.
concerns-category = ما موضوعها؟
concerns-category-choose = اختر الموضوع. لا بأس باختيار «أمر آخر».
concerns-words = ماذا تريد أن تقول؟
concerns-words-hint = بأي لغة. ماذا يحدث وأين ومتى؟ لا تذكر أسماء إن كنت لا تريد ذلك.
concerns-words-needed = اكتب ما تريد قوله.
concerns-words-short = { $least ->
    [zero] اكتب شيئًا.
    [one] اكتب أكثر قليلًا: حرفًا واحدًا على الأقل.
    [two] اكتب أكثر قليلًا: حرفين على الأقل.
    [few] اكتب أكثر قليلًا: { $least } أحرف على الأقل.
    [many] اكتب أكثر قليلًا: { $least } حرفًا على الأقل.
   *[other] اكتب أكثر قليلًا: { $least } حرف على الأقل.
}
concerns-words-long = { $most ->
    [zero] هذا طويل جدًا.
    [one] هذا طويل جدًا ({ $found }). اختصره إلى حرف واحد على الأكثر.
    [two] هذا طويل جدًا ({ $found }). اختصره إلى حرفين على الأكثر.
    [few] عدد الأحرف هنا { $found }. اختصرها إلى { $most } أحرف على الأكثر.
    [many] عدد الأحرف هنا { $found }. اختصرها إلى { $most } حرفًا على الأكثر.
   *[other] عدد الأحرف هنا { $found }. اختصرها إلى { $most } حرف على الأكثر.
}
concerns-unreadable = في النص رموز لا يمكن حفظها. يُرجى كتابته من جديد.
concerns-contact = كيف يمكن الوصول إليك؟
concerns-contact-hint = فقط إن أردت أن يتصل بك أحد أو يكتب إليك. يراه فريق الحي وحده.
concerns-contact-long = هذا طويل جدًا. يكفي رقم هاتف أو عنوان بريد.
concerns-what-happens = تصل كلماتك إلى فريق الحي ومشرفيه، ولا يقرؤها غيرهم ولا تُنشر أبدًا. وتحصل على رمز تقرأ به الجواب وتكتب به من جديد.
concerns-send = أرسل
concerns-too-many = وصلت من شبكتك ملاحظات كثيرة في وقت قصير. حاول مرة أخرى بعد ساعة. ما كتبته ما زال هنا.
concerns-not-written = تعذّر الحفظ الآن. ما كتبته ما زال هنا: أرسله مرة أخرى بعد لحظات. إن لم تغيّر فيه شيئًا سُجّل مرة واحدة مهما تكرر إرساله.
concerns-closed = أُغلقت هذه الملاحظة. يستطيع من قدّمها أن يفتحها من جديد بالكتابة فيها.
concerns-not-acted = لا يمكن القول هل نفع الأمر إلا بعد إنجاز شيء.

concerns-raised-title = ملاحظتك مسجَّلة الآن
concerns-raised-kept = حُفظت، ولا يستطيع أحد أن يغيّرها أو يسقطها خفية.
concerns-code-title = رمزك
concerns-code-keep = اكتبه أو صوّره. به تعود لتقرأ الجواب وتكتب من جديد. لا يظهر إلا الآن، ولا يستطيع أحد أن يعطيك إياه مرة ثانية.
concerns-code-danger = من يملك الرمز يستطيع قراءة ما كتبت. إن كان هناك من يطّلع على هاتفك فاكتبه على ورقة وامسح هذه الصفحة من سجل المتصفح.
concerns-next-title = ماذا يحدث بعد ذلك
concerns-next-read = يقرؤها فريق الحي.
concerns-next-answer = تجد جوابهم هنا برمزك.
concerns-next-forum = إن احتاجت إلى أكثر من جواب عُرضت على منتدى الحي، من غير اسمك ولا كلماتك.
concerns-next-back = العودة بالرمز
concerns-promise = الوعد الموقَّع بأن يكون في السجل العام
concerns-promise-text = يعد السجل بتوقيعه أن يكون لقيدك مكانه في السجل العام قبل { $by }. يمكنك الاحتفاظ بهذا النص دليلًا.

concerns-by-you = أنت
concerns-by-resident = الساكن
concerns-by-team = الفريق
concerns-erased = مُحيت هذه الكلمات. ويبقى في السجل أن شيئًا كُتب هنا.

concerns-state-raised = قُدّمت
concerns-state-answered = أُجيب عنها
concerns-state-on-agenda = على جدول الأعمال
concerns-state-discussed = نوقشت
concerns-state-decided = صدر فيها قرار
concerns-state-promised = وُعد بإجراء
concerns-state-acted = أُنجز الإجراء
concerns-state-judged = أُنجز الإجراء وقُيّم
concerns-state-closed = أُغلقت

inbox-title = الوارد
inbox-show = أي الملاحظات
inbox-waiting = في انتظار جواب
inbox-answered = أُجيب عنها
inbox-none-waiting = لا أحد ينتظر جوابًا.
inbox-none = لا يوجد شيء.
inbox-about = الموضوع
inbox-area = الحي
inbox-state = الحال
inbox-wrote-again = كتب مرة أخرى
inbox-since = آخر تحديث
inbox-raised = قُدّمت في
inbox-days = { $days ->
    [zero] ينتظر منذ اليوم
    [one] ينتظر منذ يوم واحد
    [two] ينتظر منذ يومين
    [few] ينتظر منذ { $days } أيام
    [many] ينتظر منذ { $days } يومًا
   *[other] ينتظر منذ { $days } يوم
}
inbox-contact = يمكن الوصول إلى صاحب الملاحظة عبر:
inbox-answer-title = الجواب
inbox-answer = جوابك
inbox-answer-hint = يقرؤه صاحب الملاحظة برمزه. قل ما ستفعلونه، أو لماذا لا يمكن فعل شيء.
inbox-answer-do = أرسل الجواب
inbox-forum-title = عرضها على المنتدى
inbox-forum-text = إن احتاجت إلى أكثر من جواب: ضعها على جدول أعمال المنتدى القادم بعنوان محايد.
inbox-forum-do = ضعها على جدول أعمال
inbox-close-title = إغلاقها
inbox-close-reason = لماذا تُغلق؟
inbox-close-reason-needed = اختر سبب الإغلاق.
inbox-close-words = ما يقرؤه صاحب الملاحظة
inbox-close-hint = قل لماذا تُغلق، وما يمكن فعله إن لم يوافق.
inbox-close-do = أغلق الملاحظة
close-reason-answered = كفى الجواب
close-reason-done = أُنجز ما وُعد به
close-reason-referred = انتقلت إلى جهة أخرى
close-reason-not-possible = لا يمكن فعل شيء
