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
