//! How long exact questions take: `query_speed FOLDER HASH THREADS [QUESTION]` asks each question (or only one of them)
//! of one dataset five times and prints the median, the processor's seconds of one, the rows of the answer, and the most
//! memory held so far.

use std::collections::BTreeSet;
use std::io::Write;
use std::time::Duration;

use comity_kernel::clock::Stopwatch;
use comity_queries::{Bbox, By, Engine, Filter, Limits};

const CELLS: [By; 3] = [By::Area, By::Month, By::Kind];
const RUNS: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(hash), Some(threads)) = (arguments.next(), arguments.next(), arguments.next()) else {
        return Err("usage: query_speed FOLDER HASH THREADS [QUESTION]".into());
    };
    let (threads, only) = (threads.parse()?, arguments.next());
    let limits = Limits { threads, ..Limits::default() };
    let engine = Engine::open(folder.as_ref(), limits)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let watch = Stopwatch::start();
    runtime.block_on(engine.counts(&[&hash], &Filter::default(), &[]))?;
    writeln!(std::io::stdout(), "the first question, which checks the hash: {:.3} s", watch.elapsed().as_secs_f64())?;
    for (question, filter, by) in questions() {
        if only.as_deref().is_some_and(|only| only != question) {
            continue;
        }
        let mut seconds = Vec::new();
        let (mut rows, before) = (0, processor()?);
        for _ in 0..RUNS {
            let watch = Stopwatch::start();
            rows = match &by {
                Some(by) => runtime.block_on(engine.counts(&[&hash], &filter, by))?.len(),
                None => runtime.block_on(engine.points(&[&hash], &filter, 2000))?.incidents.len(),
            };
            seconds.push(watch.elapsed());
        }
        let own = (processor()? - before) / RUNS as f64;
        seconds.sort();
        let median = seconds.get(RUNS / 2).copied().unwrap_or(Duration::ZERO).as_secs_f64();
        let line = format!("{question}: {median:.3} s, on the processor {own:.3} s, {rows} rows, peak {} MiB", peak()?);
        writeln!(std::io::stdout(), "{line}")?;
    }
    Ok(())
}

fn questions() -> Vec<(&'static str, Filter, Option<Vec<By>>)> {
    let one = |text: &str| Some(BTreeSet::from([text.to_owned()]));
    let everything = Filter::default;
    let area = || Filter { areas: one("E05000060"), ..Filter::default() };
    let year = 2021 * 12..=2021 * 12 + 11;
    let bbox = Bbox { lon_e6: -1_990_000..=-1_980_001, lat_e6: 53_020_000..=53_039_999 };
    vec![
        ("area x month x kind", everything(), Some(CELLS.to_vec())),
        ("area x month", everything(), Some(vec![By::Area, By::Month])),
        ("month", everything(), Some(vec![By::Month])),
        ("one area by month x kind", area(), Some(vec![By::Month, By::Kind])),
        (
            "one kind by area x month",
            Filter { kinds: one("Burglary"), ..everything() },
            Some(vec![By::Area, By::Month]),
        ),
        (
            "one year by area x kind",
            Filter { months: Some(year.clone()), ..everything() },
            Some(vec![By::Area, By::Kind]),
        ),
        ("one year of one area by kind", Filter { months: Some(year.clone()), ..area() }, Some(vec![By::Kind])),
        ("a box by month x kind", Filter { bbox: Some(bbox.clone()), ..everything() }, Some(vec![By::Month, By::Kind])),
        (
            "2,000 points of a box in a year",
            Filter { bbox: Some(bbox.clone()), months: Some(year), ..everything() },
            None,
        ),
        ("2,000 points of an area and a rare kind", Filter { kinds: one("Possession of weapons"), ..area() }, None),
    ]
}

/// Seconds of the processor that all threads used so far: what other programs do meanwhile does not count.
fn processor() -> std::io::Result<f64> {
    let mut sum = 0.0;
    for thread in std::fs::read_dir("/proc/self/task")? {
        let text = std::fs::read_to_string(thread?.path().join("schedstat")).unwrap_or_default();
        sum += text.split(' ').next().and_then(|part| part.parse().ok()).unwrap_or(0.0) / 1e9;
    }
    Ok(sum)
}

fn peak() -> std::io::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    Ok(line.trim().trim_end_matches(" kB").parse().unwrap_or(0) / 1024)
}
