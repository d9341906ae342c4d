use comity_demo::*; use comity_kernel::Day;
fn main(){ let t=Town::generate(7, Day::parse("2026-11-20").unwrap());
 println!("points {} streets {}", t.points.len(), t.streets.len());
 for a in &t.areas { println!("{} {:?}", a.name.en, a.population); }
 for c in t.concerns.iter().step_by(6) { println!("- [{} {:?}] {}", c.category.word(), c.course, c.words.text); }
 for s in t.steps.iter().filter(|s| !matches!(s.what, What::SetPriorities{..})).step_by(13) { println!("{} {:02}:{:02} {:?}", s.at.day, s.at.minute/60, s.at.minute%60, s.what); }
 for m in &t.meetings { println!("== {} {} {} aud {}", m.at.day, m.place.en, m.present.len(), m.audience); for i in &m.items { println!("   {} | {:?}", i.title.en, i.decision); } }
 let mut steps = std::collections::BTreeMap::new(); for s in &t.steps { *steps.entry(format!("{:?}", s.what).split(' ').next().unwrap().to_owned()).or_insert(0)+=1; } println!("{steps:?}");
}
