# الاستبيانات: ما قاله الناس حين سُئلوا، وما مدى اليقين فيه.

survey-title = ما يقوله الناس
survey-what = استبيانات، مع مدى اليقين في كل إجابة
survey-lede = ما قاله السكان حين سُئلوا: نسب مع مجالاتها، للجميع وبحسب المنطقة وبحسب الفئة. لا شيء هنا عن شخص بعينه.
survey-none = لم يُسجَّل أي استبيان بعد.
survey-list-caption = الاستبيانات، أحدثها أولًا
survey-column-survey = الاستبيان
survey-column-when = متى سُئل الناس
survey-column-answered = أجابوا
survey-column-questions = الأسئلة
survey-column-question = السؤال
survey-column-answer = الإجابة
survey-column-group = من
survey-column-compared = ما تجري مقارنته
survey-column-estimate = التقدير
survey-column-careful = تنبيه
survey-questions = ما الذي سُئل عنه
survey-questions-caption = الأسئلة وما قاله الجميع
survey-mean = المتوسط
survey-in-per-cent = بالمئة
survey-done = كيف أُجري
survey-response-title = الاستجابة
survey-response = { $percent } % من { $asked } شخص سُئلوا
survey-stands-for = عدد من يمثلونهم
survey-strata = الأجزاء التي اختير الناس من كل منها على حدة (الطبقات)
survey-clusters = الوحدات التي اختيرت أولًا (العناقيد)
survey-weights = الأوزان
survey-weights-none = الجميع يُحسبون بالتساوي.
survey-weights-effect = يُحسب الناس بأوزان مختلفة لكي تمثل العينة السكان؛ وهذا وحده يجعل التباين أكبر بمقدار { $effect } مرة (كيش).
survey-finite = تراعي المجالات حجم الجزء الذي سُئل من السكان.
survey-infinite = تَعُدّ المجالات السكان أكثر بكثير من العينة.
survey-who = من أجابوا
survey-who-hint = هل الذين أجابوا مثل الذين يسكنون هنا:
survey-who-caption = الذين أجابوا، بحسب { $grouping }
survey-group-unknown = غير معروف
survey-below = أقل من { $limit }
survey-everybody = الجميع
survey-everybody-caption = ما قاله الجميع، بمجالات 95 %
survey-by = { $answer }: بحسب { $grouping }، بمجالات 95 %
survey-by-round = { $answer }: في كل جولة، بمجالات 95 %
survey-rounds = جولات هذا الاستبيان
survey-reference-hint = الخط المتقطع هو ما قاله الجميع.
survey-read = كيف يُقرأ المجال
survey-read-chance = لم يُسأل الجميع، ولذلك قد يختلف كل رقم قليلًا. لو أُجري الاستبيان مئة مرة بالطريقة نفسها لاحتوى نحو 95 مجالًا من المئة على الرقم الذي كان سيعطيه سؤال الجميع.
survey-read-overlap = حين يتداخل مجالان كثيرًا لا يقول الاستبيان أي الرقمين أكبر. وحين يتباعدان لا تكاد المصادفة وحدها تفسر الفرق.
survey-read-silent = المجال عن المصادفة فقط. لا يقول ما كان سيقوله من لم يُوصل إليهم أو لم يجيبوا، ولا ما أسيء السؤال عنه.
survey-rule-title = ما الذي يُحجب
survey-rule = تُعرض نتائج الفئة حين يجيب منها { $group } أشخاص على الأقل. وتُحجب الإجابة التي يعطيها أقل من { $answer } أشخاص من الفئة، ومعها ما يلزم من غيرها لكي لا يمكن استنتاجها.
survey-json = هذه النتائج للبرامج (JSON)
survey-said-share = { $estimate } قالوا: { $answer } (مجال 95 %: { $interval }).
survey-said-mean = المتوسط { $estimate } (مجال 95 %: { $interval }).
survey-said-n =
    { $n ->
        [zero] لم يجب أحد.
        [one] أجاب شخص واحد.
        [two] أجاب شخصان.
        [few] أجاب { $n } أشخاص.
        [many] أجاب { $n } شخصًا.
       *[other] أجاب { $n } شخص.
    }
survey-said-nothing = أجاب عدد قليل جدًا من الناس، فلا يُعرض شيء.
survey-said-answers-withheld =
    { $answers ->
        [zero] لا إجابة محجوبة.
        [one] إجابة واحدة محجوبة، وهذا لا يعني الصفر.
        [two] إجابتان محجوبتان، وهذا لا يعني الصفر.
        [few] { $answers } إجابات محجوبة، وهذا لا يعني الصفر.
        [many] { $answers } إجابة محجوبة، وهذا لا يعني الصفر.
       *[other] { $answers } إجابة محجوبة، وهذا لا يعني الصفر.
    }
survey-said-between = تقع الفئات المعروضة بين { $least } و{ $most }.
survey-said-apart =
    { $apart ->
        [0] كل المجالات تشمل ما قاله الجميع، { $whole }: لا تفرّق هذه الإجابات بين الفئات.
        [zero] كل المجالات تشمل ما قاله الجميع، { $whole }: لا تفرّق هذه الإجابات بين الفئات.
        [one] مجال واحد لا يشمل ما قاله الجميع، { $whole }.
        [two] مجالان لا يشملان ما قاله الجميع، { $whole }.
        [few] { $apart } مجالات لا تشمل ما قاله الجميع، { $whole }.
        [many] { $apart } مجالًا لا تشمل ما قاله الجميع، { $whole }.
       *[other] { $apart } مجال لا تشمل ما قاله الجميع، { $whole }.
    }
survey-said-groups-withheld =
    { $groups ->
        [zero] لا فئة محجوبة.
        [one] فئة واحدة محجوبة.
        [two] فئتان محجوبتان.
        [few] { $groups } فئات محجوبة.
        [many] { $groups } فئة محجوبة.
       *[other] { $groups } فئة محجوبة.
    }
survey-said-changed = من { $first } إلى { $last } بين الجولة الأولى والأخيرة: أكثر مما تغيره المصادفة وحدها.
survey-said-not-changed = { $first } في الجولة الأولى و{ $last } في الأخيرة: ليس أكثر مما قد تغيره المصادفة وحدها.
survey-careful-few-answers = إجابات قليلة
survey-careful-few-units = اختيرت وحدات قليلة: المجال نفسه تقريبي
survey-careful-no-freedom = طريقة الاختيار لا تتيح مجالًا
survey-careful-large-error = خطأ كبير مقارنة بالتقدير
survey-careful-all-alike = قال الجميع الشيء نفسه: لا يظهر اختلاف الناس
