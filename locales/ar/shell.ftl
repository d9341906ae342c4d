# ما تشترك فيه الصفحات كلها: الإطار والنماذج والعناصر والتواريخ.

shell-skip = انتقل إلى المحتوى
shell-navigation = القائمة الرئيسية
shell-sign-in = تسجيل الدخول
shell-sign-out = تسجيل الخروج
shell-leave = غادِر هذه الصفحة
shell-leave-address = https://www.google.com/search?q=%D8%A7%D9%84%D8%B7%D9%82%D8%B3
shell-trail = الطريق إلى هذه الصفحة
shell-more = المزيد
shell-more-label = بقية القائمة
shell-beginning = العودة إلى البداية
shell-search = بحث
shell-footer-promise = ما يُسجَّل هنا لا يمكن تغييره أو إسقاطه في الخفاء، ولكل صاحب حقّ أن يتحقق منه.
shell-footer-private = لا تتبّع لأحد هنا، ولا يُجلب شيء من مواقع أخرى.

shell-optional = (اختياري)
shell-title-refused = يحتاج إلى تصحيح:
shell-summary-title = هناك ما يحتاج إلى تصحيح
shell-summary-kept = ما كتبته ما زال هنا.
shell-field-empty = يرجى ملء هذا الحقل.
shell-form-stale = غيّر شخص آخر هذا أثناء كتابتك. اطّلع على وضعه الآن ثم أرسل مرة أخرى.
shell-form-too-many =
    { $minutes ->
        [zero] تكررت المحاولة أكثر من اللازم. يرجى المحاولة مرة أخرى الآن.
        [one] تكررت المحاولة أكثر من اللازم. يرجى المحاولة مرة أخرى بعد دقيقة واحدة.
        [two] تكررت المحاولة أكثر من اللازم. يرجى المحاولة مرة أخرى بعد دقيقتين.
        [few] تكررت المحاولة أكثر من اللازم. يرجى المحاولة مرة أخرى بعد { $minutes } دقائق.
        [many] تكررت المحاولة أكثر من اللازم. يرجى المحاولة مرة أخرى بعد { $minutes } دقيقة.
       *[other] تكررت المحاولة أكثر من اللازم. يرجى المحاولة مرة أخرى بعد { $minutes } دقيقة.
    }

shell-locate = استخدم موقعي الحالي
shell-locate-asking = نسأل متصفحك عن موقعك…
shell-locate-refused = لم يُفصح متصفحك عن موقعك. يرجى البحث بالاسم بدلًا من ذلك.

chain-said = قيل
chain-received = وصل
chain-answered = جاء الرد
chain-discussed = نوقش
chain-decided = اتُّخذ قرار
chain-promised = قُطع وعد
chain-done = نُفِّذ
chain-helped = هل نفع ذلك؟
chain-closed = أُغلق
chain-due = في موعد أقصاه
chain-no-day = ليس بعد
chain-awaited = منتظَر
chain-late = تجاوز موعده
chain-unhelped = لم ينفع
chain-broken = لم يُوفَ به
chain-reached = (الخطوة { $place } من { $of })

months-month = الشهر
months-withheld = تدل العلامة + على هذا العدد على الأقل، والعلامة * على أن لا شيء معروض: فبعض الأعداد محجوب.

date-comma = ،
month-1 = كانون الثاني (يناير)
month-2 = شباط (فبراير)
month-3 = آذار (مارس)
month-4 = نيسان (أبريل)
month-5 = أيار (مايو)
month-6 = حزيران (يونيو)
month-7 = تموز (يوليو)
month-8 = آب (أغسطس)
month-9 = أيلول (سبتمبر)
month-10 = تشرين الأول (أكتوبر)
month-11 = تشرين الثاني (نوفمبر)
month-12 = كانون الأول (ديسمبر)
month-short-1 = كانون 2
month-short-2 = شباط
month-short-3 = آذار
month-short-4 = نيسان
month-short-5 = أيار
month-short-6 = حزيران
month-short-7 = تموز
month-short-8 = آب
month-short-9 = أيلول
month-short-10 = تشرين 1
month-short-11 = تشرين 2
month-short-12 = كانون 1
weekday-1 = الاثنين
weekday-2 = الثلاثاء
weekday-3 = الأربعاء
weekday-4 = الخميس
weekday-5 = الجمعة
weekday-6 = السبت
weekday-7 = الأحد
