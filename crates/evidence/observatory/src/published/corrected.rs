//! Corrections of what is out: in batches, so that the difference of two releases gives nobody away.
//!
//! A corrected dataset leads to a corrected release of the same layout. A finest count changes only by as many incidents as
//! the threshold has, the same numbers stay withheld, and every small count of every version is proven safe against a reader
//! who has them all (`comity_disclosure::release`). What is too little, or would not be safe, waits; it is found again the next
//! time, since each version's table follows from the datasets behind it. What is as in its source is corrected as it is.
//! Incidents drawn at points stay where they are.

use std::collections::{BTreeMap, BTreeSet};

use comity_datasets::read_counts;
use comity_disclosure::kinds::Treatment;
use comity_disclosure::release::{applied, changes, correct as batch};
use comity_disclosure::suppress::Pattern;
use comity_disclosure::{Error, Table};
use comity_kernel::Reference;
use comity_ledger::Refusal;
use comity_store::{StoreError, Value};

use super::Publication;
use super::content::{Content, Detail, named};
use super::drawn::Holds;
use super::due::Group;
use super::events::ReleasePublished;
use super::publish::{Press, PublishError, Published, method};
use super::table::{Exact, Laid, used};

/// A release that came out, as it was recorded.
struct Version {
    body: ReleasePublished,
    content: Content,
}

/// Publishes the corrections that are many enough.
///
/// # Errors
/// What is wrong with a stored dataset or release.
pub fn correct(press: &Press<'_>) -> Result<Vec<Published>, PublishError> {
    let mut out = Vec::new();
    for reference in outdated(press)? {
        let versions = versions(press, &reference)?;
        let Some(last) = versions.last() else { continue };
        let treatment = last.body.treatment;
        let content = match last.body.publication {
            Publication::AsSource => Some(as_source(press, last)?),
            Publication::Counts if last.content.detail == Detail::Margins => counted(press, &versions)?,
            _ => None,
        };
        if let Some(content) = content {
            let (rule, releases) = (&last.body.rule_json, vec![(last.body.publication, content)]);
            out.extend(press.record(treatment, rule, Some(&reference), releases)?);
        }
    }
    Ok(out)
}

/// The releases in force that hold incidents of a dataset that was corrected since; not those that count what others draw.
fn outdated(press: &Press<'_>) -> Result<Vec<Reference>, PublishError> {
    let sql = "SELECT DISTINCT r.reference FROM releases r
                   JOIN released h ON h.release = r.reference JOIN datasets d ON d.reference = h.dataset
               WHERE r.corrected_by IS NULL AND d.corrected_by IS NOT NULL AND NOT EXISTS (
                   SELECT 1 FROM released o JOIN releases p ON p.reference = o.release
                   WHERE o.dataset = h.dataset AND o.kind = h.kind AND o.month = h.month AND p.publication = 'points')
               ORDER BY r.reference";
    let read = |tx: &mut comity_store::Read<'_>| {
        let rows = tx.query(sql, &[])?;
        Ok::<_, Refusal>(rows.iter().map(|row| row.get(0)).collect::<Result<Vec<Reference>, StoreError>>()?)
    };
    Ok(press.ledger.store().read_now(read)?)
}

/// All versions of a release, the first one first.
fn versions(press: &Press<'_>, newest: &Reference) -> Result<Vec<Version>, PublishError> {
    let (mut found, mut at) = (Vec::new(), Some(newest.to_string()));
    while let Some(reference) = at {
        let sql = "SELECT body FROM releases WHERE reference = $1";
        let body: Option<String> =
            press.ledger.store().read_now(move |tx| Ok::<_, Refusal>(tx.value(sql, &[Value::from(&reference)])?))?;
        let Some(body) = body else { break };
        let body: ReleasePublished = serde_json::from_str(&body)?;
        let content = serde_json::from_slice(&press.ledger.objects().get(&body.object)?)?;
        at = body.corrects.clone();
        found.push(Version { body, content });
    }
    found.reverse();
    Ok(found)
}

/// The same incidents in the datasets that count now.
fn now(press: &Press<'_>, holds: &[(String, String, i32)]) -> Holds {
    let newest =
        |(dataset, kind, month): &(String, String, i32)| (press.known.newest(dataset).to_owned(), kind.clone(), *month);
    holds.iter().map(newest).collect()
}

/// What the corrected datasets have in the months of the release, as it is: kinds that are new among them.
fn as_source(press: &Press<'_>, last: &Version) -> Result<Content, PublishError> {
    let mut holds = now(press, &last.content.holds);
    let months: BTreeSet<(String, i32)> = holds.iter().map(|hold| (hold.0.clone(), hold.2)).collect();
    for (dataset, month) in months {
        let kinds = press.known.kinds.iter().filter(|(of, _)| *of == dataset);
        holds.extend(kinds.map(|(_, kind)| (dataset.clone(), named(kind).to_owned(), month)));
    }
    let group = group(holds);
    let rows = counted_again(press, &group.holds)?;
    let mut content = press.as_source(&press.ground(last.body.treatment, &group)?, &rows, &group.holds)?;
    content.holds = group.holds.into_iter().collect();
    Ok(content)
}

