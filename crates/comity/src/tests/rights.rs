//! What people see in lists is what they may open: for every account of the demonstration and every concern.

use std::collections::BTreeSet;

use comity_access::{Access, Action, Person, Resource, Role, kind};
use comity_concerns::Concern;
use comity_kernel::PageRequest;
use comity_ledger::Refusal;

use super::demonstration::Demonstration;

/// # Panics
/// If a list shows something that its item would not, or the other way round.
pub fn check(demonstration: &Demonstration) {
    let access = Access::new().unwrap();
    let concerns: Vec<Concern> = {
        let references = demonstration.concerns();
        let read = move |tx: &mut comity_store::Read<'_>| {
            let found = references.iter().map(|reference| comity_concerns::find(tx, reference));
            found.collect::<Result<Option<Vec<_>>, Refusal>>()
        };
        demonstration.ledger.store().read_now(read).unwrap().expect("every concern is there")
    };
    let mut readers: BTreeSet<Role> = BTreeSet::new();
    for account in &demonstration.town.accounts {
        let name = account.sign_in.clone();
        let person = demonstration.ledger.store().read_now(move |tx| comity_access::by_sign_in(tx, &name)).unwrap();
        let person = person.unwrap_or_else(|| panic!("{} has no account", account.sign_in));
        let permitted = permitted(&access, &person, &concerns);
        assert_eq!(listed(demonstration, &access, &person), permitted, "{} sees in the list", account.sign_in);
        if !permitted.is_empty() {
            readers.extend(person.mandates.iter().map(|mandate| mandate.role));
        }
    }
    // What residents said is the team's alone: no forum, no coordinator and no oversight body reads it.
    let expected = [Role::Officer, Role::Supervisor];
    assert_eq!(readers, expected.into(), "the roles that see any concern");
}

/// The concerns for which single decisions say yes; the filter must say the same.
fn permitted(access: &Access, person: &Person, concerns: &[Concern]) -> BTreeSet<String> {
    let filter = access.filter(Some(person), Action::CONCERN_READ, kind::CONCERN);
    let mut permitted = BTreeSet::new();
    for concern in concerns {
        let reference = concern.reference.to_string();
        let resource = Resource::new(kind::CONCERN, &reference, &concern.area_path).visible(concern.visibility);
        let may = access.decide(Some(person), Action::CONCERN_READ, &resource).is_ok();
        let holds = filter.holds(&concern.area_path, concern.visibility, None);
        assert_eq!(holds, may, "{} and {reference}", person.sign_in);
        if may {
            permitted.insert(reference);
        }
    }
    permitted
}

/// Everything in the person's inbox, page by page.
fn listed(demonstration: &Demonstration, access: &Access, person: &Person) -> BTreeSet<String> {
    let filter = access.filter(Some(person), Action::CONCERN_READ, kind::CONCERN);
    let read = move |tx: &mut comity_store::Read<'_>| {
        let mut found = BTreeSet::new();
        for waiting in [true, false] {
            let mut request = PageRequest { after: None, size: 50 };
            loop {
                let before = tx.queries();
                let page = comity_concerns::inbox(tx, &filter, waiting, &request)?;
                assert_eq!(tx.queries() - before, 1, "a page of the inbox is one query");
                for concern in page.rows {
                    assert!(found.insert(concern.reference.to_string()), "{} is listed twice", concern.reference);
                }
                match page.next {
                    Some(next) => request.after = Some(next),
                    None => break,
                }
            }
        }
        Ok::<_, Refusal>(found)
    };
    demonstration.ledger.store().read_now(read).unwrap()
}
