//! The roles in which people take part, and what it takes to hold one.

use serde::{Deserialize, Serialize};

/// What somebody is in the partnership. The same names stand in `policies/comity.cedarschema`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Resident,
    Officer,
    Supervisor,
    Coordinator,
    Chair,
    Secretary,
    Member,
    Partner,
    Analyst,
    Oversight,
    Administrator,
}

/// Whether a role is held within an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaRule {
    /// Always within one: without it, the role would reach over the whole partnership.
    Needed,
    /// Within one, or over the whole partnership.
    Optional,
    /// Never: what the role acts upon belongs to no area.
    None,
}

impl Role {
    pub const ALL: [Self; 11] = [
        Self::Resident,
        Self::Officer,
        Self::Supervisor,
        Self::Coordinator,
        Self::Chair,
        Self::Secretary,
        Self::Member,
        Self::Partner,
        Self::Analyst,
        Self::Oversight,
        Self::Administrator,
    ];

    /// The role's name in policies, on the command line and in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Officer => "officer",
            Self::Supervisor => "supervisor",
            Self::Coordinator => "coordinator",
            Self::Chair => "chair",
            Self::Secretary => "secretary",
            Self::Member => "member",
            Self::Partner => "partner",
            Self::Analyst => "analyst",
            Self::Oversight => "oversight",
            Self::Administrator => "administrator",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    pub fn area_rule(self) -> AreaRule {
        match self {
            Self::Officer | Self::Supervisor | Self::Chair | Self::Secretary | Self::Member => AreaRule::Needed,
            Self::Resident | Self::Coordinator | Self::Partner | Self::Oversight => AreaRule::Optional,
            Self::Analyst | Self::Administrator => AreaRule::None,
        }
    }

    /// Whether the role is held for an organisation and is nothing without one.
    pub fn needs_body(self) -> bool {
        self == Self::Partner
    }
}

/// A role as it is given: within an area, for an organisation. This is what the record holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub role: Role,
    /// The area's code; `None` for the whole partnership.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// The organisation's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

impl Grant {
    /// The role over the whole partnership, for no organisation.
    pub fn everywhere(role: Role) -> Self {
        Self { role, area: None, body: None }
    }

    /// The role within the area of this code and everything below it.
    pub fn within(role: Role, area: &str) -> Self {
        Self { role, area: Some(area.to_owned()), body: None }
    }

    pub fn for_body(mut self, body: &str) -> Self {
        self.body = Some(body.to_owned());
        self
    }
}

/// A grant as it stands now, with the place of its area in the hierarchy: what policies decide upon.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mandate {
    pub role: Role,
    /// The area's code; `None` for the whole partnership.
    pub area: Option<String>,
    /// The codes from the top of the hierarchy to the area, each followed by `/`; empty for the whole partnership.
    pub path: String,
    /// The organisation's code.
    pub body: Option<String>,
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The account's reference: who acted, in the record.
    pub account: String,
    pub sign_in: String,
    /// The name that others see, where the person gave one.
    pub name: Option<String>,
    pub mandates: Vec<Mandate>,
}

impl Person {
    /// Whether the person holds this role anywhere. For choosing what to show; what is permitted, policies decide.
    pub fn is(&self, role: Role) -> bool {
        self.mandates.iter().any(|mandate| mandate.role == role)
    }

    /// The name that others see, or the one they sign in with.
    pub fn shown(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.sign_in)
    }
}
