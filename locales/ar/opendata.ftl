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
open-near-here = في هذا المكان أو قربه
