//! Opening and closing accounts, and giving and taking away roles: the rules.
//!
//! Each function is a part of a command ([`comity_ledger::Ledger::decide`]); whether the person who asks may do it, the
//! pages put to [`crate::Access`] first. What must hold whoever asks stands here: names are unique, a role has the area
//! or organisation it needs, and nobody gives themselves a role.

use comity_kernel::{Message, Problem};
use comity_ledger::{Decision, Event, Refusal};
use comity_store::Value;

use crate::events::{self, Changed, Created, Touched};
use crate::passwords::PasswordHash;
use crate::roles::{AreaRule, Grant};

/// The longest name that others see, in characters.
const NAME: usize = 120;
/// The shortest and longest name to sign in with, in characters.
const SIGN_IN: std::ops::RangeInclusive<usize> = 3..=64;

/// An account to be opened. The password was hashed before the command began: that takes long, and a command may run
/// more than once.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub sign_in: String,
    /// The name that others see.
    pub name: Option<String>,
    pub password: PasswordHash,
    pub grants: Vec<Grant>,
}

/// A name to sign in with as it is stored: without spaces around it, in lower case. A NUL, which no database takes in a
/// text, becomes a space, which no name has.
pub(crate) fn tidy(sign_in: &str) -> String {
    sign_in.trim().to_lowercase().replace('\0', " ")
}

fn fits(sign_in: &str) -> bool {
    SIGN_IN.contains(&sign_in.chars().count())
        && sign_in.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@' | '+'))
}

/// Opens an account and answers its reference.
///
/// # Errors
/// [`Problem::Fields`] with all fields at fault: `sign-in`, `name`, `role`, `area`, `body`.
pub fn create(decision: &mut Decision<'_, '_>, new: &NewAccount) -> Result<String, Refusal> {
    let (sign_in, name) = (tidy(&new.sign_in), new.name.as_deref().map(str::trim).filter(|name| !name.is_empty()));
    let mut fields = Vec::new();
    if !fits(&sign_in) {
        fields.push(("sign-in", Message::new("access-sign-in-unfit")));
    } else if taken(decision, &sign_in)? {
        fields.push(("sign-in", Message::new("access-sign-in-taken")));
    }
    if name.is_some_and(|name| name.chars().count() > NAME || name.chars().any(char::is_control)) {
        fields.push(("name", Message::new("access-name-unfit")));
    }
    if new.grants.is_empty() {
        fields.push(("role", Message::new("access-role-missing")));
    }
    for grant in &new.grants {
        fields.extend(at_fault(decision, grant)?);
    }
    if !fields.is_empty() {
        return Err(Problem::Fields { fields }.into());
    }
    let account = decision.ids().reference().to_string();
    let body = Created { account: account.clone(), grants: new.grants.clone() };
    let event = Event::new(events::CREATED, &body)?.private(events::SIGN_IN, &sign_in).private_if(events::NAME, name);
    decision.record_first(&events::stream(&account), event)?;
    set_password(decision, &account, &new.password)?;
    Ok(account)
}

/// Gives an account another role.
///
/// # Errors
/// [`Problem::NotFound`] for an account that is not open, [`Problem::Fields`] for a role without what it needs, a rule
/// for one's own account: two people must agree before somebody can do more.
pub fn grant(decision: &mut Decision<'_, '_>, account: &str, grant: &Grant) -> Result<(), Refusal> {
    open(decision, account)?;
    if decision.actor() == account {
        return Err(Refusal::rule("access-own-grant"));
    }
    let fields: Vec<_> = at_fault(decision, grant)?.into_iter().collect();
    if !fields.is_empty() {
        return Err(Problem::Fields { fields }.into());
    }
    if holds(decision, account, grant)? {
        return Err(Refusal::rule("access-granted-already"));
    }
    let body = Changed { account: account.to_owned(), grant: grant.clone() };
    decision.record(&events::stream(account), Event::new(events::GRANTED, &body)?)?;
    Ok(())
}

/// Takes a role from an account, at once in all its sessions.
///
/// # Errors
/// [`Problem::NotFound`] for an account that is not open or does not hold exactly this.
pub fn revoke(decision: &mut Decision<'_, '_>, account: &str, grant: &Grant) -> Result<(), Refusal> {
    open(decision, account)?;
    if !holds(decision, account, grant)? {
        return Err(Problem::NotFound.into());
    }
    let body = Changed { account: account.to_owned(), grant: grant.clone() };
    decision.record(&events::stream(account), Event::new(events::REVOKED, &body)?)?;
    Ok(())
}

