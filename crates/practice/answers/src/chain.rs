//! The way of a concern, link by link, from what three slices have on record.

use comity_actions::Action;
use comity_concerns::{
    self as concerns, Closed, Concern, Decided, Discussed, Helped, Judged, Promised, PutOnAgenda, Step,
};
use comity_forums::{ForumDecision, Item};
use comity_kernel::{Message, Millis};
use comity_ledger::Refusal;
use comity_places::Bilingual;
use comity_shell::{Link, Standing, Step as Stage, When, chain, users_text, users_words};
use comity_store::Read;
use comity_web::Visit;
use maud::{Markup, html};

/// A concern with everything that followed from it.
#[derive(Debug)]
pub struct Way {
    pub concern: Concern,
    pub area: Bilingual,
    pub steps: Vec<Step>,
    items: Vec<Item>,
    decisions: Vec<ForumDecision>,
    actions: Vec<Action>,
}

/// Reads the whole way of a concern.
pub fn load(tx: &mut Read<'_>, concern: Concern) -> Result<Way, Refusal> {
    let steps = concerns::steps(tx, &concern.reference)?;
    let (mut items, mut decisions, mut actions) = (Vec::new(), Vec::new(), Vec::new());
    for step in &steps {
        match step.kind.as_str() {
            concerns::PUT_ON_AGENDA => {
                if let Some(facts) = step.facts::<PutOnAgenda>() {
                    items.extend(comity_forums::item(tx, &facts.item)?);
                }
            }
            concerns::DECIDED => {
                if let Some(facts) = step.facts::<Decided>() {
                    decisions.extend(comity_forums::decision(tx, &facts.decision)?);
                }
            }
            concerns::PROMISED => {
                if let Some(facts) = step.facts::<Promised>() {
                    actions.extend(comity_actions::find(tx, &facts.action)?);
                }
            }
            _ => {}
        }
    }
    let unnamed = || Bilingual { en: concern.area.clone(), ar: concern.area.clone() };
    let area = comity_places::area(tx, &concern.area)?.map_or_else(unnamed, |area| area.names);
    Ok(Way { concern, area, steps, items, decisions, actions })
}

impl Way {
    /// The public title, which the officer wrote when it went to the forum.
    pub fn title(&self) -> Option<&str> {
        self.items.iter().rev().find_map(|item| item.title.as_deref())
    }

    /// The chain. `mine`: as the person who raised it sees it, with exact days; everybody else sees the month only in
    /// which something was raised, so that nobody can work out who wrote on which evening.
    pub fn show(&self, visit: &Visit, mine: bool) -> Markup {
        let mut links = vec![self.said(visit, mine)];
        let answer = self.steps.iter().find(|step| step.kind == concerns::ANSWERED);
        links.push(match answer {
            Some(step) => self.link(visit, Stage::Answered, step.time, "answers-team", text(visit, "answers-answered")),
            None if self.items.is_empty() && !self.closed() => {
                awaited(visit, Stage::Answered, "answers-team", "answers-answer-awaited")
            }
            None => return chain(visit.words(), &self.after_answer(visit, links)),
        });
        chain(visit.words(), &self.after_answer(visit, links))
    }

    fn after_answer(&self, visit: &Visit, mut links: Vec<Link>) -> Vec<Link> {
        for step in &self.steps {
            links.extend(self.step(visit, step));
        }
        links.extend(self.owed(visit));
        links.extend(self.outcome(visit));
        links
    }

    fn closed(&self) -> bool {
        self.concern.state == concerns::State::Closed
    }

    fn said(&self, visit: &Visit, mine: bool) -> Link {
        let (words, zone) = (visit.words(), &visit.site.zone);
        let category = words.t(&format!("category-{}", self.concern.category.as_str())).to_owned();
        let day = self.concern.raised.day(zone);
        let body = html! { p { (category) " · " bdi { (self.area.get(visit.language)) } } };
        let when = if mine { When::Day(day) } else { When::Month(day) };
        let who = Some(html! { (words.t(if mine { "answers-you" } else { "answers-resident" })) });
        Link { step: Stage::Said, standing: Standing::Closed, when, who, body }
    }

