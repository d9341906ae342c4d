//! The script is in order, nothing happens before its cause, and every state is there.

use std::collections::{BTreeMap, BTreeSet};

use comity_access::Role;
use comity_concerns::Helped;
use comity_demo::{Course, Town, What};
use comity_kernel::Day;

use crate::{TOWN, today};

/// What is known while the script is read from the beginning.
#[derive(Default)]
struct Reader {
    raised: BTreeSet<usize>,
    answered: BTreeSet<usize>,
    closed: BTreeSet<usize>,
    continued: BTreeSet<usize>,
    called: BTreeSet<usize>,
    placed: BTreeMap<usize, (usize, usize)>,
    discussed: BTreeSet<usize>,
    decided: BTreeSet<usize>,
    assigned: BTreeSet<usize>,
    completed: BTreeSet<usize>,
    helped: BTreeMap<usize, Helped>,
    published: BTreeSet<usize>,
}

impl Reader {
    fn read(&mut self, town: &Town, what: &What) {
        match what {
            What::SetPriorities { area, priorities, .. } => {
                assert!(priorities.iter().all(|index| &town.priorities[*index].area == area));
            }
            What::RaiseConcern { concern } => assert!(self.raised.insert(*concern)),
            What::Answer { concern, words, .. } => {
                assert_eq!(words.language, town.concerns[*concern].words.language);
                assert!(self.raised.contains(concern) && !self.closed.contains(concern));
                self.answered.insert(*concern);
            }
            What::Continue { concern, .. } => {
                assert!(self.answered.contains(concern) && !self.closed.contains(concern));
                self.continued.insert(*concern);
            }
            What::CallMeeting { meeting, .. } => assert!(self.called.insert(*meeting)),
            What::PlaceOnAgenda { concern, meeting, item, .. } => {
                assert!(self.answered.contains(concern) && self.called.contains(meeting));
                assert_eq!(town.meetings[*meeting].items[*item].concern, *concern);
                assert!(self.placed.insert(*concern, (*meeting, *item)).is_none());
            }
            What::RecordDiscussion { concern, meeting, item, .. } => {
                assert_eq!(self.placed.get(concern), Some(&(*meeting, *item)));
                assert!(town.meetings[*meeting].items[*item].summary.is_some());
                assert!(self.discussed.insert(*concern));
            }
            What::Decide { decision, .. } => {
                assert!(self.discussed.contains(&town.decisions[*decision].concern));
                assert!(self.decided.insert(*decision));
            }
            What::AssignAction { action, .. } => {
                assert!(self.decided.contains(&town.actions[*action].decision) && self.assigned.insert(*action));
            }
            What::PublishMinutes { meeting, .. } => assert!(self.published.insert(*meeting)),
            What::CompleteAction { action, by, .. } => {
                assert_eq!(by, &town.actions[*action].owner);
                assert!(self.assigned.contains(action) && self.completed.insert(*action));
            }
            What::SayWhetherItHelped { concern, action, helped, .. } => {
                assert!(self.completed.contains(action));
                assert!(self.helped.insert(*concern, *helped).is_none());
            }
            What::CloseConcern { concern, .. } => {
                assert!(self.answered.contains(concern) && !self.placed.contains_key(concern));
                assert!(self.closed.insert(*concern));
            }
        }
    }

    /// How far a concern has come, from what was read alone.
    fn course(&self, town: &Town, concern: usize, today: Day) -> Course {
        let action = town.actions.iter().position(|action| action.concern == concern);
        if let Some(helped) = self.helped.get(&concern) {
            return Course::Helped(*helped);
        }
        match action {
            Some(action) if self.completed.contains(&action) => return Course::Done,
            Some(action) if town.actions[action].due < today => return Course::Overdue,
            Some(_) => return Course::Promised,
            None => {}
        }
        let decided = town.decisions.iter().any(|decision| decision.concern == concern);
        let stages = [
            (self.closed.contains(&concern), Course::Closed),
            (decided, Course::Decided),
            (self.discussed.contains(&concern), Course::Discussed),
            (self.placed.contains_key(&concern), Course::OnAgenda),
            (self.continued.contains(&concern), Course::Continued),
            (self.answered.contains(&concern), Course::Answered),
        ];
        stages.into_iter().find(|(reached, _)| *reached).map_or(Course::Raised, |(_, course)| course)
    }
}

