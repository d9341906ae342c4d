//! The way of a concern, link by link, from what three slices have on record.

use comity_actions::Action;
use comity_concerns::{
    self as concerns, Closed, Concern, Decided, Discussed, Helped, Judged, Promised, PutOnAgenda, Step,
};
use comity_forums::{ForumDecision, Item, Meeting};
use comity_kernel::{Message, Millis};
use comity_ledger::Refusal;
use comity_shell::{Link, Standing, Step as Stage, When, chain, users_text, users_words};
use comity_store::Read;
use comity_web::Visit;
use maud::{Markup, html};

/// A concern with everything that followed from it.
#[derive(Debug)]
pub struct Way {
    pub concern: Concern,
    pub steps: Vec<Step>,
    items: Vec<Item>,
    meetings: Vec<Meeting>,
    decisions: Vec<ForumDecision>,
    actions: Vec<Action>,
}

/// Reads the whole way of a concern.
pub fn load(tx: &mut Read<'_>, concern: Concern) -> Result<Way, Refusal> {
    let steps = concerns::steps(tx, &concern.reference)?;
    let (mut items, mut meetings, mut decisions, mut actions) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for step in &steps {
        match step.kind.as_str() {
            concerns::PUT_ON_AGENDA => {
                if let Some(facts) = step.facts::<PutOnAgenda>() {
                    items.extend(comity_forums::item(tx, &facts.item)?);
                    meetings.extend(comity_forums::meeting(tx, &facts.meeting)?);
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
    Ok(Way { concern, steps, items, meetings, decisions, actions })
}

impl Way {
    /// The public title, which the officer wrote when it went to the forum.
    pub fn title(&self) -> Option<&str> {
        self.items.iter().rev().find_map(|item| item.title.as_deref())
    }

    /// Whether anything was done, so that it can be asked whether it helped.
    pub fn acted(&self) -> bool {
        self.steps.iter().any(|step| step.kind == concerns::ACTED)
    }

    /// The chain. `mine`: as the person who raised it sees it, with exact days; everybody else sees the month only of
    /// what that person did, so that nobody can work out who wrote on which evening.
    pub fn show(&self, visit: &Visit, mine: bool) -> Markup {
        let mut links = vec![self.said(visit, mine)];
        links.extend(self.answered(visit));
        links.extend(self.steps.iter().filter_map(|step| self.step(visit, step)));
        links.extend(self.owed(visit));
        links.extend(self.outcome(visit, mine));
        chain(visit.words(), &links)
    }

    /// The team's first answer, or that it is awaited: unless the forum has it, or it was closed with a last word.
    fn answered(&self, visit: &Visit) -> Option<Link> {
        if let Some(step) = self.steps.iter().find(|step| step.kind == concerns::ANSWERED) {
            let body = text(visit, "answers-answered");
            return Some(self.link(visit, Stage::Answered, step.time, "answers-team", body));
        }
        let owed = self.items.is_empty() && self.concern.state != concerns::State::Closed;
        owed.then(|| awaited(visit, Stage::Answered, "answers-team", "answers-answer-awaited"))
    }

    /// The meeting at which it is to be discussed, while it has not been.
    fn on_agenda(&self, visit: &Visit, facts: &PutOnAgenda) -> Option<Link> {
        let item = self.items.iter().find(|item| item.reference == facts.item && item.discussed.is_none())?;
        let meeting = self.meetings.iter().find(|meeting| meeting.reference == item.meeting)?;
        let words = visit.words();
        let body = html! {
            p { (words.t("answers-on-agenda")) " "
                a href={ "/meetings/" (item.meeting) } { (words.t("answers-meeting")) } }
        };
        let mut link = awaited(visit, Stage::Discussed, "answers-forum", "answers-on-agenda");
        (link.when, link.body) = (When::Day(meeting.day), body);
        Some(link)
    }

    fn said(&self, visit: &Visit, mine: bool) -> Link {
        let (words, zone) = (visit.words(), &visit.site.zone);
        let category = words.t(&format!("category-{}", self.concern.category.as_str())).to_owned();
        let day = self.concern.raised.day(zone);
        let body = html! { p { (category) " · " bdi { (self.concern.area_names.get(visit.language)) } } };
        let when = if mine { When::Day(day) } else { When::Month(day) };
        let who = Some(html! { (words.t(if mine { "answers-you" } else { "answers-resident" })) });
        Link { step: Stage::Said, standing: Standing::Closed, when, who, body }
    }

    fn step(&self, visit: &Visit, step: &Step) -> Option<Link> {
        match step.kind.as_str() {
            concerns::PUT_ON_AGENDA => self.on_agenda(visit, &step.facts()?),
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
                Some(self.link(visit, Stage::Closed, step.time, "answers-team", html! { p { (reason) } }))
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

    /// Whether it helped, as was said last.
    pub fn judged(&self) -> Option<Helped> {
        let last = self.steps.iter().rev().find(|step| step.kind == concerns::JUDGED)?;
        Some(last.facts::<Judged>()?.helped)
    }

    /// Whether it helped: asked when something was done, and shown as it was answered last.
    fn outcome(&self, visit: &Visit, mine: bool) -> Option<Link> {
        let who = if mine { "answers-you" } else { "answers-resident" };
        let judged = self.steps.iter().rev().find(|step| step.kind == concerns::JUDGED);
        if let Some(step) = judged {
            let helped = step.facts::<Judged>()?.helped;
            let body = text(visit, judgement(helped));
            let mut link = self.link(visit, Stage::Helped, step.time, who, body);
            if !mine {
                link.when = When::Month(step.time.day(&visit.site.zone));
            }
            if helped == Helped::No {
                link.standing = Standing::Unhelped;
            }
            return Some(link);
        }
        self.acted().then(|| awaited(visit, Stage::Helped, who, "answers-helped-asked"))
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
        @if decision.objected {
            div class="objection" {
                h4 { (visit.words().t("answers-objection")) }
                @match &decision.minority {
                    Some(minority) => { (users_text(minority)) }
                    None => p { em { (visit.words().t("concerns-erased")) } }
                }
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
