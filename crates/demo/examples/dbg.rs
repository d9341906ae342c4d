#![allow(clippy::all)]
use comity_demo::*; use comity_kernel::Day;
fn main(){ let t=Town::generate(7, Day::parse("2026-11-20").unwrap());
 println!("points {} streets {}", t.points.len(), t.streets.len());
 for (i,c) in t.concerns.iter().enumerate().filter(|(i,c)| matches!(c.course, Course::Helped(_)|Course::Promised|Course::Closed) && i%2==0 || i%9==0) {
  println!("\n#{i} {} {:?} [{}] {}", c.area, c.course, c.category.word(), c.words.text);
  for s in &t.steps { match &s.what {
   What::Answer{concern,by,words} if *concern==i => println!("   {} {by}: {}", s.at.day, words.text),
   What::Continue{concern,words} if *concern==i => println!("   {} RES: {}", s.at.day, words.text),
   What::RecordDiscussion{concern,meeting,item,..} if *concern==i => println!("   {} DISC: {:?}", s.at.day, t.meetings[*meeting].items[*item].summary.as_ref().unwrap().get(c.words.language)),
   What::Decide{decision,..} if t.decisions[*decision].concern==i => println!("   {} DEC: {} // {:?}", s.at.day, t.decisions[*decision].text.get(c.words.language), t.decisions[*decision].minority.as_ref().map(|m|m.get(c.words.language).to_owned())),
   What::AssignAction{action,..} if t.actions[*action].concern==i => println!("   {} ACT: {} ({}, {})", s.at.day, t.actions[*action].what.get(c.words.language), t.actions[*action].owner, t.actions[*action].due),
   What::CompleteAction{action,note,..} if t.actions[*action].concern==i => println!("   {} DONE: {}", s.at.day, note.get(c.words.language)),
   What::SayWhetherItHelped{concern,words,helped,..} if *concern==i => println!("   {} {helped:?}: {}", s.at.day, words.text),
   What::CloseConcern{concern,words,reason,..} if *concern==i => println!("   {} CLOSED {reason:?}: {}", s.at.day, words.text),
   _=>{} } } } }
