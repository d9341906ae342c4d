//! The script: who did what when, from the first concern to today.

use std::collections::BTreeMap;

use comity_kernel::{Day, Language};

use super::compose::{Places, Request, Said, answer, follow_up, one};
use super::course::{Outline, meeting_days, outlines};
use super::moment::{Moment, leisure, office};
use super::types::{Action, AgendaItem, Concern, Course, Decision, Helped, Meeting, Step, What, Words};
use crate::dice::Dice;
use crate::people::{Cast, Role};
use crate::town::{Area, Level, Street, StreetPoint};
use crate::words::closings::{CLOSINGS, ClosingWords};
use crate::words::{Plan, TOPICS, Topic, dialogue};

/// All that the partnership did.
pub(crate) struct Practice {
    pub concerns: Vec<Concern>,
    pub meetings: Vec<Meeting>,
    pub decisions: Vec<Decision>,
    pub actions: Vec<Action>,
    pub steps: Vec<Step>,
}

/// The town on the ground, as the script needs it.
pub(crate) struct Stage<'a> {
    pub areas: &'a [Area],
    pub streets: &'a [Street],
    pub points: &'a [StreetPoint],
    pub cast: &'a Cast,
}

/// What the script must remember of a concern until its meeting.
struct Thread {
    outline: Outline,
    topic: &'static Topic,
    /// The letter of what it is about within the topic.
    matter: &'static str,
    language: Language,
    places: Places,
    officer: String,
    /// The last thing that happened in it.
    cursor: Moment,
}

struct Author<'a> {
    stage: Stage<'a>,
    today: Day,
    dice: Dice,
    said: Said,
    plans_used: BTreeMap<&'static str, usize>,
    made: Practice,
}

pub(crate) fn enact(seed: u64, today: Day, stage: Stage<'_>) -> Practice {
    let made = Practice {
        concerns: Vec::new(),
        meetings: Vec::new(),
        decisions: Vec::new(),
        actions: Vec::new(),
        steps: Vec::new(),
    };
    let dice = Dice::new(seed, "script");
    let mut author = Author { stage, today, dice, said: Said::default(), plans_used: BTreeMap::new(), made };
    author.set_priorities();
    let days = meeting_days(today);
    author.call_meetings(&days);
    let mut threads: Vec<Thread> =
        outlines(&mut author.dice, today, &days).into_iter().map(|outline| author.raise(outline)).collect();
    for (concern, thread) in threads.iter_mut().enumerate() {
        author.converse(concern, thread);
    }
    for meeting in 0..days.len() {
        author.hold(meeting, &mut threads);
    }
    author.made.steps.sort_by_key(|step| step.at);
    author.made
}

