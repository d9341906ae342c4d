# المنتديات: اجتماعاتها وجداول أعمالها ومحاضرها وقراراتها.

forums-title = الاجتماعات
forums-lede = الحضور مفتوح للجميع. هنا يُكتب ما قيل وما تقرر وما وُعد به، ومعه الاعتراضات.
forums-upcoming = القادمة
forums-none-upcoming = لم يُدعَ إلى أي اجتماع بعد.
forums-past = السابقة
forums-none-past = لم يُعقد أي اجتماع بعد.
forums-past-caption = الاجتماعات السابقة وما تقرر فيها
forums-column-items = البنود
forums-column-decisions = القرارات
forums-items =
    { $count ->
        [zero] لا شيء عليه بعد
        [one] بند واحد
        [two] بندان
        [few] { $count } بنود
        [many] { $count } بندًا
       *[other] { $count } بند
    }
forums-forum = المنتدى
forums-day = اليوم
forums-when = الموعد
forums-starts = يبدأ في الساعة
forums-place = المكان
forums-agenda = جدول الأعمال

forums-meeting-title = اجتماع: { $forum }
forums-no-items = لا شيء على جدول الأعمال بعد.
forums-title-erased = بند مُحي عنوانه
forums-chain-link = ما آلت إليه هذه الملاحظة
forums-to-be-discussed = سيُناقَش في هذا اللقاء.
forums-not-discussed-yet = لم يُسجَّل شيء عن هذا البند بعد.
forums-discussion = ما قيل
forums-decision = ما تقرر
forums-objection = الاعتراض
forums-actions = من يفعل ماذا ومتى
forums-action-link = افتح الإجراء: { $action }

forums-call-title = الدعوة إلى اجتماع
forums-call-lede = يُعلن عنه فورًا في صفحة كل حي يمثله المنتدى.
forums-call-do = ادعُ إلى الاجتماع
forums-forum-choose = اختر منتدى
forums-forum-unknown = اختر منتدى من القائمة.
forums-no-forum = لا يوجد منتدى في منطقتك بعد.
forums-day-hint = غدًا أو بعده، ليسمع به الناس في الوقت المناسب.
forums-day-needed = حدّد يوم الاجتماع.
forums-day-past = اختر يومًا من الغد فصاعدًا.
forums-starts-hint = مثلًا 18:00
forums-starts-unreadable = اكتب الوقت بالساعات والدقائق، مثلًا 18:00.
forums-place-hint = ليجده من لم يذهب إليه من قبل: المبنى والقاعة والشارع.
forums-area-unknown = لا توجد منطقة كهذه.
forums-names = لا بد للمنتدى من اسم بكل لغة.

forums-put-title = وضع ملاحظة على جدول الأعمال
forums-put-lede = يرى المنتدى العنوان الذي تكتبه، لا ما كتبه الساكن.
forums-put-about = الموضوع
forums-put-area = الحي
forums-put-raised = قُدّمت في
forums-days-ago =
    { $days ->
        [zero] (اليوم)
        [one] (أمس)
        [two] (قبل يومين)
        [few] (قبل { $days } أيام)
        [many] (قبل { $days } يومًا)
       *[other] (قبل { $days } يوم)
    }
forums-put-planned = هي على جدول الأعمال من قبل:
forums-put-none = لم يُدعَ إلى اجتماع لمنتدى يمثل هذا الحي.
forums-put-none-text = يدعو إليه رئيس المنتدى أو أمين سره أو المنسق من صفحة الاجتماعات. اطلب منهم ذلك، وتبقى الملاحظة في الوارد لديك حتى ذلك الحين.
forums-put-meeting = أي اجتماع؟
forums-put-meeting-needed = اختر اجتماعًا.
forums-put-name = عنوان علني محايد
forums-put-name-hint = يستطيع الجميع قراءته. اذكر الموضوع والمكان على وجه التقريب، مثلًا «الإنارة بين المدرسة والسوق». لا أسماء ولا عناوين بيوت ولا اتهامات.
forums-put-do = ضعها على جدول الأعمال
forums-meeting-over = انتهى هذا الاجتماع. اختر اجتماعًا قادمًا.
forums-other-area = لا يمثل هذا المنتدى الحي الذي تتعلق به الملاحظة.
forums-on-agenda-already = هذه الملاحظة على جدول أعمال هذا الاجتماع من قبل.

forums-record-title = تسجيل
forums-record-early = لم يأتِ يوم هذا الاجتماع بعد. سجّل فقط ما قيل وتقرر فعلًا.
forums-record-public = ما تكتبه هنا علني ولا يمكن تغييره بعد ذلك. يمكنك أن تترك الباقي فارغًا وتضيفه لاحقًا.
forums-record-more = سجّل عن: { $title }
forums-record-summary = ما قيل
forums-record-summary-hint = باختصار، من كل الأطراف. لا تذكر أسماء السكان.
forums-record-decision = ما تقرر
forums-record-decision-hint = جملة أو جملتان يفهمهما الجميع.
forums-record-minority = الاعتراض
forums-record-minority-hint = إن كان هناك من لم يوافق: ما يقوله بكلماته. ويبقى إلى جانب القرار.
forums-record-action = ما سيُفعل
forums-record-action-hint = ما الذي سيُفعل، بحيث يرى الجميع لاحقًا هل تم. يمكن إضافة إجراءات أخرى بعد ذلك.
forums-record-owner = الجهة المسؤولة
forums-record-owner-hint = الجهة التي وعدت به.
forums-record-owner-choose = اختر جهة
forums-record-due = الموعد الأقصى
forums-record-do = سجّل
forums-nothing-to-record = اكتب ما قيل، أو ما تقرر، أو ما وُعد به.
forums-summary-first = اكتب أولًا ما قيل: فالقرار يقوم على نقاش.
forums-decision-first = اكتب أولًا ما تقرر: فالإجراء يتبع قرارًا.
forums-not-discussed = القرار يقوم على نقاش، ولم يُسجَّل نقاش بعد.
forums-discussed-already = سُجّل ما قيل عن هذا البند من قبل، ويبقى كما هو.
forums-decided-already = سُجّل قرار في هذا البند من قبل، ويبقى كما هو.
