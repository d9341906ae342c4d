//! Every role can sign in, every sub-sector has its team, and all references lead somewhere.

use std::collections::BTreeSet;

use comity_access::Role;

use crate::TOWN;

#[test]
fn every_role_has_an_account_and_sign_in_names_are_unique() {
    let roles: BTreeSet<Role> = TOWN.accounts.iter().map(|account| account.role).collect();
    assert_eq!(roles.len(), 11);
    let names: BTreeSet<&str> = TOWN.accounts.iter().map(|account| account.sign_in.as_str()).collect();
    assert_eq!(names.len(), TOWN.accounts.len());
    for name in ["officer.harbour", "secretary", "chair", "oversight", "municipality", "resident", "admin", "analyst"] {
        assert!(names.contains(name), "{name}");
    }
    for account in &TOWN.accounts {
        assert!(account.email.ends_with("@example.org"));
        let known = |code: &String| TOWN.areas.iter().any(|area| &area.code == code);
        assert!(account.area.as_ref().is_none_or(known), "{:?}", account.area);
        if let Some(slug) = &account.organisation {
            assert!(TOWN.organisations.iter().any(|organisation| &organisation.slug == slug), "{slug}");
        }
    }
}

#[test]
fn every_sub_sector_has_officers_an_account_contact_and_priorities() {
    let phones: BTreeSet<&str> = TOWN.teams.iter().map(|team| team.phone.as_str()).collect();
    assert_eq!(phones.len(), 14);
    for area in TOWN.sub_sectors() {
        let team = TOWN.team_of(&area.code).unwrap();
        assert!((2..=3).contains(&team.officers.len()));
        let lead = team.officers[0].account.as_ref().unwrap();
        let account = TOWN.accounts.iter().find(|account| &account.sign_in == lead).unwrap();
        assert_eq!((account.role, account.area.as_ref()), (Role::Officer, Some(&area.code)));
        assert!(team.phone.starts_with("01632 960"), "a number reserved for fiction");
        let priorities = TOWN.priorities.iter().filter(|priority| priority.area == area.code).count();
        assert!((2..=3).contains(&priorities));
    }
}

#[test]
fn the_forum_mirrors_the_town_and_its_chair_is_not_the_police() {
    let forum = &TOWN.forum;
    let chair = TOWN.accounts.iter().find(|account| account.sign_in == forum.chair).unwrap();
    assert_eq!((chair.role, chair.organisation.as_deref()), (Role::Chair, None));
    let women = forum.members.iter().filter(|member| member.woman).count();
    assert_eq!(women * 2, forum.members.len());
    let homes: BTreeSet<char> = forum.members.iter().filter_map(|member| member.lives_in.chars().nth(4)).collect();
    assert_eq!(homes.len(), 4, "members come from all four sectors");
}
