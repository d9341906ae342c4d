# الطلبات والأجوبة: تسجيل الدخول، وما يقال حين لا يتم أمر ما.

nav-neighbourhoods = الأحياء
nav-raise = قدّم ملاحظة
nav-mine = متابعة ملاحظتك
nav-inbox = الوارد
nav-observatory = ما هو مسجَّل
nav-meetings = الاجتماعات
nav-actions = الإجراءات
nav-ledger = السجل

role-resident = ساكن
role-officer = شرطي مجتمعي
role-supervisor = مشرف
role-coordinator = منسق
role-chair = رئيس المنتدى
role-secretary = أمين سر المنتدى
role-member = عضو المنتدى
role-partner = شريك
role-analyst = محلل
role-oversight = رقابة مستقلة
role-administrator = مسؤول النظام

sign-in-title = تسجيل الدخول
sign-in-needed = يلزم تسجيل الدخول لرؤية تلك الصفحة، وستنتقل إليها بعد ذلك.
sign-in-name = الاسم
sign-in-password = كلمة المرور
sign-in-do = دخول
sign-in-residents = هل قدّمت ملاحظة من قبل؟ لا تحتاج إلى حساب:
sign-in-residents-link = عُد إليها برمزك.
sign-in-wrong = الاسم وكلمة المرور غير متطابقين. تحقق منهما وحاول مرة أخرى.
sign-in-too-many = محاولات كثيرة. { $minutes ->
    [zero] حاول الآن مرة أخرى.
    [one] حاول بعد دقيقة واحدة.
    [two] حاول بعد دقيقتين.
    [few] حاول بعد { $minutes } دقائق.
    [many] حاول بعد { $minutes } دقيقة.
   *[other] حاول بعد { $minutes } دقيقة.
}

refused-home = إلى الصفحة الأولى
refused-reference = إذا سألت أحدًا عن هذا الأمر فاذكر له هذا المرجع:
refused-unsent = ما كتبته، لتتمكن من نسخه:
refused-unsent-part = ما كتبته، { $number } من { $all }، لتتمكن من نسخه:
refused-fields-title = في النموذج ما لا يصح
refused-fields-text = عُد وانظر في الحقول المذكورة.
refused-rule-title = لا يمكن فعل ذلك الآن
refused-rule-text = لم يتغير شيء.
refused-stale-title = غيّر شخص آخر هذا الأمر في هذه الأثناء
refused-stale-text = لم يُحفظ شيء مما أرسلته فوق تغييره. عُد وانظر كيف صار الأمر ثم قرر من جديد.
refused-missing-title = لا شيء هنا يمكنك رؤيته
refused-missing-text = ربما كُتب العنوان خطأ، أو أن الصفحة غير متاحة لك.
refused-forbidden-title = لا يحق لك فعل هذا
refused-forbidden-text = دورك لا يشمله في هذه المنطقة. إن رأيت أنه ينبغي أن يشمله فاسأل مشرفك أو مسؤول النظام.
refused-sign-in-title = سجّل الدخول من فضلك
refused-sign-in-text = لا بد من تسجيل الدخول لهذا الأمر.
refused-too-many-title = محاولات كثيرة
refused-too-many-text = انتظر بضع دقائق ثم حاول مرة أخرى. لم يتغير شيء.
refused-busy-title = يكتب الآن عدد كبير جدًا من الناس
refused-busy-text = لم يُحفظ شيء من هذه المحاولة. أعد تحميل هذه الصفحة بعد دقيقة: النموذج الذي حُفظ من قبل لا يُحفظ مرة ثانية.
refused-not-written-title = تعذّر الحفظ
refused-not-written-text = تعذّرت الكتابة في السجل، فلم يُحفظ شيء من هذه المحاولة. أعد تحميل هذه الصفحة بعد بضع دقائق: النموذج الذي حُفظ من قبل لا يُحفظ مرة ثانية.
refused-unsure-title = لا نعرف إن كان هذا قد حُفظ
refused-unsure-text = انقطع الاتصال بقاعدة البيانات في تلك اللحظة. أعد تحميل هذه الصفحة ودع متصفحك يرسل النموذج مرة أخرى: هذه هي الطريقة الآمنة، فالنموذج الذي حُفظ من قبل لا يُحفظ مرة ثانية، ويصلك جوابه.
refused-away-title = تعذّر عرض هذا الآن
refused-away-text = لا يمكن الوصول إلى قاعدة البيانات في هذه اللحظة. حاول مرة أخرى بعد دقيقة.
refused-broken-title = حدث خطأ من جانبنا
refused-broken-text = لم يتغير شيء، وقد سُجّل الخطأ لدى القائمين على النظام.
refused-too-long = هذا أطول مما يمكن قبوله. اختصره أو أرسله على أجزاء.
refused-unreadable = وصل النموذج تالفًا. عُد وأرسله مرة أخرى.
refused-expired = بقيت الصفحة مفتوحة زمنًا طويلًا، أو لم يرسل متصفحك ملف الارتباط. افتح النموذج من جديد وأرسله مرة أخرى؛ ويلزم لذلك السماح بملفات الارتباط لهذا الموقع.
