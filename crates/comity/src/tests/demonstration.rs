//! The whole demonstration: its tables follow from its entries in any order, everybody sees what they may and no more, and
//! a page costs no more than it should; also after some of its concerns were erased.

use comity_demo::{Town, enact};
use comity_kernel::{Clock, Day, Ids, Reference};
use comity_ledger::{Ledger, OPERATOR, Reason};
use comity_testing::Database;
use jiff::tz::TimeZone;

use super::rights;
use crate::arguments::Where;
use crate::place::Place;

/// The town of the seed 1 on a fixed day, as `comity demo` makes it.
pub struct Demonstration {
    pub town: Town,
    pub ledger: Ledger,
}

impl Demonstration {
    pub fn make(database: &Database) -> Self {
        let database_url = database.is_postgres().then(|| database.address());
        let place = Where { data: Some(database.folder().to_owned()), database_url, config: None };
        let today = Day::parse("2026-03-02").unwrap();
        let (town, zone) = (Town::generate(1, today), TimeZone::UTC);
        let clock = Clock::fixed(town.founded().millis(town.founded().day.start(&zone)));
        let place = Place::find(&place).unwrap_or_else(|failure| panic!("{}", failure.message));
        let opened = place.open_with(clock.clone(), Ids::seeded([1; 32]), true);
        let ledger = opened.unwrap_or_else(|failure| panic!("{}", failure.message)).ledger;
        enact(&town, &ledger, (&clock, &zone), &mut |_, _| {}).unwrap();
        clock.set(today.start(&zone));
        ledger.settle_and_publish().unwrap();
        Self { town, ledger }
    }

    /// Every concern's reference, in their order.
    pub fn concerns(&self) -> Vec<Reference> {
        let sql = "SELECT reference FROM concerns ORDER BY raised, reference";
        let read = move |tx: &mut comity_store::Read<'_>| {
            tx.query(sql, &[])?.iter().map(|row| row.get(0)).collect::<Result<Vec<Reference>, _>>()
        };
        self.ledger.store().read_now(read).unwrap()
    }

    fn erase_five(&self) {
        let concerns = self.concerns();
        for concern in concerns.iter().step_by(concerns.len() / 5).take(5) {
            let stream = comity_concerns::stream(concern);
            assert!(self.ledger.erase_now(OPERATOR, &stream, Reason::OwnRequest).unwrap().value > 0);
        }
        self.ledger.settle_and_publish().unwrap();
    }
}

comity_testing::each_store! {
    fn the_demonstration_follows_from_its_entries_and_everybody_sees_their_part(database) {
        let demonstration = Demonstration::make(database);
        assert_eq!(demonstration.concerns().len(), demonstration.town.concerns.len());
        comity_testing::verify(&demonstration.ledger);
        rights::check(&demonstration);
        queries(&demonstration);
        demonstration.erase_five();
        comity_testing::verify(&demonstration.ledger);
        assert_eq!(demonstration.ledger.audit().unwrap().problems, [""; 0]);
    }
}

/// The way of a concern asks once for its steps and at most once for what each of them led to.
fn queries(demonstration: &Demonstration) {
    for concern in demonstration.concerns() {
        let asked = demonstration.ledger.store().read_now(move |tx| {
            let found = comity_concerns::find(tx, &concern)?.ok_or(comity_kernel::Problem::NotFound)?;
            let (version, before) = (found.version, tx.queries());
            comity_answers::load(tx, found)?;
            Ok::<_, comity_ledger::Refusal>((version, tx.queries() - before))
        });
        let (version, asked) = asked.unwrap();
        assert!(i64::from(asked) <= 1 + version, "the way of a concern of {version} steps asks {asked} times");
    }
}
