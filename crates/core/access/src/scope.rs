//! Rights over a list: which rows of a table somebody may see, as a condition in SQL.
//!
//! The same policies decide here as for a single thing, so that a list shows what its items would show. Since nobody holds
//! a right outside the area of their mandate, it is enough to ask once for each mandate, about a thing that lies in that
//! very area: if it is permitted, so is everything below. [`Scope`] is the answer for things of one visibility and one
//! owner; [`Filter`] is the answer for a table in which both differ from row to row.
//!
//! "Below" is a common beginning of the path: `SUBSTR(path, 1, n) = 'C/R/'`. LIKE would do on neither database alone, since
//! one of them takes no notice of case; a range would do on neither, since collations differ.

use comity_store::Value;

use crate::policies::{Access, Action, Resource, Visibility};
use crate::roles::Person;

/// Where somebody may do something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    Everything,
    /// In these areas and everything below them, by their paths; never empty.
    Areas(Vec<String>),
    Nothing,
}

impl Scope {
    /// Whether something at `path` is within.
    pub fn holds(&self, path: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Areas(areas) => areas.iter().any(|area| path.starts_with(area.as_str())),
            Self::Nothing => false,
        }
    }

    /// A condition for a WHERE clause, and its binds, the first of which is `$first`. `path` is the column that holds
    /// paths (`areas.path`): a constant of the program, never anything typed.
    pub fn sql(&self, path: &str, first: usize) -> (String, Vec<Value>) {
        match self {
            Self::Everything => ("1 = 1".to_owned(), Vec::new()),
            Self::Nothing => ("1 = 0".to_owned(), Vec::new()),
            Self::Areas(areas) => {
                let one = |(place, area): (usize, &String)| {
                    format!("SUBSTR({path}, 1, {}) = ${}", area.chars().count(), first + place)
                };
                let conditions: Vec<String> = areas.iter().enumerate().map(one).collect();
                (format!("({})", conditions.join(" OR ")), areas.iter().map(Value::from).collect())
            }
        }
    }

    fn of(paths: Vec<String>) -> Self {
        let narrow = |path: &String| !paths.iter().any(|wider| wider != path && path.starts_with(wider.as_str()));
        let mut widest: Vec<String> = paths.iter().filter(|path| narrow(path)).cloned().collect();
        widest.sort_unstable();
        widest.dedup();
        match widest.as_slice() {
            [] => Self::Nothing,
            [all] if all.is_empty() => Self::Everything,
            _ => Self::Areas(widest),
        }
    }
}

/// The columns of a table that a [`Filter`] looks at: constants of the program, never anything typed. A table without a
/// visibility is private throughout; one without an owner has none.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'c> {
    pub path: &'c str,
    pub visibility: Option<&'c str>,
    pub body: Option<&'c str>,
}

/// Which rows of a table somebody may see, by the rows' visibility and owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter(Vec<Part>);

/// Where rows of one visibility are permitted: those of any owner, or of one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    visibility: Visibility,
    body: Option<String>,
    scope: Scope,
}

impl Filter {
    /// Whether something of this visibility and owner at `path` is within.
    pub fn holds(&self, path: &str, visibility: Visibility, body: Option<&str>) -> bool {
        let owner = |part: &Part| part.body.is_none() || part.body.as_deref() == body;
        self.0.iter().any(|part| part.visibility == visibility && owner(part) && part.scope.holds(path))
    }

    /// Whether no row at all can be within.
    pub fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }

    /// A condition for a WHERE clause, and its binds, the first of which is `$first`.
    pub fn sql(&self, columns: Columns<'_>, first: usize) -> (String, Vec<Value>) {
        let (mut parts, mut binds) = (Vec::new(), Vec::new());
        for part in &self.0 {
            let mut conditions = Vec::new();
            match columns.visibility {
                Some(column) => conditions.push(format!("{column} = '{}'", part.visibility.as_str())),
                None if part.visibility == Visibility::Private => {}
                None => continue,
            }
            match (&part.body, columns.body) {
                (Some(body), Some(column)) => {
                    conditions.push(format!("{column} = ${}", first + binds.len()));
                    binds.push(Value::from(body));
                }
                (Some(_), None) => continue,
                (None, _) => {}
            }
            let (within, areas) = part.scope.sql(columns.path, first + binds.len());
            conditions.push(within);
            binds.extend(areas);
            parts.push(format!("({})", conditions.join(" AND ")));
        }
        if parts.is_empty() { ("1 = 0".to_owned(), binds) } else { (format!("({})", parts.join(" OR ")), binds) }
    }
}

impl Access {
    /// Where `who` may do this to things of this kind, visibility and owner.
    pub fn scope(
        &self,
        who: Option<&Person>,
        action: Action,
        kind: &'static str,
        visibility: Visibility,
        body: Option<&str>,
    ) -> Scope {
        let mandates = who.map(|person| person.mandates.as_slice()).unwrap_or_default();
        let permitted = mandates.iter().filter(|mandate| {
            let thing = Resource { kind, id: "any", area_path: &mandate.path, body, visibility };
            self.permits(mandate, action, &thing)
        });
        Scope::of(permitted.map(|mandate| mandate.path.clone()).collect())
    }

    /// Which rows of a table of this kind `who` may do this to.
    pub fn filter(&self, who: Option<&Person>, action: Action, kind: &'static str) -> Filter {
        let mandates = who.map(|person| person.mandates.as_slice()).unwrap_or_default();
        let mut bodies: Vec<&str> = mandates.iter().filter_map(|mandate| mandate.body.as_deref()).collect();
        bodies.sort_unstable();
        bodies.dedup();
        let mut parts = Vec::new();
        for visibility in Visibility::ALL {
            // What is permitted on something of no owner is permitted on anybody's.
            let any = self.scope(who, action, kind, visibility, None);
            for body in &bodies {
                let scope = self.scope(who, action, kind, visibility, Some(body));
                if scope != any && scope != Scope::Nothing {
                    parts.push(Part { visibility, body: Some((*body).to_owned()), scope });
                }
            }
            if any != Scope::Nothing {
                parts.push(Part { visibility, body: None, scope: any });
            }
        }
        Filter(parts)
    }
}
