//! Bringing the town to life: every step of the script through the product's own commands, with the clock set to its time.

use std::collections::HashMap;

use comity_access::{Cost, Grant, NewAccount, Passwords, accounts};
use comity_concerns::{self as concerns, NewConcern};
use comity_forums::{self as forums, NewMeeting};
use comity_kernel::{Clock, Day, Reference};
use comity_ledger::receipt::Code;
use comity_ledger::{Decision, Ledger, OPERATOR, RESIDENT, Refusal};
use comity_observatory::{heard, published, surveys};
use comity_places::{self as places, Bilingual};
use jiff::tz::TimeZone;

use crate::{Course, DEMONSTRATION_PASSWORD, Moment, Step, Town, What};

/// Why the demonstration could not be made.
#[derive(Debug, thiserror::Error)]
pub enum EnactError {
    #[error("the town's areas: {0}")]
    Areas(#[from] places::AreasImportError),
    #[error("the town's incidents: {0}")]
    Incidents(#[from] comity_observatory::IncidentsError),
    #[error("the town's addresses: {0}")]
    Addresses(#[from] published::AddressesError),
    #[error("publishing the town's incidents: {0}")]
    Published(#[from] published::PublishError),
    #[error("publishing the town's concerns: {0}")]
    Concerns(#[from] heard::ConcernsError),
    #[error("the town's population by group: {0}")]
    Population(#[from] heard::PopulationError),
    #[error("the town's survey: {0}")]
    Survey(#[from] surveys::SurveyError),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("the script names {0}, which is not there")]
    Script(&'static str),
}

/// The receipt of one of the town's concerns, to be tried out.
#[derive(Clone, Debug)]
pub struct Receipt {
    pub course: Course,
    pub area: String,
    pub code: Code,
}

/// What was made.
#[derive(Clone, Debug)]
pub struct Enacted {
    pub steps: usize,
    /// One receipt for each way a concern can have gone.
    pub receipts: Vec<Receipt>,
}

/// Enacts the whole script in an empty record. `clock` is the ledger's, and is moved; `progress` hears of each step.
///
/// # Errors
/// [`EnactError`] if a command refuses: then the script does not fit the rules.
pub fn enact(
    town: &Town,
    ledger: &Ledger,
    (clock, zone): (&Clock, &TimeZone),
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Enacted, EnactError> {
    let mut play = Play { town, ledger, clock, zone, people: HashMap::new(), props: Props::default() };
    play.set(town.founded());
    play.found()?;
    for (done, step) in town.steps.iter().enumerate() {
        play.set(step.at);
        play.step(step)?;
        progress(done + 1, town.steps.len());
    }
    play.ask()?;
    published::publish_due_now(ledger, OPERATOR, town.today, None)?;
    let zone = zone.clone();
    let raised = ledger.store().read_now(move |tx| concerns::raised(tx, &zone))?;
    heard::publish_concerns_now(ledger, OPERATOR, town.today, &concerns::topics(), &raised)?;
    let mut receipts: Vec<Receipt> = Vec::new();
    for (concern, (_, code)) in town.concerns.iter().zip(&play.props.concerns) {
        if receipts.iter().all(|receipt| receipt.course != concern.course) {
            receipts.push(Receipt { course: concern.course, area: concern.area.clone(), code: code.clone() });
        }
    }
    receipts.sort_by_key(|receipt| receipt.course);
    Ok(Enacted { steps: town.steps.len(), receipts })
}

/// What the script's indices became.
#[derive(Default)]
struct Props {
    forum: Option<Reference>,
    concerns: Vec<(Reference, Code)>,
    meetings: HashMap<usize, Reference>,
    items: HashMap<(usize, usize), Reference>,
    decisions: HashMap<usize, Reference>,
    actions: HashMap<usize, Reference>,
}

struct Play<'a> {
    town: &'a Town,
    ledger: &'a Ledger,
    clock: &'a Clock,
    zone: &'a TimeZone,
    /// Accounts by sign-in name.
    people: HashMap<String, String>,
    props: Props,
}

/// Minutes of a town of two languages are kept in both.
fn both(text: &Bilingual) -> String {
    format!("{}\n\n{}", text.en, text.ar)
}

impl Play<'_> {
    fn set(&self, at: Moment) {
        self.clock.set(at.millis(at.day.start(self.zone)));
    }

    fn today(&self) -> Day {
        self.clock.now().day(self.zone)
    }

    fn account(&self, sign_in: &str) -> &str {
        self.people.get(sign_in).map_or(OPERATOR, String::as_str)
    }

    fn by<T: Send + 'static>(
        &self,
        actor: &str,
        decide: impl FnMut(&mut Decision<'_, '_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, EnactError> {
        Ok(self.ledger.decide_now(actor, decide)?.value)
    }

    /// Everything that is there before the first step.
    fn found(&mut self) -> Result<(), EnactError> {
        let (geojson, population) = (self.town.areas_geojson(), self.town.population_csv());
        places::import_areas_now(self.ledger, OPERATOR, geojson.as_bytes(), Some(population.as_bytes()))?;
        for organisation in &self.town.organisations {
            let (code, names) = (organisation.slug.clone(), organisation.name.clone());
            self.by(OPERATOR, move |decision| comity_actions::join(decision, &code, names.clone()))?;
        }
        self.accounts()?;
        self.teams()?;
        let (area, called) = (self.town.forum.area.clone(), self.town.forum.name.clone());
        self.props.forum = Some(self.by(OPERATOR, move |decision| forums::found(decision, &area, called.clone()))?);
        let incidents = self.town.incidents_csv();
        published::import_addresses_now(self.ledger, OPERATOR, self.town.addresses_csv().as_bytes())?;
        let (publication, source) = (published::Publication::Points, incidents.as_bytes());
        comity_observatory::import_incidents_as_now(self.ledger, OPERATOR, publication, source, &mut |_, _| {})?;
        Ok(())
    }

    /// What people said when they were asked.
    fn ask(&self) -> Result<(), EnactError> {
        let population = self.town.population_groups_csv();
        heard::import_population_now(self.ledger, OPERATOR, population.as_bytes())?;
        for round in self.town.surveys() {
            let layout = surveys::Layout::read(&round.layout)?;
            surveys::import_survey_now(self.ledger, OPERATOR, round.csv.as_bytes(), &layout)?;
        }
        Ok(())
    }

    fn accounts(&mut self) -> Result<(), EnactError> {
        let ids = self.ledger.ids();
        let passwords = Passwords::new(Cost::QUICK, 1, ids)?;
        for account in &self.town.accounts {
            let password = passwords.hash_now(DEMONSTRATION_PASSWORD, &account.sign_in, ids)?;
            let grant = Grant { role: account.role, area: account.area.clone(), body: account.organisation.clone() };
            let new = NewAccount {
                sign_in: account.sign_in.clone(),
                name: Some(account.name.en.clone()),
                password,
                grants: vec![grant],
            };
            let reference = self.by(OPERATOR, move |decision| accounts::create(decision, &new))?;
            self.people.insert(account.sign_in.clone(), reference);
        }
        Ok(())
    }

    fn teams(&self) -> Result<(), EnactError> {
        let year = i64::from(self.town.today.year());
        for team in &self.town.teams {
            let officer = |officer: &crate::Officer| places::Officer {
                name: officer.name.clone(),
                rank: officer.rank.clone(),
                since: Some(year - i64::from(officer.years_here)),
            };
            let (area, set) = (
                team.area.clone(),
                places::Team {
                    officers: team.officers.iter().map(officer).collect(),
                    phone: team.phone.clone(),
                    email: team.email.clone(),
                    office: team.office.clone(),
                    hours: team.hours.clone(),
                },
            );
            self.by(OPERATOR, move |decision| places::set_team(decision, &area, set.clone()))?;
        }
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), EnactError> {
        match &step.what {
            What::SetPriorities { area, by, priorities } => self.set_priorities(area, by, priorities),
            What::RaiseConcern { concern } => self.raise(*concern),
            What::Answer { concern, by, words } => {
                let (concern, words) = (self.concern(*concern)?, words.text.clone());
                self.by(self.account(by), move |decision| {
                    let seen = decision.version(&concerns::stream(&concern))?;
                    concerns::answer(decision, &concern, seen, &words)
                })
            }
            What::Continue { concern, words } => {
                let (concern, words) = (self.concern(*concern)?, words.text.clone());
                self.by(RESIDENT, move |decision| concerns::go_on(decision, &concern, &words))
            }
            What::SayWhetherItHelped { concern, helped, words, .. } => {
                let concern = self.concern(*concern)?;
                let helped = *helped;
                let words = words.text.clone();
                self.by(RESIDENT, move |decision| concerns::judge(decision, &concern, helped, Some(&words)))
            }
            What::CloseConcern { concern, by, reason, words } => {
                let (concern, words) = (self.concern(*concern)?, words.text.clone());
                let reason = *reason;
                self.by(self.account(by), move |decision| {
                    let seen = decision.version(&concerns::stream(&concern))?;
                    concerns::close(decision, &concern, seen, reason, &words)
                })
            }
            What::PublishMinutes { .. } => Ok(()),
            forum => self.forum(forum),
        }
    }

    /// The steps of forums and of what follows from them.
    fn forum(&mut self, what: &What) -> Result<(), EnactError> {
        match what {
            What::CallMeeting { meeting, by } => self.call(*meeting, by),
            What::PlaceOnAgenda { concern, meeting, item, by } => self.put_on_agenda(*concern, *meeting, *item, by),
            What::RecordDiscussion { meeting, item, by, .. } => {
                let agenda = self.town.meetings.get(*meeting).and_then(|meeting| meeting.items.get(*item));
                let summary = agenda.and_then(|item| item.summary.as_ref()).ok_or(EnactError::Script("a summary"))?;
                let (summary, item) = (both(summary), self.item(*meeting, *item)?);
                self.by(self.account(by), move |decision| forums::discuss(decision, &item, &summary))
            }
            What::Decide { decision, by } => self.decide(*decision, by),
            What::AssignAction { action, by } => self.assign(*action, by),
            What::CompleteAction { action, by, note } => {
                let action = self.props.actions.get(action).cloned().ok_or(EnactError::Script("an action"))?;
                let note = both(note);
                self.by(self.account(by), move |decision| comity_actions::complete(decision, &action, &note))
            }
            _ => Err(EnactError::Script("a step")),
        }
    }

    fn set_priorities(&self, area: &str, by: &str, indices: &[usize]) -> Result<(), EnactError> {
        let found = indices.iter().filter_map(|index| self.town.priorities.get(*index));
        let list: Vec<places::Priority> = found
            .map(|priority| places::Priority {
                title: priority.title.clone(),
                why: priority.why.clone(),
                doing: priority.doing.clone(),
            })
            .collect();
        let area = area.to_owned();
        self.by(self.account(by), move |decision| places::set_priorities(decision, &area, list.clone())).map(drop)
    }

    fn raise(&mut self, index: usize) -> Result<(), EnactError> {
        let concern = self.town.concerns.get(index).ok_or(EnactError::Script("a concern"))?;
        let new = NewConcern {
            area: concern.area.clone(),
            category: concern.category,
            language: concern.words.language,
            words: concern.words.text.clone(),
            contact: None,
        };
        let actor = concern.by.as_deref().map_or(RESIDENT, |by| self.account(by));
        let raised = self.by(actor, move |decision| {
            let code = Code::draw(decision.ids());
            Ok((concerns::raise(decision, &new, &code)?, code))
        })?;
        if self.props.concerns.len() != index {
            return Err(EnactError::Script("concerns out of their order"));
        }
        self.props.concerns.push(raised);
        Ok(())
    }

    fn call(&mut self, index: usize, by: &str) -> Result<(), EnactError> {
        let meeting = self.town.meetings.get(index).ok_or(EnactError::Script("a meeting"))?;
        let new = NewMeeting {
            forum: self.props.forum.clone().ok_or(EnactError::Script("a forum"))?,
            day: meeting.at.day,
            starts: format!("{:02}:{:02}", meeting.at.minute / 60, meeting.at.minute % 60),
            place: format!("{} · {}", meeting.place.en, meeting.place.ar),
            today: self.today(),
        };
        let called = self.by(self.account(by), move |decision| forums::call(decision, new.clone()))?;
        self.props.meetings.insert(index, called);
        Ok(())
    }

    fn put_on_agenda(&mut self, concern: usize, meeting: usize, item: usize, by: &str) -> Result<(), EnactError> {
        let agenda = self.town.meetings.get(meeting).and_then(|meeting| meeting.items.get(item));
        let said = self.town.concerns.get(concern).ok_or(EnactError::Script("a concern"))?;
        let title = agenda.ok_or(EnactError::Script("an item"))?.title.get(said.words.language).to_owned();
        let (concern, today) = (self.concern(concern)?, self.today());
        let place = self.props.meetings.get(&meeting).cloned().ok_or(EnactError::Script("a meeting"))?;
        let put = self
            .by(self.account(by), move |decision| forums::put_on_agenda(decision, &place, &concern, &title, today))?;
        self.props.items.insert((meeting, item), put);
        Ok(())
    }

    fn decide(&mut self, index: usize, by: &str) -> Result<(), EnactError> {
        let decided = self.town.decisions.get(index).ok_or(EnactError::Script("a decision"))?;
        let agenda = self.town.meetings.get(decided.meeting).ok_or(EnactError::Script("a meeting"))?;
        let place = agenda.items.iter().position(|item| item.decision == Some(index));
        let item = self.item(decided.meeting, place.ok_or(EnactError::Script("an item"))?)?;
        let (text, minority) = (both(&decided.text), decided.minority.as_ref().map(both));
        let reference =
            self.by(self.account(by), move |decision| forums::decide(decision, &item, &text, minority.as_deref()))?;
        self.props.decisions.insert(index, reference);
        Ok(())
    }

    fn assign(&mut self, index: usize, by: &str) -> Result<(), EnactError> {
        let action = self.town.actions.get(index).ok_or(EnactError::Script("an action"))?;
        let concern = self.town.concerns.get(action.concern).ok_or(EnactError::Script("a concern"))?;
        let new = comity_actions::NewAction {
            area: concern.area.clone(),
            concern: Some(self.concern(action.concern)?),
            decision: self.props.decisions.get(&action.decision).cloned(),
            owner: action.organisation.clone(),
            due: action.due,
            text: both(&action.what),
            today: self.today(),
        };
        let assigned = self.by(self.account(by), move |decision| comity_actions::assign(decision, new.clone()))?;
        self.props.actions.insert(index, assigned);
        Ok(())
    }

    fn concern(&self, index: usize) -> Result<Reference, EnactError> {
        self.props.concerns.get(index).map(|(reference, _)| reference.clone()).ok_or(EnactError::Script("a concern"))
    }

    fn item(&self, meeting: usize, item: usize) -> Result<Reference, EnactError> {
        self.props.items.get(&(meeting, item)).cloned().ok_or(EnactError::Script("an item"))
    }
}
