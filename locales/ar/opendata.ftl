# البيانات المفتوحة: ما يُقال للبرامج.

open-wrong = تعذّرت قراءة أحد المعطيات
open-wrong-detail = قيمة المعطى { $name } هي { $found }. المتوقع: { $expected }.
open-missing = ينقص أحد المعطيات
open-missing-detail = المعطى { $name } غير موجود. المتوقع: { $expected }.
open-unreadable = تعذّرت قراءة المعطيات
open-unreadable-detail = يرجى ذكر كل معطى مرة واحدة على شكل name=value.
open-not-there = غير موجود
open-not-there-detail = لا شيء هنا باسم { $what }.
open-not-published = غير منشور
open-not-published-detail = لم يُنشر شيء عن { $what }.
open-too-many = الحوادث كثيرة جدًا
open-too-many-detail = يزيد هذا على { $most } حادث. يرجى طلب منطقة أصغر.
open-too-long = العنوان طويل جدًا
open-too-long-detail = يزيد العنوان على { $longest } حرف. يرجى إرسال الشكل بطريقة POST.
open-busy = الخادم مشغول
open-busy-detail = يجري الآن تنزيل أكبر عدد ممكن من الملفات. يرجى المحاولة بعد قليل.

open-expected-month = شهر، مثل 2026-03
open-expected-latitude = درجات من -90 إلى 90
open-expected-longitude = درجات من -180 إلى 180
open-expected-point = خط العرض وخط الطول بالدرجات، مثل 52.63,-1.13
open-expected-poly = من 3 إلى 20,000 زاوية، مثل 52.1,-1.1:52.2,-1.1:52.2,-1.2
open-expected-around = ‏lat و lng بالدرجات، أو poly
open-expected-location = رقم موقع من جواب آخر
open-expected-category = فئة، أو all-crime
open-expected-force = معرّف الشرطة

open-all-crime = جميع الجرائم
open-near = في المكان أو قربه:
open-near-here = في هذا المكان أو قربه

# صفحة الملفات.

open-title = البيانات المفتوحة
open-lede = كل ما نُشر عن هذا المجتمع، لمن يريد أخذه: للقراءة والتحقق وإعادة الاستخدام.
open-files = الملفات
open-file-counts = الأعداد بحسب المنطقة والزمن والنوع
open-file-areas = المناطق بحدودها ومجاميعها
open-file-points = نقاط الخريطة وما رُسم عندها
open-file-rule = القاعدة التي طُبقت
open-files-filter = أضف area= و kind= و from= و to= إلى عنوان الملف لتحصل على جزء منه، مثل /data/counts.csv?from=2026-01&to=2026-03.
open-status-published = العدد منشور.
open-status-at-least = لم يُنشر هذا المجموع كله: بعض أجزائه محجوب أو لم يصدر بعد أو منشور على مستوى القضاء فقط. وهو ما نُشر على الأقل.
open-status-withheld = ما وُسم بـ«withheld» ليس صفرًا: العدد غير منشور كي لا يُعرف أحد من خلاله.
open-rule = ما جرى قبل النشر
open-terms = شروط الاستخدام
open-licence = يجوز استخدامها ومشاركتها وتعديلها بحرية مع ذكر هذه الشراكة مصدرًا لها. وما نُشر أولًا في مكان آخر تسري عليه شروط ذلك المصدر أيضًا.
open-programs = للبرامج
open-way-ogc = ‏OGC API Features لنظم المعلومات الجغرافية
open-way-police = واجهة برمجية متوافقة مع data.police.uk
open-way-openapi = وصف الواجهتين (OpenAPI)
open-releases = ما صدر
open-releases-caption = { $count ->
    [zero] لا إصدارات
    [one] إصدار واحد؛ الأحدث أولًا
    [two] إصداران؛ الأحدث أولًا
    [few] { $count } إصدارات؛ الأحدث أولًا
    [many] { $count } إصدارًا؛ الأحدث أولًا
   *[other] { $count } إصدار؛ الأحدث أولًا
}
open-column-months = الأشهر
open-column-way = طريقة النشر
open-column-kinds = الأنواع
open-column-out = التاريخ
open-nothing-yet = لم يُنشر شيء بعد.
open-publication-withheld = غير منشور
open-publication-counts = أعداد
open-publication-points = نقاط على الخريطة وأعداد
open-publication-as-source = كما في مصدره

# ‏OGC API Features.

open-collections = المجموعات
open-conformance = المعايير المتبعة
open-links = روابط
open-no-features = لا شيء هنا.
open-this-page = هذه الصفحة
open-next-page = الصفحة التالية
open-expected-form = ‏json أو html
open-expected-number = عدد صحيح ضمن حدوده
open-expected-bbox = الغرب والجنوب والشرق والشمال بالدرجات، مثل -3,50.5,-2,51
open-expected-datetime = لحظة أو مدة، مثل 2026-01-01T00:00:00Z/2026-03-31T23:59:59Z
