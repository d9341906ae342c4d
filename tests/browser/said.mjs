// What the people of the walk say, in their language. Nothing here may come out where it does not belong, so each text
// has words that stand nowhere else.
const EN = {
  concern:
    "The lamp at the corner by the tamarisk tree has been dark for three weeks. My daughter walks there at six.",
  contact: "Call 01632 960777 after five",
  answer: "Thank you for telling us. Sergeant and constable looked at the lamp on their round and found it broken.",
  title: "Lighting between the school and the market",
  summary: "Both sides agreed that the way is too dark. Shopkeepers said that customers stay away.",
  decision: "The lamps on the way are repaired and checked every quarter.",
  minority: "One member would rather see the market closed earlier.",
  action: "Repair the three lamps on the way and check them every quarter",
  note: "All three lamps were repaired and measured. The way is lit again from dusk.",
  again: "The lamp nearest to the tamarisk flickers when it is windy.",
  helped: "It is much brighter, only the last corner is not.",
};
const AR = {
  concern: "المصباح عند الزاوية قرب شجرة الأثل معطّل منذ ثلاثة أسابيع، وابنتي تمر من هناك في السادسة مساءً.",
  contact: "اتصلوا بي على الرقم 01632 960777 بعد الخامسة",
  answer: "شكرًا لإبلاغنا. عاين الرقيب والشرطية المصباح في جولتهما المسائية ووجداه مكسورًا.",
  title: "الإنارة بين المدرسة والسوق",
  summary: "اتفق الجانبان على أن الطريق مظلم أكثر من اللازم، وقال أصحاب المحال إن الزبائن يبتعدون.",
  decision: "تُصلَح مصابيح الطريق وتُفحص كل ثلاثة أشهر.",
  minority: "يفضّل أحد الأعضاء إغلاق السوق في وقت أبكر.",
  action: "إصلاح المصابيح الثلاثة على الطريق وفحصها كل ثلاثة أشهر",
  note: "أُصلحت المصابيح الثلاثة وقيست شدتها، والطريق مضاء من جديد منذ الغروب.",
  again: "المصباح الأقرب إلى شجرة الأثل يرتجف حين تهب الريح.",
  helped: "صار المكان أكثر إضاءة، إلا الزاوية الأخيرة.",
};

/** The texts of one walk; `mark` keeps those of two walks on one demonstration apart. */
export function said(language, mark) {
  const texts = language === "ar" ? AR : EN;
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, `${text} (${mark})`]));
}
