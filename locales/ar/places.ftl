# المناطق وفرقها وأولوياتها.

places-team-title = الفريق وطرق الاتصال به
places-priorities-title = أولويات الفريق
places-both-languages = يستطيع الجميع قراءة ما يُكتب هنا. يُرجى كتابته باللغتين إن أمكن، وإذا غابت إحداهما عُرض النص باللغة الأخرى.
places-officer = عضو الفريق { $number }
places-name = الاسم بالإنجليزية
places-name-ar = الاسم بالعربية
places-rank = الرتبة بالإنجليزية
places-rank-ar = الرتبة بالعربية
places-since = في هذه المنطقة منذ (السنة)
places-phone = الهاتف
places-email = البريد الإلكتروني
places-office = المكتب، بالإنجليزية
places-office-ar = المكتب، بالعربية
places-hours = ساعات العمل، بالإنجليزية
places-hours-ar = ساعات العمل، بالعربية
places-priority = الأولوية { $number }
places-title = ما هي، بالإنجليزية
places-title-ar = ما هي، بالعربية
places-why = السبب، بالإنجليزية
places-why-ar = السبب، بالعربية
places-doing = ما يجري عمله، بالإنجليزية
places-doing-ar = ما يجري عمله، بالعربية
places-save = حفظ ونشر

places-too-long = هذا النص طويل جدًا. يُرجى ألا يزيد كل سطر على 400 حرف.
places-too-many = يتسع المكان لستة على الأكثر.
places-unreadable = في النص رموز لا يمكن حفظها. يُرجى كتابته من جديد.
places-since-unreadable = يُرجى كتابة السنة بأربعة أرقام، مثل 2023.
places-officer-nameless = لا بد من اسم لكل عضو في الفريق.
places-priority-nameless = لا بد من عنوان لكل أولوية.
