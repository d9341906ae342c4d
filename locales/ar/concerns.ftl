# الشكاوى والملاحظات: تقديمها، ووارد أفراد الشرطة.

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

concerns-new-title = قدّم شكوى أو ملاحظة
concerns-new-lede = قل ما يقلقك في المكان الذي تعيش فيه. لا تحتاج إلى حساب ولا إلى ذكر اسمك.
concerns-danger = هل هناك من هو في خطر الآن؟ لا تكتب هنا، بل اتصل برقم الطوارئ.
concerns-sensitive = هذا النموذج ليس للعنف المنزلي أو العنف الجنسي أو جرائم الكراهية أو الاتجار بالبشر أو الفساد أو سلوك أفراد الشرطة. تحتاج هذه الأمور إلى طريق مختوم لا يفتحه إلا من وُجّه إليه، وهذا النموذج غير مختوم.
concerns-area = أين يحدث ذلك؟
concerns-area-hint = الحي الذي يتعلق به الأمر. إن لم تكن متأكدًا فاختر الأقرب.
concerns-area-choose = اختر حيًا
concerns-area-needed = اختر الحي الذي يتعلق به الأمر.
concerns-area-unknown = هذا الحي ليس في القائمة. اختر حيًا منها.
concerns-category = ما موضوعه؟
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
concerns-what-happens = تصل كلماتك إلى فريق الحي ولا تُنشر أبدًا. وتحصل على رمز تقرأ به الجواب وتكتب به من جديد.
concerns-send = أرسل
concerns-too-many = وصلت من اتصالك شكاوى كثيرة في وقت قصير. حاول مرة أخرى بعد ساعة. ما كتبته ما زال هنا.
concerns-not-written = تعذّر الحفظ الآن، فلم يُسجَّل شيء بعد. ما كتبته ما زال هنا: أرسله مرة أخرى بعد لحظات.
concerns-closed = أُغلق هذا الموضوع. يستطيع من قدّمه أن يفتحه من جديد بالكتابة فيه.
concerns-not-acted = يمكن القول إن كان الأمر قد نفع بعد أن يُنجز شيء.

concerns-raised-title = ما قدّمته مسجَّل الآن
concerns-raised-kept = حُفظ، ولا يستطيع أحد أن يغيّره أو يسقطه خفية.
concerns-code-title = رمزك
concerns-code-keep = اكتبه أو صوّره. به تعود لتقرأ الجواب وتكتب من جديد. لا يظهر إلا الآن، ولا يستطيع أحد أن يعطيك إياه مرة ثانية.
concerns-code-danger = من يملك الرمز يستطيع قراءة ما كتبت. إن كان هناك من يطّلع على هاتفك فاكتبه على ورقة وامسح هذه الصفحة من سجل المتصفح.
concerns-next-title = ماذا يحدث بعد ذلك
concerns-next-read = يقرؤه فريق الحي.
concerns-next-answer = تجد جوابهم هنا برمزك.
concerns-next-forum = إن احتاج إلى أكثر من جواب عُرض على منتدى الحي، من غير اسمك ولا كلماتك.
concerns-next-back = العودة بالرمز
concerns-promise = الوعد الموقَّع بأن يكون في السجل العام
concerns-promise-text = يعد السجل بتوقيعه أن يكون لقيدك مكانه في السجل العام قبل { $by }. يمكنك الاحتفاظ بهذا النص دليلًا.

concerns-by-you = أنت
concerns-by-resident = الساكن
concerns-by-team = الفريق
concerns-erased = مُحيت هذه الكلمات. ويبقى مسجَّلًا أنها كانت هنا.

concerns-state-raised = قُدّم
concerns-state-answered = أُجيب عنه
concerns-state-on-agenda = على جدول الأعمال
concerns-state-discussed = نوقش
concerns-state-decided = صدر فيه قرار
concerns-state-promised = وُعد بإجراء
concerns-state-acted = أُنجز
concerns-state-judged = أُنجز وقُيّم
concerns-state-closed = أُغلق

inbox-title = الوارد
inbox-show = أي الشكاوى
inbox-waiting = في انتظار جواب
inbox-answered = أُجيب عنها
inbox-none-waiting = لا أحد ينتظر جوابًا.
inbox-none = لا يوجد شيء.
inbox-about = الموضوع
inbox-area = الحي
inbox-state = الحال
inbox-since = آخر كلام
inbox-raised = قُدّم في
inbox-days = { $days ->
    [0] ينتظر منذ اليوم
    [zero] ينتظر منذ اليوم
    [one] ينتظر منذ يوم واحد
    [two] ينتظر منذ يومين
    [few] ينتظر منذ { $days } أيام
    [many] ينتظر منذ { $days } يومًا
   *[other] ينتظر منذ { $days } يوم
}
inbox-contact = يمكن الوصول إلى صاحب الأمر عبر:
inbox-answer-title = الجواب
inbox-answer = جوابك
inbox-answer-hint = يقرؤه صاحب الأمر برمزه. قل ما ستفعلونه، أو لماذا لا يمكن فعل شيء.
inbox-answer-do = أرسل الجواب
inbox-forum-title = عرضه على المنتدى
inbox-forum-text = إن احتاج إلى أكثر من جواب: ضعه على جدول أعمال المنتدى القادم بعنوان محايد.
inbox-forum-do = ضعه على جدول أعمال
inbox-close-title = إغلاقه
inbox-close-reason = لماذا يُغلق؟
inbox-close-reason-needed = اختر سبب الإغلاق.
inbox-close-words = ما يقرؤه صاحب الأمر
inbox-close-hint = قل لماذا يُغلق، وما يمكن فعله إن لم يوافق.
inbox-close-do = أغلق الموضوع
close-reason-answered = كفى الجواب
close-reason-done = أُنجز ما وُعد به
close-reason-referred = انتقل إلى جهة أخرى
close-reason-not-possible = لا يمكن فعل شيء
