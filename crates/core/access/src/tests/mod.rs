//! Tests of the whole crate: the matrix of rights, lists against single decisions, accounts, signing in.

mod accounts;
mod lists;
mod matrix;
mod policies;
mod sign_in;

use std::sync::Arc;

use comity_kernel::{Clock, Ids, Millis};
use comity_ledger::{Decision, Keys, Ledger, OPERATOR, Projection, Recorded, Refusal, Settings};
use comity_store::{Kind, Migration, Objects, Table, Write};
use comity_testing::Database;

use crate::{Accounts, Cost, Grant, Limits, Mandate, NewAccount, Passwords, Role, SignIn};

pub(super) const PASSWORD: &str = "nine green bottles";

/// Stands in for the table of areas, which belongs to another crate.
struct Areas;

impl Projection for Areas {
    fn name(&self) -> &'static str {
        "areas"
    }

    fn tables(&self) -> &'static [Table] {
        &[Table { name: "areas", kind: Kind::State }]
    }

    fn migrations(&self) -> &'static [Migration] {
        &[Migration {
            name: "areas-1",
            sql: "CREATE TABLE areas (code TEXT NOT NULL PRIMARY KEY, path TEXT NOT NULL);
                  INSERT INTO areas (code, path) VALUES ('T', 'T/'), ('N', 'T/N/'), ('N1', 'T/N/N1/'), ('S', 'T/S/');",
        }]
    }

    fn project(&self, _: &mut Write<'_>, _: &Recorded, _: &Objects) -> Result<(), Refusal> {
        Ok(())
    }

    fn erase(&self, _: &mut Write<'_>, _: &Recorded) -> Result<(), Refusal> {
        Ok(())
    }
}

/// A ledger in the test's database, with a clock that stands still.
pub(super) struct House {
    pub ledger: Ledger,
    pub clock: Clock,
    pub passwords: Passwords,
}

impl House {
    pub fn new(database: &Database) -> Self {
        let projections: Vec<Arc<dyn Projection>> = vec![Arc::new(Areas), Arc::new(Accounts)];
        let store = database.open(&comity_ledger::migrations(&projections));
        let (clock, ids) = (Clock::fixed(Millis(1_767_225_600_000)), Ids::seeded([7; 32]));
        let settings = Settings {
            origin: "log.test/access".into(),
            beat: std::time::Duration::from_secs(60),
            cover: 8,
            demonstration: true,
        };
        let passwords = Passwords::new(Cost::QUICK, 2, &ids).unwrap();
        let keys = Keys::draw(&ids);
        let ledger =
            Ledger::open(store, database.objects(), keys, projections, (clock.clone(), ids), settings).unwrap();
        Self { ledger, clock, passwords }
    }

    pub fn decide<T: Send + 'static>(
        &self,
        actor: &str,
        decide: impl FnMut(&mut Decision<'_, '_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.ledger.decide_now(actor, decide).map(|decided| decided.value)
    }

    pub fn new_account(&self, sign_in: &str, grants: &[Grant]) -> NewAccount {
        let password = self.passwords.hash_now(PASSWORD, sign_in, self.ledger.ids()).unwrap();
        NewAccount {
            sign_in: sign_in.into(),
            name: Some(format!("{sign_in} of Test")),
            password,
            grants: grants.to_vec(),
        }
    }

    pub fn create(&self, sign_in: &str, grants: &[Grant]) -> Result<String, Refusal> {
        let new = self.new_account(sign_in, grants);
        self.decide(OPERATOR, move |decision| crate::accounts::create(decision, &new))
    }

    pub fn sign_in(&self) -> SignIn {
        let limits = Limits::new(self.clock.clone(), self.ledger.ids().clone());
        SignIn::new(&self.ledger, self.passwords.clone(), limits)
    }

    pub fn later(&self, seconds: u64) {
        self.clock.set(self.clock.now().plus(std::time::Duration::from_secs(seconds)));
    }
}

pub(super) fn mandate(role: Role, path: &str, body: Option<&str>) -> Mandate {
    let area = path.trim_end_matches('/').rsplit('/').next().filter(|code| !code.is_empty());
    Mandate { role, area: area.map(str::to_owned), path: path.into(), body: body.map(str::to_owned) }
}
