//! `comity account`.

use std::io::Read;

use comity_access::{Cost, Grant, NewAccount, Passwords, Role, accounts};
use comity_kernel::{Message, Problem};
use comity_ledger::{Decision, OPERATOR, Refusal};
use comity_shell::Texts;

use super::print;
use crate::arguments::{Account, AccountWhat, CreateAccount, ResetAccount};
use crate::place::{Opened, Place};
use crate::{Failure, slices};

pub fn run(account: &Account) -> Result<(), Failure> {
    match &account.what {
        AccountWhat::Create(create) => self::create(create),
        AccountWhat::Reset(reset) => self::reset(reset),
    }
}

fn password() -> Result<String, Failure> {
    let mut typed = String::new();
    std::io::stdin().take(4096).read_to_string(&mut typed)?;
    Ok(typed.trim_end_matches(['\r', '\n']).to_owned())
}

/// What a person is told, for the command line in English.
fn explain(texts: &Texts, refusal: Refusal) -> Failure {
    let say = |message: &Message| texts.say(comity_kernel::Language::En, message);
    match refusal {
        Refusal::Problem(Problem::Fields { fields }) => Failure::new(
            fields.iter().map(|(field, message)| format!("{field}: {}", say(message))).collect::<Vec<_>>().join("\n"),
        ),
        Refusal::Problem(Problem::Rule(message)) => Failure::new(say(&message)),
        other => other.into(),
    }
}

fn hash(opened: &Opened, typed: &str, name: &str) -> Result<comity_access::PasswordHash, Failure> {
    let texts = slices::texts(&opened.slices)?;
    let ids = opened.ledger.ids();
    let cost = if opened.ledger.settings().demonstration { Cost::QUICK } else { Cost::RECOMMENDED };
    let passwords = Passwords::new(cost, 1, ids)?;
    passwords.hash_now(typed, name, ids).map_err(|refusal| explain(&texts, refusal))
}

fn create(create: &CreateAccount) -> Result<(), Failure> {
    let names = || Role::ALL.map(Role::as_str).join(", ");
    let role = Role::parse(&create.role);
    let role = role.ok_or_else(|| Failure::new(format!("--role {}: expected one of {}", create.role, names())))?;
    let typed = password()?;
    let opened = Place::find(&create.place)?.open()?;
    let password = hash(&opened, &typed, &create.name)?;
    let grant = Grant { role, area: create.area.clone(), body: create.body.clone() };
    let new = NewAccount { sign_in: create.name.clone(), name: create.shown.clone(), password, grants: vec![grant] };
    let decide = move |decision: &mut Decision<'_, '_>| accounts::create(decision, &new);
    let texts = slices::texts(&opened.slices)?;
    let decided = opened.ledger.decide_now(OPERATOR, decide).map_err(|refusal| explain(&texts, refusal))?;
    opened.ledger.settle()?;
    print(&decided.value)
}

fn reset(reset: &ResetAccount) -> Result<(), Failure> {
    let typed = password()?;
    let opened = Place::find(&reset.place)?.open_existing()?;
    let password = hash(&opened, &typed, &reset.name)?;
    let name = reset.name.trim().to_lowercase();
    let decide = move |decision: &mut Decision<'_, '_>| {
        let person = comity_access::by_sign_in(decision, &name)?.ok_or(Refusal::Problem(Problem::NotFound))?;
        accounts::reset_password(decision, &person.account, &password)
    };
    let texts = slices::texts(&opened.slices)?;
    opened.ledger.decide_now(OPERATOR, decide).map_err(|refusal| match refusal {
        Refusal::Problem(Problem::NotFound) => Failure::new(format!("there is no account `{}`", reset.name)),
        other => explain(&texts, other),
    })?;
    opened.ledger.settle()?;
    Ok(())
}