/// Sets a new password and signs the account out everywhere. If somebody else than the owner does it, that is recorded.
///
/// # Errors
/// [`Problem::NotFound`] for an account that is not open.
pub fn reset_password(decision: &mut Decision<'_, '_>, account: &str, password: &PasswordHash) -> Result<(), Refusal> {
    open(decision, account)?;
    if decision.actor() != account {
        let body = Touched { account: account.to_owned() };
        decision.record(&events::stream(account), Event::new(events::PASSWORD_RESET, &body)?)?;
    }
    decision.state("DELETE FROM sessions WHERE account = $1", &[Value::from(account)])?;
    set_password(decision, account, password)
}

/// Closes an account for good: it holds no role, and nobody can sign in to it or ever take its name.
///
/// # Errors
/// [`Problem::NotFound`] for an account that is not open.
pub fn close(decision: &mut Decision<'_, '_>, account: &str) -> Result<(), Refusal> {
    open(decision, account)?;
    let body = Touched { account: account.to_owned() };
    decision.record(&events::stream(account), Event::new(events::CLOSED, &body)?)?;
    decision.state("DELETE FROM sessions WHERE account = $1", &[Value::from(account)])?;
    decision.state("DELETE FROM credentials WHERE account = $1", &[Value::from(account)])?;
    Ok(())
}

fn set_password(decision: &mut Decision<'_, '_>, account: &str, password: &PasswordHash) -> Result<(), Refusal> {
    let sql = "INSERT INTO credentials (account, hash, changed) VALUES ($1, $2, $3)
               ON CONFLICT (account) DO UPDATE SET hash = excluded.hash, changed = excluded.changed";
    let binds = [Value::from(account), Value::from(password.as_str()), Value::from(decision.now())];
    decision.state(sql, &binds)?;
    Ok(())
}

fn open(decision: &mut Decision<'_, '_>, account: &str) -> Result<(), Refusal> {
    let sql = "SELECT account FROM accounts WHERE account = $1 AND closed IS NULL";
    decision.optional(sql, &[Value::from(account)])?.map(drop).ok_or_else(|| Problem::NotFound.into())
}

fn taken(decision: &mut Decision<'_, '_>, sign_in: &str) -> Result<bool, Refusal> {
    Ok(decision.optional("SELECT account FROM accounts WHERE sign_in = $1", &[Value::from(sign_in)])?.is_some())
}

fn holds(decision: &mut Decision<'_, '_>, account: &str, grant: &Grant) -> Result<bool, Refusal> {
    let sql = "SELECT role FROM account_grants WHERE account = $1 AND role = $2 AND area = $3 AND body = $4";
    let text = |code: &Option<String>| Value::from(code.as_deref().unwrap_or_default());
    let binds = [Value::from(account), Value::from(grant.role.as_str()), text(&grant.area), text(&grant.body)];
    Ok(decision.optional(sql, &binds)?.is_some())
}

/// What is wrong with a role as it is to be given.
fn at_fault(decision: &mut Decision<'_, '_>, grant: &Grant) -> Result<Option<(&'static str, Message)>, Refusal> {
    let empty = |code: &Option<String>| code.as_deref().is_some_and(|code| code.is_empty() || code.contains('\0'));
    if grant.role.needs_body() && grant.body.is_none() || empty(&grant.body) {
        return Ok(Some(("body", Message::new("access-body-missing"))));
    }
    let Some(area) = grant.area.as_deref() else {
        let missing = grant.role.area_rule() == AreaRule::Needed;
        return Ok(missing.then(|| ("area", Message::new("access-area-missing"))));
    };
    if grant.role.area_rule() == AreaRule::None {
        return Ok(Some(("area", Message::new("access-area-idle"))));
    }
    let known = !empty(&grant.area)
        && decision.optional("SELECT code FROM areas WHERE code = $1", &[Value::from(area)])?.is_some();
    Ok((!known).then(|| ("area", Message::new("access-area-unknown").text("area", area.replace('\0', "")))))
}
