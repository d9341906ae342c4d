//! Who may do what: questions put to the policies in `policies/`.
//!
//! A person acts in one of their mandates at a time, so the question is put once for each, until one is permitted. What
//! Cedar is given is the least it needs: the mandate with its role and area, the thing with the areas it lies in and its
//! few attributes. Anything that goes wrong on the way is a refusal.

use std::collections::HashMap;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityId, EntityUid, PolicyId, PolicySet, Request, Schema, ValidationMode,
    Validator,
};
use comity_kernel::Problem;

use crate::entities;
use crate::roles::{Mandate, Person, Role};

/// What somebody wants to do, by its name in the policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Action(pub &'static str);

impl Action {
    pub const CONCERN_READ: Self = Self("concern.read");
    pub const CONCERN_ANSWER: Self = Self("concern.answer");
    pub const CONCERN_PUT_ON_AGENDA: Self = Self("concern.put_on_agenda");
    pub const CONCERN_CLOSE: Self = Self("concern.close");
    pub const MEETING_CALL: Self = Self("meeting.call");
    pub const MEETING_RECORD: Self = Self("meeting.record");
    pub const DECISION_RECORD: Self = Self("decision.record");
    pub const ACTION_ASSIGN: Self = Self("action.assign");
    pub const ACTION_COMPLETE: Self = Self("action.complete");
    pub const TEAM_EDIT: Self = Self("team.edit");
    pub const PRIORITIES_SET: Self = Self("priorities.set");
    pub const DATASET_IMPORT: Self = Self("dataset.import");
    pub const DATASET_READ_EXACT: Self = Self("dataset.read_exact");
    pub const AREA_IMPORT: Self = Self("area.import");
    pub const ACCOUNT_MANAGE: Self = Self("account.manage");
    pub const PRIVATE_ERASE: Self = Self("private.erase");
    pub const RECORD_AUDIT: Self = Self("record.audit");

    pub const ALL: [Self; 17] = [
        Self::CONCERN_READ,
        Self::CONCERN_ANSWER,
        Self::CONCERN_PUT_ON_AGENDA,
        Self::CONCERN_CLOSE,
        Self::MEETING_CALL,
        Self::MEETING_RECORD,
        Self::DECISION_RECORD,
        Self::ACTION_ASSIGN,
        Self::ACTION_COMPLETE,
        Self::TEAM_EDIT,
        Self::PRIORITIES_SET,
        Self::DATASET_IMPORT,
        Self::DATASET_READ_EXACT,
        Self::AREA_IMPORT,
        Self::ACCOUNT_MANAGE,
        Self::PRIVATE_ERASE,
        Self::RECORD_AUDIT,
    ];
}

/// How far something is known. A right may rest on it; what residents said is for those who work on it, wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Visibility {
    /// To those who work on it.
    Private,
    /// That it exists, and under which neutral title, to everybody: it stands on a forum's agenda.
    Agenda,
    /// To everybody.
    Public,
}

impl Visibility {
    pub const ALL: [Self; 3] = [Self::Private, Self::Agenda, Self::Public];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Agenda => "agenda",
            Self::Public => "public",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|visibility| visibility.as_str() == text)
    }
}

/// What is acted upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource<'r> {
    /// One of [`crate::kind`].
    pub kind: &'static str,
    pub id: &'r str,
    /// The path of the area that it concerns, as in `areas.path`; empty for what belongs to no area.
    pub area_path: &'r str,
    /// The code of the organisation that owns it.
    pub body: Option<&'r str>,
    pub visibility: Visibility,
}

impl<'r> Resource<'r> {
    /// Something private that no organisation owns.
    pub fn new(kind: &'static str, id: &'r str, area_path: &'r str) -> Self {
        Self { kind, id, area_path, body: None, visibility: Visibility::Private }
    }

    /// Something that belongs to no area: an account, a dataset, the record.
    pub fn of_everywhere(kind: &'static str, id: &'r str) -> Self {
        Self::new(kind, id, "")
    }

    pub fn owned_by(mut self, body: Option<&'r str>) -> Self {
        self.body = body;
        self
    }

    pub fn visible(mut self, visibility: Visibility) -> Self {
        self.visibility = visibility;
        self
    }
}