    fn step(&self, visit: &Visit, step: &Step) -> Option<Link> {
        match step.kind.as_str() {
            concerns::DISCUSSED => {
                let facts: Discussed = step.facts()?;
                let item = self.items.iter().find(|item| item.reference == facts.item)?;
                let body = html! {
                    @if let Some(summary) = &item.summary { (users_text(summary)) }
                    p { a href={ "/meetings/" (item.meeting) } { (visit.words().t("answers-minutes")) } }
                };
                Some(self.link(visit, Stage::Discussed, step.time, "answers-forum", body))
            }
            concerns::DECIDED => {
                let facts: Decided = step.facts()?;
                let decision = self.decisions.iter().find(|decision| decision.reference == facts.decision)?;
                Some(self.link(visit, Stage::Decided, step.time, "answers-forum", decided(visit, decision)))
            }
            concerns::PROMISED => {
                let facts: Promised = step.facts()?;
                let action = self.actions.iter().find(|action| action.reference == facts.action)?;
                let due = Message::new("answers-due").text("day", visit.words().day(action.due));
                let body = html! {
                    @if let Some(promise) = &action.text { (users_text(promise)) }
                    p { (visit.words().show(&due)) }
                };
                Some(self.by(visit, Stage::Promised, step.time, action, body))
            }
            concerns::CLOSED => {
                let facts: Closed = step.facts()?;
                let reason = visit.words().t(&format!("close-reason-{}", facts.reason.as_str())).to_owned();
                Some(self.link(visit, Stage::Done, step.time, "answers-team", html! { p { (reason) } }))
            }
            _ => None,
        }
    }

    /// Every promise's other half: done, or owed.
    fn owed(&self, visit: &Visit) -> Vec<Link> {
        let today = visit.today();
        let one = |action: &Action| match action.completed {
            Some(time) => {
                let body = html! { @if let Some(note) = &action.note { (users_text(note)) } };
                self.by(visit, Stage::Done, time, action, body)
            }
            None => Link {
                step: Stage::Done,
                standing: if action.due < today { Standing::Late } else { Standing::Awaited },
                when: When::Day(action.due),
                who: Some(owner(visit, action)),
                body: text(visit, if action.due < today { "answers-late" } else { "answers-awaited" }),
            },
        };
        self.actions.iter().map(one).collect()
    }

    /// Whether it helped: asked when something was done, and shown as it was answered last.
    fn outcome(&self, visit: &Visit) -> Option<Link> {
        let judged = self.steps.iter().rev().find(|step| step.kind == concerns::JUDGED);
        if let Some(step) = judged {
            let helped = step.facts::<Judged>()?.helped;
            let body = text(visit, judgement(helped));
            let mut link = self.link(visit, Stage::Helped, step.time, "answers-resident", body);
            if helped == Helped::No {
                link.standing = Standing::Broken;
            }
            return Some(link);
        }
        let done = self.actions.iter().any(|action| action.completed.is_some());
        done.then(|| awaited(visit, Stage::Helped, "answers-resident", "answers-helped-asked"))
    }

    fn link(&self, visit: &Visit, step: Stage, time: Millis, who: &'static str, body: Markup) -> Link {
        let when = When::Day(time.day(&visit.site.zone));
        Link { step, standing: Standing::Closed, when, who: Some(html! { (visit.words().t(who)) }), body }
    }

    fn by(&self, visit: &Visit, step: Stage, time: Millis, action: &Action, body: Markup) -> Link {
        let when = When::Day(time.day(&visit.site.zone));
        Link { step, standing: Standing::Closed, when, who: Some(owner(visit, action)), body }
    }
}

fn owner(visit: &Visit, action: &Action) -> Markup {
    users_words(action.owner_names.get(visit.language))
}

fn decided(visit: &Visit, decision: &ForumDecision) -> Markup {
    html! {
        @if let Some(resolved) = &decision.text { (users_text(resolved)) }
        @if let Some(minority) = &decision.minority {
            div class="objection" {
                h4 { (visit.words().t("answers-objection")) }
                (users_text(minority))
            }
        }
    }
}

fn awaited(visit: &Visit, step: Stage, who: &'static str, body: &'static str) -> Link {
    let who = Some(html! { (visit.words().t(who)) });
    Link { step, standing: Standing::Awaited, when: When::NotYet, who, body: text(visit, body) }
}

fn text(visit: &Visit, id: &'static str) -> Markup {
    html! { p { (visit.words().t(id)) } }
}

fn judgement(helped: Helped) -> &'static str {
    match helped {
        Helped::Yes => "answers-helped-yes",
        Helped::Partly => "answers-helped-partly",
        Helped::No => "answers-helped-no",
    }
}