fn group(holds: Holds) -> Group {
    let kinds = holds.iter().map(|hold| hold.1.clone()).collect();
    let months = holds.iter().map(|hold| hold.2).collect();
    Group { holds, kinds, months, touched: BTreeSet::new() }
}

/// The next version of a release of counts; none while its corrections wait.
fn counted(press: &Press<'_>, versions: &[Version]) -> Result<Option<Content>, PublishError> {
    let (Some(first), Some(last)) = (versions.first(), versions.last()) else { return Ok(None) };
    let holds = now(press, &last.content.holds);
    let mut rows: Vec<Vec<Exact>> = Vec::new();
    for version in versions {
        rows.push(counted_again(press, &version.content.holds.iter().cloned().collect())?);
    }
    rows.push(counted_again(press, &holds)?);
    let Some(laid) = laid(press, first, last.body.treatment, &rows)? else { return Ok(None) };
    // What it was published by still holds.
    let protection = method(&last.body.rule_json)?;
    let tables: Vec<Table> = rows.iter().map(|rows| laid.table(rows)).collect::<Result<_, Error>>()?;
    let (out, wanted) = tables.split_at(versions.len());
    let published = replayed(versions, out)?;
    let (Some(wanted), Some(shown)) = (wanted.first(), published.last()) else { return Ok(None) };
    let changed = changes(shown, wanted)?;
    let all: Vec<&Table> = published.iter().collect();
    match batch(&all, &pattern(&laid, last), &changed, &protection) {
        Ok(batch) => {
            let shown = batch.pattern.apply(&batch.table);
            let margin = |_, cell| laid.is_margin(cell).then(|| shown.value(cell));
            let mut content = laid.content(Detail::Margins, margin);
            // Hours stay as they came out.
            content.hours.clone_from(&last.content.hours);
            content.holds = holds.into_iter().collect();
            Ok(Some(content))
        }
        Err(Error::Wait { .. }) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// The layout of the first version, for the incidents of all; none where its areas are no more.
fn laid(
    press: &Press<'_>,
    first: &Version,
    treatment: Treatment,
    rows: &[Vec<Exact>],
) -> Result<Option<Laid>, PublishError> {
    let group = group(first.content.holds.iter().cloned().collect());
    let mut ground = press.ground(treatment, &group)?;
    let listed: BTreeSet<&str> = first.content.areas.iter().map(String::as_str).collect();
    ground.covered.retain(|code| listed.contains(code.as_str()));
    let areas: BTreeSet<&str> = rows.iter().flat_map(|rows| used(rows)).collect();
    let laid = Laid::new(&ground, &areas)?;
    let shown = laid.areas();
    let same = listed.iter().all(|code| shown.contains(*code));
    Ok(same.then_some(laid))
}

/// What each version showed or withheld: its datasets' counts, as far as its corrections did not wait.
fn replayed(versions: &[Version], exact: &[Table]) -> Result<Vec<Table>, PublishError> {
    let mut found: Vec<Table> = Vec::new();
    for (version, table) in versions.iter().zip(exact) {
        let threshold = method(&version.body.rule_json)?.threshold;
        found.push(match found.last() {
            None => table.clone(),
            Some(before) => applied(before, &changes(before, table)?, threshold)?.0,
        });
    }
    Ok(found)
}

/// Which numbers the last version withheld.
fn pattern(laid: &Laid, last: &Version) -> Pattern {
    let standing = laid.standing(&Default::default());
    let mut shown = BTreeMap::new();
    for (area, period, kind, count) in &last.content.counts {
        let content = &last.content;
        let (Some(area), Some(months)) = (content.areas.get(*area as usize), content.periods.get(*period as usize))
        else {
            continue;
        };
        let Some(kind) = content.kinds.get(*kind as usize) else { continue };
        shown.insert((area.clone(), months.0, months.1, kind.clone()), count.is_some());
    }
    // A row that was not there (of incidents outside every area, who were none) does not come up now.
    let withheld = |index| shown.get(&laid.place(laid.layout.cell(index))) != Some(&true);
    Pattern::unproven((0..laid.layout.cells()).map(withheld).collect(), standing)
}

/// The incidents of these datasets, kinds and months, from the stored columns: those of versions before are counted nowhere
/// else.
fn counted_again(press: &Press<'_>, holds: &Holds) -> Result<Vec<Exact>, PublishError> {
    let mut found = Vec::new();
    let datasets: BTreeSet<&String> = holds.iter().map(|hold| &hold.0).collect();
    for dataset in datasets {
        let Some(object) = press.objects.get(dataset) else { continue };
        for (cell, count) in read_counts(press.ledger.objects().open(object)?)?.counts {
            let kind = named(&cell.kind).to_owned();
            if holds.contains(&(dataset.clone(), kind.clone(), cell.month.0)) {
                found.push(Exact { area: cell.area, month: cell.month.0, kind, count });
            }
        }
    }
    Ok(found)
}
