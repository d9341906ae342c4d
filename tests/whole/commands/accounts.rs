//! Opening accounts and giving new passwords.

use comity_testing::each_store;

use crate::place::{Place, Run};
use crate::server::Server;

const FIRST: &str = "seven otters under a bridge";
const SECOND: &str = "eleven lanterns by the quay";

each_store! {
    fn an_account_is_opened_and_gets_a_new_password(database) {
        let place = Place::new(database).with_town();
        place.account("olena", "officer", Some("S1"), FIRST);
        let server = Server::start(&place);
        let olena = server.client();
        assert_eq!(olena.get("/inbox").status, 303);
        assert_eq!(olena.sign_in("olena", "not her password").status, 422);
        assert_eq!(olena.sign_in("olena", FIRST).status, 303);
        assert_eq!(olena.get("/inbox").status, 200);

        // Beside the running server: the session ends, the old password is no more.
        let mut reset = place.command(&["account", "reset", "olena", "--password-stdin"]);
        let ran = reset.ran_typing(&format!("{SECOND}\n"));
        assert_eq!(ran.status, 0, "{ran:?}");
        assert!(!ran.out.contains(SECOND) && !ran.err.contains(SECOND), "{ran:?}");
        assert_eq!(olena.get("/inbox").status, 303);
        assert_eq!(olena.sign_in("olena", FIRST).status, 422);
        assert_eq!(olena.sign_in("olena", SECOND).status, 303);
        assert_eq!(place.audit()["waiting"], 0);
        place.verify();
    }

    fn what_does_not_fit_opens_no_account(database) {
        let place = Place::new(database).with_town();
        place.account("olena", "officer", Some("S1"), FIRST);
        let before = place.fingerprint();
        let refused = |words: &[&str], typed: &str, telling: &str| {
            let words = [&["account"], words, &["--password-stdin"]].concat();
            let ran = place.command(&words).ran_typing(typed);
            assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{words:?}: {ran:?}");
            assert!(ran.err.contains(telling), "{words:?}: nothing about `{telling}`: {ran:?}");
            assert!(typed.is_empty() || !ran.err.contains(typed), "{words:?}: {ran:?}");
        };
        refused(&["create", "olena", "--role", "officer", "--area", "S1"], SECOND, "name");
        refused(&["create", "ivan", "--role", "king"], SECOND, "officer, supervisor");
        refused(&["create", "ivan", "--role", "officer", "--area", "nowhere"], SECOND, "nowhere");
        refused(&["create", "ivan", "--role", "officer", "--area", "S1"], "short", "password");
        refused(&["create", "ivan", "--role", "officer", "--area", "S1"], "", "password");
        refused(&["reset", "nobody"], SECOND, "nobody");
        assert_eq!(place.fingerprint(), before);
        place.verify();
    }
}
