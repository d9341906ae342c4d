//! Opening, changing and closing accounts; erasing their names.

use std::collections::BTreeSet;

use comity_kernel::Problem;
use comity_ledger::{OPERATOR, Reason, Refusal};
use comity_store::Read;
use comity_testing::verify;

use super::{House, PASSWORD};
use crate::events::stream;
use crate::{Grant, Passwords, Person, Role, accounts, by_account, by_sign_in};

fn found(house: &House, sign_in: &str) -> Option<Person> {
    let sign_in = sign_in.to_owned();
    let found: Result<_, Refusal> =
        house.ledger.store().read_now(move |tx: &mut Read<'_>| Ok(by_sign_in(tx, &sign_in)?));
    found.unwrap()
}

/// The fields at fault with the ids of their sentences.
fn faults<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> Vec<(&'static str, &'static str)> {
    match outcome.unwrap_err() {
        Refusal::Problem(Problem::Fields { fields }) => {
            fields.into_iter().map(|(name, text)| (name, text.id)).collect()
        }
        other => panic!("expected fields at fault, found {other}"),
    }
}

comity_testing::each_store! {
    fn an_account_holds_what_it_was_given(database) {
        let house = House::new(database);
        let grants = [Grant::within(Role::Officer, "N").for_body("police"), Grant::everywhere(Role::Coordinator)];
        let account = house.create(" Nadia.K ", &grants).unwrap();
        let person = found(&house, "NADIA.K").unwrap();
        assert_eq!((person.account.as_str(), person.sign_in.as_str()), (account.as_str(), "nadia.k"));
        let mandates: Vec<_> = person.mandates.iter().map(|m| (m.role, m.path.as_str(), m.body.as_deref())).collect();
        assert_eq!(mandates, [(Role::Officer, "T/N/", Some("police")), (Role::Coordinator, "", None)]);
        assert!(person.is(Role::Officer) && !person.is(Role::Chair));

        let officer = grants[0].clone();
        let reference = account.clone();
        house.decide(OPERATOR, move |d| accounts::revoke(d, &reference, &officer)).unwrap();
        let reference = account.clone();
        house.decide(OPERATOR, move |d| accounts::grant(d, &reference, &Grant::within(Role::Chair, "S"))).unwrap();
        let roles: Vec<_> = found(&house, "nadia.k").unwrap().mandates.iter().map(|m| m.role).collect();
        assert_eq!(roles, [Role::Coordinator, Role::Chair]);
        verify(&house.ledger);
    }

    fn what_does_not_fit_is_said_field_by_field(database) {
        let house = House::new(database);
        house.create("amal", &[Grant::everywhere(Role::Resident)]).unwrap();
        let create = |sign_in: &str, grant: Grant| faults(house.create(sign_in, &[grant]));
        let resident = || Grant::everywhere(Role::Resident);
        assert_eq!(create("Amal", resident()), [("sign-in", "access-sign-in-taken")]);
        for unfit in ["", "ab", "two words", "nul\0nul", &"x".repeat(65), "a/b/c"] {
            let new = accounts::NewAccount { sign_in: unfit.into(), ..house.new_account("fit", &[resident()]) };
            let outcome = house.decide(OPERATOR, move |d| accounts::create(d, &new));
            assert_eq!(faults(outcome), [("sign-in", "access-sign-in-unfit")], "{unfit}");
        }
        assert_eq!(create("officer", Grant::everywhere(Role::Officer)), [("area", "access-area-missing")]);
        assert_eq!(create("officer", Grant::within(Role::Officer, "Nowhere")), [("area", "access-area-unknown")]);
        assert_eq!(create("analyst", Grant::within(Role::Analyst, "N")), [("area", "access-area-idle")]);
        assert_eq!(create("partner", Grant::everywhere(Role::Partner)), [("body", "access-body-missing")]);
        assert_eq!(faults(house.create("nobody", &[])), [("role", "access-role-missing")]);
        house.create("ليلى", &[resident()]).unwrap();
    }

    fn nobody_gives_themselves_a_role(database) {
        let house = House::new(database);
        let admin = house.create("admin", &[Grant::everywhere(Role::Administrator)]).unwrap();
        let own = admin.clone();
        let outcome = house.decide(&admin, move |d| accounts::grant(d, &own, &Grant::within(Role::Officer, "N")));
        assert!(matches!(outcome, Err(Refusal::Problem(Problem::Rule(rule))) if rule.id == "access-own-grant"));
    }

    fn a_closed_account_is_gone_and_its_name_stays_taken(database) {
        let house = House::new(database);
        let account = house.create("omar", &[Grant::within(Role::Officer, "N")]).unwrap();
        let reference = account.clone();
        house.decide(OPERATOR, move |d| accounts::close(d, &reference)).unwrap();
        assert_eq!(found(&house, "omar"), None);
        let again = house.decide(OPERATOR, move |d| accounts::close(d, &account));
        assert!(matches!(again, Err(Refusal::Problem(Problem::NotFound))));
        assert_eq!(
            faults(house.create("omar", &[Grant::everywhere(Role::Resident)])),
            [("sign-in", "access-sign-in-taken")]
        );
        verify(&house.ledger);
    }

    fn erasing_an_account_takes_its_names_and_replay_is_equal(database) {
        let house = House::new(database);
        let account = house.create("hind", &[Grant::within(Role::Officer, "N")]).unwrap();
        house.create("samir", &[Grant::within(Role::Officer, "S")]).unwrap();
        verify(&house.ledger);
        house.ledger.erase_now(OPERATOR, &stream(&account), Reason::OwnRequest).unwrap();
        assert_eq!(found(&house, "hind"), None);
        let reference = account.clone();
        let (person, name): (_, _) = house
            .ledger
            .store()
            .read_now(move |tx: &mut Read<'_>| {
                Ok::<_, Refusal>((by_account(tx, &reference)?, crate::name(tx, &reference)?))
            })
            .unwrap();
        assert_eq!((person, name), (None, None));
        verify(&house.ledger);
        // Nobody can be taken for somebody whose name is not there any more.
        house.create("hind", &[Grant::everywhere(Role::Resident)]).unwrap();
        verify(&house.ledger);
        house.ledger.replay().unwrap();
        assert!(found(&house, "samir").is_some());
        verify(&house.ledger);
    }

    fn a_mandate_over_an_area_that_is_gone_gives_no_right(database) {
        let house = House::new(database);
        house.create("lost", &[Grant::within(Role::Officer, "N1")]).unwrap();
        let gone: Result<u64, Refusal> =
            house.ledger.store().write_now(|tx| Ok(tx.execute("DELETE FROM areas WHERE code = 'N1'", &[])?));
        gone.unwrap();
        assert_eq!(found(&house, "lost").unwrap().mandates, []);
        let emptied: Result<u64, Refusal> =
            house.ledger.store().write_now(|tx| Ok(tx.execute("INSERT INTO areas (code, path) VALUES ('N1', '')", &[])?));
        emptied.unwrap();
        assert_eq!(found(&house, "lost").unwrap().mandates, []);
    }

    fn accounts_are_listed_in_pages(database) {
        let house = House::new(database);
        for name in ["one", "two", "three"] {
            house.create(name, &[Grant::within(Role::Officer, "N"), Grant::within(Role::Member, "N")]).unwrap();
        }
        let listed: Result<_, Refusal> = house.ledger.store().read_now(|tx: &mut Read<'_>| {
            let first = crate::list(tx, "", 2)?;
            let rest = crate::list(tx, &first.last().unwrap().account, 2)?;
            Ok((first, rest))
        });
        let (first, rest) = listed.unwrap();
        assert_eq!((first.len(), rest.len()), (2, 1));
        assert!(first.iter().chain(&rest).all(|listed| listed.grants.len() == 2));
    }
}

#[test]
fn every_sentence_exists_in_every_language() {
    let code = [include_str!("../accounts.rs"), include_str!("../passwords.rs")].concat();
    let quoted = code.split('"').skip(1).step_by(2).filter(|text| text.starts_with("access-"));
    let needed: BTreeSet<&str> = quoted.collect();
    for (language, texts) in crate::TEXTS {
        let there: BTreeSet<&str> = texts.lines().filter_map(|line| line.split_once(" = ")).map(|(id, _)| id).collect();
        assert_eq!(there, needed, "{language:?}");
    }
}

#[test]
fn passwords_are_long_and_not_the_commonest() {
    let id = |password: &str| match Passwords::check(password, "nadia.of.the.north") {
        Ok(()) => "fits",
        Err(Problem::Fields { fields }) => fields[0].1.id,
        Err(other) => panic!("{other}"),
    };
    assert_eq!(id("short"), "access-password-short");
    assert_eq!(id("Nadia.of.the.North"), "access-password-is-name");
    assert_eq!(id("Password1234"), "access-password-common");
    assert_eq!(id(&"x".repeat(1025)), "access-password-long");
    assert_eq!(id("اثنا عشر حرفا"), "fits");
    assert_eq!(id(PASSWORD), "fits");
}
