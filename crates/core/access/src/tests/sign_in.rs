//! Signing in, sessions, and the limits on both.

use std::net::IpAddr;
use std::time::Duration;

use comity_kernel::{Clock, Ids, Millis, Problem};
use comity_ledger::{OPERATOR, Refusal};
use comity_store::{Read, StoreError};
use comity_testing::block_on;

use super::{House, PASSWORD};
use crate::{ClientKey, Cost, Grant, Limits, Passwords, Quota, Role, Session, SignIn, Token, accounts};

fn client(sign_in: &SignIn, last: u8) -> ClientKey {
    sign_in.limits().client(IpAddr::from([192, 0, 2, last]))
}

fn attempt(sign_in: &SignIn, name: &str, password: &str) -> Result<Token, Refusal> {
    block_on(sign_in.sign_in(name, password, client(sign_in, 1)))
}

fn session(sign_in: &SignIn, token: &Token) -> Option<Session> {
    block_on(sign_in.session(token)).unwrap()
}

fn is_wrong(outcome: &Result<Token, Refusal>) -> bool {
    let wrong = Problem::field("password", "sign-in-wrong");
    matches!(outcome, Err(Refusal::Problem(problem)) if *problem == wrong)
}

fn seconds(outcome: Result<Token, Refusal>) -> Option<u64> {
    match outcome {
        Err(Refusal::Problem(Problem::TooMany { seconds })) => Some(seconds),
        _ => None,
    }
}

