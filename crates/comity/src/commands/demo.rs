//! `comity demo`: an invented partnership, made through the commands that people use.

use std::path::Path;

use comity_demo::{DEMONSTRATION_PASSWORD, Enacted, Town, enact};
use comity_kernel::{Clock, Day, Ids, Language};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::tz::TimeZone;

use super::print;
use crate::Failure;
use crate::arguments::Demo;
use crate::place::Place;
use crate::slices;

/// What the demonstration is served with, where nothing is configured: nobody wants to wait a minute to try the proof.
const CONFIGURATION: &str = "# The demonstration's configuration.
[name]
en = \"Safer Marsa Rihan\"
ar = \"معًا لأمان مرسى ريحان\"

[log]
beat_seconds = 5
";

pub fn run(demo: &Demo) -> Result<(), Failure> {
    let zone = TimeZone::UTC;
    let now = Clock::system().now();
    let today = match &demo.today {
        None => now.day(&zone),
        Some(day) => Day::parse(day).ok_or_else(|| Failure::new(format!("--today {day}: expected YYYY-MM-DD")))?,
    };
    let place = Place::find(&demo.place)?;
    if comity_ledger::identity(&place.store(&slices::all())?)?.is_some() {
        return Err(Failure::new("there is a record in this place already: a demonstration needs an empty one"));
    }
    if let Some(file) = demo.place.data.as_ref().map(|folder| folder.join("comity.toml")).filter(|file| !file.exists())
    {
        comity_store::private_folder(demo.place.data.as_deref().unwrap_or(Path::new("")))?;
        std::fs::write(file, CONFIGURATION)?;
    }
    eprintln!("Inventing a town …");
    let town = Town::generate(demo.seed, today);
    let mut seed = [0u8; 32];
    seed.iter_mut().zip(demo.seed.to_le_bytes()).for_each(|(place, byte)| *place = byte);
    let clock = Clock::fixed(town.founded().millis(town.founded().day.start(&zone)));
    let opened = place.open_with(clock.clone(), Ids::seeded(seed), true)?;
    eprintln!("Living its last eighteen months …");
    let bar = ProgressBar::new(town.steps.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} steps") {
        bar.set_style(style);
    }
    let enacted = enact(&town, &opened.ledger, (&clock, &zone), &mut |done, _| bar.set_position(done as u64))?;
    bar.finish_and_clear();
    clock.set(now);
    opened.ledger.settle_and_publish()?;
    print(&summary(&town, &enacted))
}

/// What there is to try: accounts and receipts.
fn summary(town: &Town, enacted: &Enacted) -> String {
    let mut out = format!("{} ({}): {} steps\n", town.name.en, town.name.ar, enacted.steps);
    out.push_str(&format!("\nAccounts, all with the password {DEMONSTRATION_PASSWORD}\n"));
    for account in &town.accounts {
        let area = account.area.as_deref().and_then(|code| town.areas.iter().find(|area| area.code == code));
        let area = area.map_or("", |area| area.name.get(Language::En));
        out.push_str(&format!("  {:<22} {:<14} {area}\n", account.sign_in, account.role.as_str()));
    }
    out.push_str("\nReceipts' codes of some concerns, to come back with\n");
    for receipt in &enacted.receipts {
        out.push_str(&format!("  {}  {:?}\n", receipt.code.text(), receipt.course));
    }
    out
}