/// The policies cannot be used: a fault of the program, found when it starts.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    #[error("the schema of the policies cannot be read: {0}")]
    Schema(String),
    #[error("policies/{file} cannot be read: {cause}")]
    Policy { file: &'static str, cause: String },
    #[error("a policy in policies/{file} has no @id, or one that is taken: every policy needs its own")]
    Unnamed { file: &'static str },
    #[error("the policies do not fit their schema: {0}")]
    Invalid(String),
    #[error("the program knows `{0}`, which the schema of the policies does not")]
    Unknown(&'static str),
}

pub(crate) const SCHEMA: &str = include_str!("../../../../policies/comity.cedarschema");

/// Every file of policies, by its name.
pub(crate) const FILES: [(&str, &str); 8] = [
    ("areas.cedar", include_str!("../../../../policies/areas.cedar")),
    ("concerns.cedar", include_str!("../../../../policies/concerns.cedar")),
    ("forums.cedar", include_str!("../../../../policies/forums.cedar")),
    ("actions.cedar", include_str!("../../../../policies/actions.cedar")),
    ("teams.cedar", include_str!("../../../../policies/teams.cedar")),
    ("data.cedar", include_str!("../../../../policies/data.cedar")),
    ("accounts.cedar", include_str!("../../../../policies/accounts.cedar")),
    ("record.cedar", include_str!("../../../../policies/record.cedar")),
];

/// The policies, read once and asked often. Share it behind an `Arc`.
pub struct Access {
    authorizer: Authorizer,
    policies: PolicySet,
    pub(crate) schema: Schema,
    actions: HashMap<&'static str, EntityUid>,
    pub(crate) names: entities::Names,
}

impl std::fmt::Debug for Access {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Access({} policies)", self.policies.num_of_policies())
    }
}

impl Access {
    /// Reads the policies that are part of the program, and holds them against their schema.
    ///
    /// # Errors
    /// [`PolicyError`] says what does not fit, and in which file.
    pub fn new() -> Result<Self, PolicyError> {
        let (schema, _) =
            Schema::from_cedarschema_str(SCHEMA).map_err(|error| PolicyError::Schema(error.to_string()))?;
        let policies = read_policies()?;
        let outcome = Validator::new(schema.clone()).validate(&policies, ValidationMode::Strict);
        if !outcome.validation_passed() {
            return Err(PolicyError::Invalid(outcome.to_string()));
        }
        let mut actions = HashMap::new();
        for Action(name) in Action::ALL {
            let uid = EntityUid::from_type_name_and_id(entities::type_name("Action")?, EntityId::new(name));
            if !schema.actions().any(|known| *known == uid) {
                return Err(PolicyError::Unknown(name));
            }
            actions.insert(name, uid);
        }
        let names = entities::Names::new()?;
        Ok(Self { authorizer: Authorizer::new(), policies, schema, actions, names })
    }

    /// Whether `who` may do this.
    ///
    /// # Errors
    /// [`Problem::Forbidden`]; for somebody who is not signed in, [`Problem::SignInNeeded`] where signing in could help.
    pub fn decide(&self, who: Option<&Person>, action: Action, resource: &Resource<'_>) -> Result<(), Problem> {
        match who {
            Some(person) if person.mandates.iter().any(|mandate| self.permits(mandate, action, resource)) => Ok(()),
            Some(_) => Err(Problem::Forbidden),
            None if self.somebody_may(action, resource) => Err(Problem::SignInNeeded),
            None => Err(Problem::Forbidden),
        }
    }

    /// Whether this mandate alone permits it.
    pub fn permits(&self, mandate: &Mandate, action: Action, resource: &Resource<'_>) -> bool {
        self.ask(mandate, action, resource, None).unwrap_or(false)
    }

    /// Whether there is a role in which it may be done.
    fn somebody_may(&self, action: Action, resource: &Resource<'_>) -> bool {
        let body = resource.body.map(str::to_owned);
        let widest = |role| Mandate { role, area: None, path: String::new(), body: body.clone() };
        Role::ALL.into_iter().any(|role| self.permits(&widest(role), action, resource))
    }

    /// Puts the question to Cedar; `None` if it cannot be put. With `schema`, what is asked about must fit it.
    pub(crate) fn ask(
        &self,
        mandate: &Mandate,
        action: Action,
        resource: &Resource<'_>,
        schema: Option<&Schema>,
    ) -> Option<bool> {
        let principal = self.names.mandate(mandate).ok()?;
        let thing = self.names.resource(resource)?.ok()?;
        let action = self.actions.get(action.0)?.clone();
        // The schema says to which kinds of thing an action applies.
        let request = Request::new(principal.uid(), action, thing.uid(), Context::empty(), Some(&self.schema)).ok()?;
        let entities = Entities::from_entities([principal, thing], schema).ok()?;
        let answer = self.authorizer.is_authorized(&request, &self.policies, &entities);
        // A policy that fails to evaluate is left out by Cedar; it might have been one that forbids.
        let whole = answer.diagnostics().errors().next().is_none();
        Some(whole && answer.decision() == Decision::Allow)
    }
}

/// The policies of all files, each under its `@id`.
fn read_policies() -> Result<PolicySet, PolicyError> {
    let mut all = PolicySet::new();
    for (file, text) in FILES {
        let set: PolicySet = text
            .parse()
            .map_err(|error: cedar_policy::ParseErrors| PolicyError::Policy { file, cause: error.to_string() })?;
        for policy in set.policies() {
            let id = policy.annotation("id").ok_or(PolicyError::Unnamed { file })?;
            all.add(policy.new_id(PolicyId::new(id))).map_err(|_| PolicyError::Unnamed { file })?;
        }
    }
    Ok(all)
}
