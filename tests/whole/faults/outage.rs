//! PostgreSQL goes away while people write, and comes back.

use comity_testing::cluster::Cluster;
use comity_testing::{Database, Engine};

use super::storm::{Form, check, resend, storm, words};
use crate::place::Place;
use crate::server::Server;
use crate::told::until;

/// Nobody can connect to the database, and whoever was connected no longer is.
fn cut_off(database: &Database) {
    let (name, mut client) = (database.name(), Cluster::shared().client("postgres"));
    client.batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).unwrap();
    let sql = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    client.batch_execute(&sql).unwrap();
}

fn let_in(database: &Database) {
    let sql = format!("ALTER DATABASE {} ALLOW_CONNECTIONS true", database.name());
    Cluster::shared().client("postgres").batch_execute(&sql).unwrap();
}

#[test]
fn while_the_database_is_away_people_are_told_and_afterwards_it_goes_on() {
    let database = Database::fresh(Engine::Postgres);
    let place = Place::new(&database).with_town();
    let server = Server::start_with(&place, |command| {
        command.env("COMITY_PROXIES", "127.0.0.1");
    });
    let form = Form::open(&server.url);
    let client = server.client();
    assert_eq!(client.get("/health").status, 200);
    let good = storm(&form, 0..50, &|_| {});
    assert_eq!(good.acknowledged.len(), 50, "{good:?}");

    // In the middle of many.
    let mut during = storm(&form, 100..400, &|acknowledged| {
        if acknowledged == 100 {
            cut_off(&database);
        }
    });
    assert!(during.acknowledged.len() >= 100, "{during:?}");
    let away = storm(&form, 500..510, &|_| {});
    assert!(away.acknowledged.is_empty() && away.unanswered.is_empty(), "{away:?}");
    for (number, page) in &away.refused {
        assert!((500..600).contains(&page.status), "{}", page.text());
        assert!(page.text().contains(&words(*number)), "the words are gone: {}", page.text());
    }
    assert_eq!(client.get("/health").status, 503);

    let_in(&database);
    until("the program to find its database again", || (client.get("/health").status == 200).then_some(()));
    resend(&form, &mut during);
    let after = storm(&form, 600..650, &|_| {});
    assert_eq!(after.acknowledged.len(), 50, "{after:?}");
    for outcomes in [&good, &during, &away, &after] {
        check(&place, &form, outcomes);
    }
    assert!(server.stop().success());
    place.verify();
}