impl Author<'_> {
    fn step(&mut self, at: Moment, what: What) {
        self.made.steps.push(Step { at, what });
    }

    fn yesterday(&self) -> Day {
        self.today.plus_days(-1)
    }

    fn set_priorities(&mut self) {
        let mut by_area: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, priority) in self.stage.cast.priorities.iter().enumerate() {
            by_area.entry(priority.area.clone()).or_default().push(index);
        }
        let start = Moment { day: self.today.plus_days(-552), minute: 8 * 60 };
        for (area, priorities) in by_area {
            let by = self.stage.cast.supervisor_of(&area);
            let at = office(&mut self.dice, start, start.day, start.day.plus_days(6));
            self.step(at, What::SetPriorities { area, by, priorities });
        }
    }

    fn call_meetings(&mut self, days: &[Day]) {
        let secretary = self.stage.cast.sign_in(Role::Secretary);
        let places = &self.stage.cast.forum.places;
        for (meeting, day) in days.iter().enumerate() {
            let called = Moment { day: day.plus_days(-21), minute: 9 * 60 + 10 };
            let coming = *day > self.today;
            let present = if coming { Vec::new() } else { self.stage.cast.attendance(&mut self.dice) };
            let place = places.get(meeting % places.len().max(1)).cloned().unwrap_or_default();
            let audience = if coming { 0 } else { self.dice.whole(11, 46) as u32 };
            let at = Moment { day: *day, minute: 17 * 60 + 30 };
            self.made.meetings.push(Meeting { at, place, called, items: Vec::new(), present, audience });
            self.step(called, What::CallMeeting { meeting, by: secretary.clone() });
        }
    }

    /// Somebody raises a concern.
    fn raise(&mut self, outline: Outline) -> Thread {
        let weights: Vec<f64> = TOPICS.iter().map(|topic| topic.weight).collect();
        let [first, ..] = TOPICS;
        let topic = TOPICS.get(self.dice.weighted(&weights)).copied().unwrap_or(first);
        let (area, places, at) = self.somewhere();
        let language = if self.dice.chance(0.4) { Language::Ar } else { Language::En };
        let request = Request { topic, language, places: &places, for_forum: outline.meeting.is_some() };
        let (matter, words) = self.said.concern(&mut self.dice, &request);
        let residents = &self.stage.cast.residents;
        let by = if self.dice.chance(0.12) { residents.get(self.dice.below(residents.len())).cloned() } else { None };
        let officer = self.stage.cast.officer_of(&area);
        let street = places.street.clone();
        let concern = self.made.concerns.len();
        let course = outline.course;
        self.made.concerns.push(Concern { area, category: topic.category, words, street, at, by, course });
        self.step(outline.raised, What::RaiseConcern { concern });
        Thread { outline, topic, matter, language, places, officer, cursor: outline.raised }
    }

    /// A street of a sub-sector, chosen by how many live there, with another street nearby.
    fn somewhere(&mut self) -> (String, Places, [f64; 2]) {
        let quarters: Vec<&Area> = self.stage.areas.iter().filter(|area| area.level == Level::SubSector).collect();
        let weights: Vec<f64> = quarters.iter().map(|area| f64::from(area.population.unwrap_or(0))).collect();
        let quarter = self.dice.weighted(&weights);
        let inside: Vec<&StreetPoint> = self.stage.points.iter().filter(|point| point.quarter == quarter).collect();
        let name = |street: usize| self.stage.streets.get(street).map(|street| street.name.clone()).unwrap_or_default();
        let Some(here) = inside.get(self.dice.below(inside.len())) else { return Default::default() };
        let distance = |point: &StreetPoint| (point.metres.0 - here.metres.0).hypot(point.metres.1 - here.metres.1);
        let mut near: Vec<&&StreetPoint> =
            inside.iter().filter(|point| point.street != here.street && distance(point) > 30.0).collect();
        near.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
        near.truncate(6);
        let other = near.get(self.dice.below(near.len())).map_or(here.street, |point| point.street);
        let (code, quarter) =
            quarters.get(quarter).map(|area| (area.code.clone(), area.name.clone())).unwrap_or_default();
        (code, Places { street: name(here.street), other: name(other), quarter }, here.at)
    }

    /// Answers, second messages and closings: everything outside a meeting and before it.
    fn converse(&mut self, concern: usize, thread: &mut Thread) {
        let course = thread.outline.course;
        if course == Course::Raised {
            return;
        }
        let raised = thread.outline.raised.day;
        let meeting =
            thread.outline.meeting.and_then(|index| self.made.meetings.get(index)).map(|meeting| meeting.at.day);
        let limit = meeting.map_or(self.yesterday(), |day| day.plus_days(-7).min(self.yesterday().plus_days(-5)));
        let at = office(&mut self.dice, thread.outline.raised, raised.plus_days(1), raised.plus_days(8).min(limit));
        let words = answer(&mut self.dice, thread.topic, thread.matter, thread.language, &thread.places);
        let by = thread.officer.clone();
        self.step(at, What::Answer { concern, by, words });
        thread.cursor = at;
        let talks = match course {
            Course::Answered => false,
            Course::Continued => true,
            _ => self.dice.chance(0.4),
        };
        if talks && at.day.plus_days(12) < limit {
            self.follow_up(concern, thread, limit);
        }
        if course == Course::Closed {
            self.close(concern, thread);
        }
    }

    fn follow_up(&mut self, concern: usize, thread: &mut Thread, limit: Day) {
        let first = thread.cursor.day;
        let at =
            leisure(&mut self.dice, thread.cursor, first.plus_days(2), first.plus_days(24).min(limit.plus_days(-6)));
        let state = match (thread.outline.course, thread.outline.meeting) {
            (Course::Continued, _) => "qf",
            (_, Some(_)) => "f",
            _ => "q",
        };
        let letters = format!("{state}{}", thread.topic.nature());
        let (again, second) = follow_up(&mut self.dice, &letters, thread.language, &thread.places);
        self.step(at, What::Continue { concern, words: again });
        thread.cursor = at;
        if self.dice.chance(0.6) {
            let at = office(&mut self.dice, at, at.day.plus_days(1), at.day.plus_days(6));
            let by = thread.officer.clone();
            self.step(at, What::Answer { concern, by, words: second });
            thread.cursor = at;
        }
    }

    fn close(&mut self, concern: usize, thread: &Thread) {
        let fits = |closing: &&ClosingWords| closing.fits.is_empty() || closing.fits.contains(&thread.topic.category);
        let fitting: Vec<&ClosingWords> = CLOSINGS.iter().filter(fits).collect();
        let Some(closing) = fitting.get(self.dice.below(fitting.len())) else { return };
        let last = thread.cursor.day;
        let at = office(&mut self.dice, thread.cursor, last.plus_days(5), last.plus_days(22));
        let words = one(closing.words, thread.language, &thread.places);
        let (by, reason) = (thread.officer.clone(), closing.reason);
        self.step(at, What::CloseConcern { concern, by, reason, words });
    }

    /// Draws up the agenda, holds the meeting if it is past, and follows what came of it.
    fn hold(&mut self, meeting: usize, threads: &mut [Thread]) {
        let Some((day, called)) = self.made.meetings.get(meeting).map(|meeting| (meeting.at, meeting.called)) else {
            return;
        };
        let mut placed: Vec<(Moment, usize)> = Vec::new();
        for (concern, thread) in threads.iter_mut().enumerate().filter(|(_, t)| t.outline.meeting == Some(meeting)) {
            let after = thread.cursor.max(called);
            let eve = day.day.plus_days(-1).min(self.yesterday());
            let at = office(&mut self.dice, after, after.day, eve);
            thread.cursor = at;
            placed.push((at, concern));
        }
        placed.sort_unstable();
        for (item, (at, concern)) in placed.iter().enumerate() {
            let Some(thread) = threads.get(*concern) else { continue };
            let (Some(plan), officer) = (self.plan(thread.topic, thread.matter), thread.officer.clone()) else {
                continue;
            };
            self.step(*at, What::PlaceOnAgenda { concern: *concern, meeting, item, by: officer });
            let title = thread.places.both(plan.title);
            let entry = AgendaItem { concern: *concern, title, summary: None, decision: None };
            self.made.meetings.get_mut(meeting).into_iter().for_each(|held| held.items.push(entry.clone()));
            if day.day < self.today {
                self.discuss(meeting, item, *concern, thread, plan, day.plus_minutes(10 + 8 * item as u16));
            }
        }
        if day.day < self.today {
            let by = self.stage.cast.sign_in(Role::Secretary);
            let at = office(&mut self.dice, day, day.day.plus_days(1), day.day.plus_days(8));
            self.step(at, What::PublishMinutes { meeting, by });
        }
    }

    /// The plans that fit a matter in turn, so that two meetings seldom say the same.
    fn plan(&mut self, topic: &'static Topic, matter: &str) -> Option<&'static Plan> {
        let used = self.plans_used.entry(topic.category.as_str()).or_default();
        *used += 1;
        topic.plans.iter().filter(|plan| plan.about.contains(matter)).cycle().nth(*used - 1)
    }

    fn discuss(&mut self, meeting: usize, item: usize, concern: usize, thread: &Thread, plan: &Plan, at: Moment) {
        let secretary = self.stage.cast.sign_in(Role::Secretary);
        let course = thread.outline.course;
        let decision = (course != Course::Discussed).then_some(self.made.decisions.len());
        let summary = thread.places.both(plan.discussion);
        if let Some(entry) = self.made.meetings.get_mut(meeting).and_then(|held| held.items.get_mut(item)) {
            entry.summary = Some(summary);
            entry.decision = decision;
        }
        self.step(at, What::RecordDiscussion { concern, meeting, item, by: secretary.clone() });
        let Some(decision) = decision else { return };
        self.made.decisions.push(Decision {
            meeting,
            concern,
            title: thread.places.both(plan.title),
            text: thread.places.both(plan.decision),
            minority: plan.minority.map(|pair| thread.places.both(pair)),
        });
        self.step(at.plus_minutes(3), What::Decide { decision, by: secretary });
        if course != Course::Decided {
            self.act(decision, concern, thread, plan, at.plus_minutes(5));
        }
    }

    fn act(&mut self, decision: usize, concern: usize, thread: &Thread, plan: &Plan, at: Moment) {
        let course = thread.outline.course;
        let due = match course {
            Course::Promised => self.today.plus_days(self.dice.whole(4, 60)),
            Course::Overdue => self.today.plus_days(-self.dice.whole(4, 40)),
            _ => at.day.plus_days(self.dice.whole(28, 70)),
        };
        let cast = self.stage.cast;
        let owner = if plan.owner == "police" { thread.officer.clone() } else { cast.partner(plan.owner) };
        let action = self.made.actions.len();
        let done = matches!(course, Course::Done | Course::Helped(_));
        let changed = done.then(|| thread.places.both(plan.changed));
        self.made.actions.push(Action {
            decision,
            concern,
            what: thread.places.both(plan.action),
            organisation: plan.owner.to_owned(),
            owner: owner.clone(),
            due,
            changed: changed.clone(),
        });
        self.step(at, What::AssignAction { action, by: cast.sign_in(Role::Secretary) });
        let Some(note) = changed else { return };
        let done = office(&mut self.dice, at, at.day.plus_days(14), at.day.plus_days(58));
        self.step(done, What::CompleteAction { action, by: owner, note });
        if let Course::Helped(helped) = course {
            let said = leisure(&mut self.dice, done, done.day.plus_days(2), done.day.plus_days(20));
            let words = self.whether_it_helped(helped, thread);
            self.step(said, What::SayWhetherItHelped { concern, action, helped, words });
        }
    }

    fn whether_it_helped(&mut self, helped: Helped, thread: &Thread) -> Words {
        let pair = match helped {
            Helped::Yes => self.dice.pick(&dialogue::HELPED_YES),
            Helped::Partly => self.dice.pick(&dialogue::HELPED_PARTLY),
            Helped::No => self.dice.pick(&dialogue::HELPED_NO),
        };
        one(pair, thread.language, &thread.places)
    }
}
