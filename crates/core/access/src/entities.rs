//! What the policies are asked about, in Cedar's terms.
//!
//! An area is named by its path, so that everything under it lies in it: the areas of `C/R/D/` are ``, `C/`, `C/R/` and
//! `C/R/D/`. They are all given as parents of the thing itself, and no area needs to be looked up.

use std::collections::{HashMap, HashSet};

use cedar_policy::{Entity, EntityAttrEvaluationError, EntityId, EntityTypeName, EntityUid, RestrictedExpression};

use crate::policies::{PolicyError, Resource};
use crate::roles::Mandate;

/// The kinds of thing that policies know.
pub mod kind {
    pub const CONCERN: &str = "concern";
    pub const FORUM: &str = "forum";
    pub const MEETING: &str = "meeting";
    /// An action that was agreed: who does what by when.
    pub const ACTION: &str = "action";
    pub const TEAM: &str = "team";
    pub const AREA: &str = "area";
    pub const DATASET: &str = "dataset";
    pub const ACCOUNT: &str = "account";
    /// The ledger itself.
    pub const RECORD: &str = "record";
}

/// A kind of thing: its name in the schema, and which attributes it has there.
struct Kind {
    name: &'static str,
    entity: &'static str,
    visibility: bool,
    body: bool,
}

const fn plain(name: &'static str, entity: &'static str) -> Kind {
    Kind { name, entity, visibility: false, body: false }
}

static KINDS: [Kind; 9] = [
    Kind { name: kind::CONCERN, entity: "Concern", visibility: true, body: false },
    plain(kind::FORUM, "Forum"),
    plain(kind::MEETING, "Meeting"),
    Kind { name: kind::ACTION, entity: "AgreedAction", visibility: false, body: true },
    plain(kind::TEAM, "Team"),
    plain(kind::AREA, "Area"),
    plain(kind::DATASET, "Dataset"),
    plain(kind::ACCOUNT, "Account"),
    plain(kind::RECORD, "Record"),
];

#[cfg(test)]
pub(crate) fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| kind.name)
}

pub(crate) fn type_name(name: &'static str) -> Result<EntityTypeName, PolicyError> {
    name.parse().map_err(|_| PolicyError::Unknown(name))
}

/// The names of the schema, read once.
pub(crate) struct Names {
    area: EntityTypeName,
    role: EntityTypeName,
    visibility: EntityTypeName,
    mandate: EntityUid,
    kinds: HashMap<&'static str, (EntityTypeName, &'static Kind)>,
}

type Built = Result<Entity, Box<EntityAttrEvaluationError>>;

fn uid(name: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(name.clone(), EntityId::new(id))
}

impl Names {
    pub(crate) fn new() -> Result<Self, PolicyError> {
        let mut kinds = HashMap::new();
        for kind in &KINDS {
            kinds.insert(kind.name, (type_name(kind.entity)?, kind));
        }
        let mandate = uid(&type_name("Mandate")?, "mandate");
        let (area, role, visibility) = (type_name("Area")?, type_name("Role")?, type_name("Visibility")?);
        Ok(Self { area, role, visibility, mandate, kinds })
    }

    pub(crate) fn mandate(&self, mandate: &Mandate) -> Built {
        let area = RestrictedExpression::new_entity_uid(uid(&self.area, &mandate.path));
        let body = mandate.body.clone().map(|body| ("body".to_owned(), RestrictedExpression::new_string(body)));
        let attributes = HashMap::from_iter([("area".to_owned(), area)].into_iter().chain(body));
        let role = HashSet::from([uid(&self.role, mandate.role.as_str())]);
        Entity::new(self.mandate.clone(), attributes, role).map_err(Box::new)
    }

    /// The thing with all areas it lies in; `None` for a kind that the policies do not know.
    pub(crate) fn resource(&self, resource: &Resource<'_>) -> Option<Built> {
        let (name, kind) = self.kinds.get(resource.kind)?;
        let mut attributes = HashMap::new();
        if kind.visibility {
            let visibility = uid(&self.visibility, resource.visibility.as_str());
            attributes.insert("visibility".to_owned(), RestrictedExpression::new_entity_uid(visibility));
        }
        if let Some(body) = resource.body.filter(|_| kind.body) {
            attributes.insert("body".to_owned(), RestrictedExpression::new_string(body.to_owned()));
        }
        // An area is itself the place it lies in; anything else has a name of its own.
        let own = uid(name, if kind.name == kind::AREA { resource.area_path } else { resource.id });
        let areas = containing(resource.area_path).map(|path| uid(&self.area, path)).filter(|area| *area != own);
        let areas = areas.collect();
        Some(Entity::new(own, attributes, areas).map_err(Box::new))
    }
}

/// The paths of the areas in which something at `path` lies: the whole partnership first.
fn containing(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').map(|(place, _)| place + 1);
    std::iter::once("").chain(ends.filter_map(|end| path.get(..end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_lies_in_every_area_above_it() {
        assert_eq!(containing("C/R/D/").collect::<Vec<_>>(), ["", "C/", "C/R/", "C/R/D/"]);
        assert_eq!(containing("").collect::<Vec<_>>(), [""]);
    }
}