fn check(town: &Town) {
    let mut reader = Reader::default();
    let mut last = town.founded();
    let accounts: BTreeMap<&str, Role> = town.accounts.iter().map(|a| (a.sign_in.as_str(), a.role)).collect();
    for step in &town.steps {
        assert!(last <= step.at && step.at.day < town.today && step.at.minute < 1440, "{step:?} after {last:?}");
        last = step.at;
        reader.read(town, &step.what);
        check_who_and_when(&accounts, step);
    }
    assert_eq!(reader.raised.len(), 300);
    assert_eq!(reader.decided.len(), town.decisions.len());
    assert_eq!(reader.assigned.len(), town.actions.len());
    assert_eq!(reader.called.len(), 5);
    assert_eq!(reader.published.len(), 4);
    for (index, concern) in town.concerns.iter().enumerate() {
        assert_eq!(reader.course(town, index, town.today), concern.course, "concern {index}");
        assert_eq!(reader.completed.len(), town.actions.iter().filter(|action| action.changed.is_some()).count());
    }
}

fn check_who_and_when(accounts: &BTreeMap<&str, Role>, step: &comity_demo::Step) {
    let (by, roles): (&str, &[Role]) = match &step.what {
        What::SetPriorities { by, .. } => (by, &[Role::Supervisor]),
        What::Answer { by, .. } | What::CloseConcern { by, .. } | What::PlaceOnAgenda { by, .. } => {
            (by, &[Role::Officer])
        }
        What::CallMeeting { by, .. } | What::PublishMinutes { by, .. } => (by, &[Role::Secretary]),
        What::CompleteAction { by, .. } => (by, &[Role::Officer, Role::Partner]),
        What::RecordDiscussion { by, .. } | What::Decide { by, .. } | What::AssignAction { by, .. } => {
            assert!(step.at.minute >= 17 * 60 + 30, "meetings are held in the evening");
            assert_eq!(accounts[by.as_str()], Role::Secretary);
            return;
        }
        What::RaiseConcern { .. } | What::Continue { .. } | What::SayWhetherItHelped { .. } => return,
    };
    assert!(roles.contains(&accounts[by]), "{by} in {step:?}");
    let weekday = step.at.day.0.weekday().to_monday_zero_offset();
    assert!(!matches!(weekday, 4 | 5), "officials work from Sunday to Thursday: {step:?}");
    assert!((8 * 60..16 * 60).contains(&step.at.minute), "in office hours: {step:?}");
}

#[test]
fn nothing_happens_before_its_cause_on_any_day_of_the_week() {
    for (seed, offset) in (1..=7).map(|seed| (seed, seed as i32)) {
        check(&Town::generate(seed, today().plus_days(offset)));
    }
    check(&TOWN);
    check(&Town::generate(3, Day::parse("2028-02-29").unwrap()));
}

#[test]
fn every_state_is_there_in_believable_numbers() {
    let mut counts: BTreeMap<Course, usize> = BTreeMap::new();
    TOWN.concerns.iter().for_each(|concern| *counts.entry(concern.course).or_default() += 1);
    let count = |course| counts.get(&course).copied().unwrap_or(0);
    let expected = [
        (Course::Raised, 45),
        (Course::Answered, 115),
        (Course::Continued, 50),
        (Course::OnAgenda, 9),
        (Course::Discussed, 5),
        (Course::Decided, 5),
        (Course::Promised, 10),
        (Course::Overdue, 5),
        (Course::Done, 6),
        (Course::Helped(Helped::Yes), 7),
        (Course::Helped(Helped::Partly), 4),
        (Course::Helped(Helped::No), 3),
        (Course::Closed, 36),
    ];
    for (course, number) in expected {
        assert_eq!(count(course), number, "{course:?}");
    }
    assert_eq!(counts.values().sum::<usize>(), 300);
    assert!(TOWN.decisions.iter().any(|decision| decision.minority.is_some()));
    assert!(TOWN.decisions.iter().any(|decision| decision.minority.is_none()));
}

#[test]
fn four_meetings_are_past_and_one_is_to_come() {
    let days: Vec<Day> = TOWN.meetings.iter().map(|meeting| meeting.at.day).collect();
    assert!(days.is_sorted());
    assert!(days[3] < today() && days[4] >= today().plus_days(14) && days[4] <= today().plus_days(21));
    for meeting in &TOWN.meetings {
        assert!((7..=16).contains(&meeting.items.len()));
        assert_eq!(meeting.present.is_empty(), meeting.at.day > today());
    }
}
