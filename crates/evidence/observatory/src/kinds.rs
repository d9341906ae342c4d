//! The names of kinds of incidents: the categories of police.uk in both languages, any other as its file has it.

use comity_shell::Words;

/// police.uk's categories and the ids of their names.
const NAMED: [(&str, &str); 14] = [
    ("Anti-social behaviour", "kind-anti-social-behaviour"),
    ("Bicycle theft", "kind-bicycle-theft"),
    ("Burglary", "kind-burglary"),
    ("Criminal damage and arson", "kind-criminal-damage"),
    ("Drugs", "kind-drugs"),
    ("Other crime", "kind-other-crime"),
    ("Other theft", "kind-other-theft"),
    ("Possession of weapons", "kind-weapons"),
    ("Public order", "kind-public-order"),
    ("Robbery", "kind-robbery"),
    ("Shoplifting", "kind-shoplifting"),
    ("Theft from the person", "kind-theft-from-person"),
    ("Vehicle crime", "kind-vehicle-crime"),
    ("Violence and sexual offences", "kind-violence"),
];

/// The name of a kind in the page's language. One that is not police.uk's stands as it is, an empty one as "not stated".
pub fn kind_name<'a>(words: Words<'a>, kind: &'a str) -> &'a str {
    if kind.is_empty() {
        return words.t("kind-not-stated");
    }
    NAMED.iter().find(|(known, _)| known.eq_ignore_ascii_case(kind)).map_or(kind, |(_, id)| words.t(id))
}

/// What concerns can be about and the ids of the names; they are of the practice, which stands above.
const TOPICS: [(&str, &str); 13] = [
    ("lighting", "category-lighting"),
    ("traffic", "category-traffic"),
    ("noise", "category-noise"),
    ("litter", "category-litter"),
    ("young-people", "category-young-people"),
    ("drugs", "category-drugs"),
    ("theft", "category-theft"),
    ("harassment", "category-harassment"),
    ("transport", "category-transport"),
    ("buildings", "category-buildings"),
    ("animals", "category-animals"),
    ("water", "category-water"),
    ("other", "category-other"),
];

/// The name of a concern's topic in the page's language; one that is not known stands as it is.
pub fn topic_name<'a>(words: Words<'a>, topic: &'a str) -> &'a str {
    TOPICS.iter().find(|(known, _)| *known == topic).map_or(topic, |(_, id)| words.t(id))
}