comity_testing::each_store! {
    fn whoever_knows_name_and_password_has_a_session(database) {
        let house = House::new(database);
        let account = house.create("nadia", &[Grant::within(Role::Officer, "N")]).unwrap();
        let sign_in = house.sign_in();
        let token = attempt(&sign_in, " Nadia", PASSWORD).unwrap();
        assert_eq!(Token::parse(token.as_str()), Some(token.clone()));
        let person = session(&sign_in, &token).unwrap().person;
        assert_eq!((person.account.as_str(), person.shown()), (account.as_str(), "nadia of Test"));
        assert!(person.is(Role::Officer));
        let other = attempt(&sign_in, "nadia", PASSWORD).unwrap();
        assert_ne!(other, token);
        block_on(sign_in.sign_out(&token)).unwrap();
        assert_eq!(session(&sign_in, &token), None);
        assert!(session(&sign_in, &other).is_some());
    }

    fn wrong_name_and_wrong_password_are_refused_alike(database) {
        let house = House::new(database);
        let account = house.create("nadia", &[Grant::within(Role::Officer, "N")]).unwrap();
        let sign_in = house.sign_in();
        for (name, password) in [("nadia", "not her password"), ("nobody", PASSWORD), ("", ""), ("na\0dia", PASSWORD)] {
            assert!(is_wrong(&attempt(&sign_in, name, password)), "{name}");
        }
        assert!(is_wrong(&attempt(&sign_in, "nadia", &"x".repeat(5_000))));
        house.decide(OPERATOR, move |d| accounts::close(d, &account)).unwrap();
        assert!(is_wrong(&attempt(&sign_in, "nadia", PASSWORD)));
    }

    fn a_name_waits_longer_after_each_failure_and_never_for_good(database) {
        let house = House::new(database);
        house.create("nadia", &[Grant::within(Role::Officer, "N")]).unwrap();
        // Names that nobody has wait just the same, so that waiting tells nothing.
        for name in ["nadia", "nobody"] {
            let sign_in = house.sign_in();
            let wrong = || attempt(&sign_in, name, "not the password");
            assert!((0..5).all(|_| is_wrong(&wrong())));
            for expected in [15, 30, 60, 120, 240, 480, 900, 900] {
                assert_eq!(seconds(wrong()), Some(expected));
                assert_eq!(seconds(attempt(&sign_in, name, PASSWORD)), Some(expected), "waiting does not grow by asking");
                house.later(expected - 1);
                assert_eq!(seconds(wrong()), Some(1));
                house.later(1);
                assert!(is_wrong(&wrong()));
            }
        }
        // Another node has other limits in memory and the same database.
        assert!(seconds(attempt(&house.sign_in(), "nobody", PASSWORD)).is_some());
        house.later(900);
        let sign_in = house.sign_in();
        attempt(&sign_in, "nadia", PASSWORD).unwrap();
        assert!((0..5).all(|_| is_wrong(&attempt(&sign_in, "nadia", "wrong again"))), "a success clears what was before");
    }

    fn many_attempts_at_once_count_as_many(database) {
        let house = House::new(database);
        house.create("nadia", &[Grant::within(Role::Officer, "N")]).unwrap();
        let sign_in = house.sign_in();
        let outcomes = block_on(async {
            let tasks: Vec<_> = (0..40u8)
                .map(|n| (sign_in.clone(), client(&sign_in, n)))
                .map(|(sign_in, client)| {
                    tokio::spawn(async move { sign_in.sign_in("nadia", "wrong wrong wrong", client).await })
                })
                .collect();
            let mut outcomes = Vec::new();
            for task in tasks {
                outcomes.push(task.await.unwrap());
            }
            outcomes
        });
        assert_eq!(outcomes.iter().filter(|outcome| is_wrong(outcome)).count(), 5);
    }

    fn a_client_waits_whatever_names_it_tries(database) {
        let house = House::new(database);
        house.create("nadia", &[Grant::within(Role::Officer, "N")]).unwrap();
        let sign_in = house.sign_in();
        assert!((0..40).all(|_| attempt(&sign_in, "nadia", PASSWORD).is_ok()), "those who are right do not wait");
        let tried = (0..40).filter(|n| is_wrong(&attempt(&sign_in, &format!("name-{n}"), PASSWORD))).count();
        assert_eq!(tried, 30);
        assert_eq!(seconds(attempt(&sign_in, "another", PASSWORD)), Some(20));
        assert!(is_wrong(&block_on(sign_in.sign_in("another", PASSWORD, client(&sign_in, 2)))));
    }

    fn a_session_ends_when_idle_and_after_a_week(database) {
        let house = House::new(database);
        house.create("nadia", &[Grant::within(Role::Officer, "N")]).unwrap();
        let sign_in = house.sign_in();
        let token = attempt(&sign_in, "nadia", PASSWORD).unwrap();
        house.later(12 * 3600 - 1);
        let open = session(&sign_in, &token).unwrap();
        assert!(open.is_due(house.clock.now()));
        block_on(sign_in.touch(&token)).unwrap();
        assert!(!session(&sign_in, &token).unwrap().is_due(house.clock.now()));
        house.later(12 * 3600);
        assert_eq!(session(&sign_in, &token), None);

        let token = attempt(&sign_in, "nadia", PASSWORD).unwrap();
        for _ in 0..(7 * 24 - 1) {
            house.later(3600);
            block_on(sign_in.touch(&token)).unwrap();
            assert!(session(&sign_in, &token).is_some());
        }
        house.later(3600);
        assert_eq!(session(&sign_in, &token), None);
        block_on(sign_in.sweep()).unwrap();
        let left: Result<Option<i64>, StoreError> =
            house.ledger.store().read_now(|tx: &mut Read<'_>| tx.value("SELECT COUNT(*) FROM sessions", &[]));
        assert_eq!(left.unwrap(), Some(0));
    }

    fn a_session_is_found_in_one_query_and_stored_without_its_token(database) {
        let house = House::new(database);
        house.create("nadia", &[Grant::within(Role::Officer, "N"), Grant::everywhere(Role::Coordinator)]).unwrap();
        let token = attempt(&house.sign_in(), "nadia", PASSWORD).unwrap();
        let (fresh, now) = (token.clone(), house.clock.now());
        let (queries, mandates): (u32, usize) = house
            .ledger
            .store()
            .read_now(move |tx: &mut Read<'_>| {
                let session = crate::sessions::session(tx, &fresh, now)?.unwrap();
                Ok::<_, StoreError>((tx.queries(), session.person.mandates.len()))
            })
            .unwrap();
        assert_eq!((queries, mandates), (1, 2));
        let stored: Result<Option<Vec<u8>>, StoreError> =
            house.ledger.store().read_now(|tx: &mut Read<'_>| tx.value("SELECT hash FROM sessions", &[]));
        assert_eq!(stored.unwrap().unwrap(), token.hash());
        assert_eq!(format!("{token:?}"), "Token(…)");
    }

    fn a_role_taken_away_a_new_password_and_a_closed_account_take_effect_at_once(database) {
        let house = House::new(database);
        let account = house.create("nadia", &[Grant::within(Role::Officer, "N")]).unwrap();
        let sign_in = house.sign_in();
        let token = attempt(&sign_in, "nadia", PASSWORD).unwrap();
        let reference = account.clone();
        house.decide(OPERATOR, move |d| accounts::revoke(d, &reference, &Grant::within(Role::Officer, "N"))).unwrap();
        assert_eq!(session(&sign_in, &token).unwrap().person.mandates, []);

        let changed = house.passwords.hash_now("ten green bottles", "nadia", house.ledger.ids()).unwrap();
        let reference = account.clone();
        house.decide(OPERATOR, move |d| accounts::reset_password(d, &reference, &changed)).unwrap();
        assert_eq!(session(&sign_in, &token), None);
        assert!(is_wrong(&attempt(&sign_in, "nadia", PASSWORD)));
        let token = attempt(&sign_in, "nadia", "ten green bottles").unwrap();
        block_on(sign_in.sign_out_everywhere(&account)).unwrap();
        assert_eq!(session(&sign_in, &token), None);

        let token = attempt(&sign_in, "nadia", "ten green bottles").unwrap();
        house.decide(OPERATOR, move |d| accounts::close(d, &account)).unwrap();
        assert_eq!(session(&sign_in, &token), None);
    }
}

#[test]
fn computations_are_bounded_and_the_rest_are_asked_to_come_again() {
    let ids = Ids::seeded([7; 32]);
    let passwords = Passwords::new(Cost { memory: 8_192, passes: 2 }, 1, &ids).unwrap();
    let places: Vec<_> = (0..64).map(|_| passwords.place().unwrap()).collect();
    let full = passwords.place();
    assert!(matches!(full, Err(Refusal::Problem(Problem::TooMany { .. }))));
    drop(places);
    block_on(passwords.hash(PASSWORD, "nadia", &ids)).unwrap();
}

#[test]
fn limits_let_through_a_quota_and_then_as_time_goes_by() {
    let (clock, ids) = (Clock::fixed(Millis(1_767_225_600_000)), Ids::seeded([7; 32]));
    let limits = Limits::new(clock.clone(), ids.clone());
    let quota = Quota { times: 3, window: Duration::from_secs(60) };
    let (one, two) = (limits.client(IpAddr::from([192, 0, 2, 1])), limits.client(IpAddr::from([192, 0, 2, 2])));
    assert!((0..3).all(|_| limits.allow(one, "raise", quota).is_ok()));
    assert_eq!(limits.allow(one, "raise", quota), Err(Problem::TooMany { seconds: 20 }));
    assert_eq!(limits.allow(one, "write", quota), Ok(()));
    assert_eq!(limits.allow(two, "raise", quota), Ok(()));
    clock.set(clock.now().plus(Duration::from_secs(20)));
    assert_eq!(limits.allow(one, "raise", quota), Ok(()));
    assert_eq!(limits.allow(one, "raise", quota), Err(Problem::TooMany { seconds: 20 }));
}

#[test]
fn a_clients_key_says_nothing_and_changes_every_day() {
    let (clock, ids) = (Clock::fixed(Millis(1_767_225_600_000)), Ids::seeded([7; 32]));
    let limits = Limits::new(clock.clone(), ids.clone());
    let key = |address: &str| limits.client(address.parse().unwrap());
    let today = key("192.0.2.1");
    assert_eq!(key("::ffff:192.0.2.1"), today);
    assert_ne!(key("192.0.2.2"), today);
    assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
    assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
    assert_eq!(format!("{today:?}"), "ClientKey(…)");
    clock.set(clock.now().plus(Duration::from_secs(86_400)));
    assert_ne!(key("192.0.2.1"), today);
    let other_node = Limits::new(clock.clone(), ids.clone());
    assert_ne!(other_node.client("192.0.2.1".parse().unwrap()), key("192.0.2.1"));
}
