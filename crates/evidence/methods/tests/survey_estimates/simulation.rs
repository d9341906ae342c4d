#[test]
    (Design::new(&weights, &[stage], Lonely::Fail).unwrap(), places)
        .count();
        .filter(|number| {
    // As if the people had been drawn one by one: the interval would be far too narrow.
    // The groups' means are made alike.
    // Woodruff's interval is a little short where clusters are few; R's is the same.
//! Samples drawn from a known population: an interval that says 95% holds the truth in 95%.
/// A sample of 10 to 16 clusters of each stratum, all people in them, and the place of each person in the town.
/// Four strata of 40 clusters of 6 people, whose answers hang together within clusters; half of them in each group, and
/// How often `holds` is true over the draws.
/// Within three standard errors of a share of 600 draws.
/// the groups do not differ.
    Town { answer, group }
    about(covered, 0.95);
    about(rejected, 0.05);
            answer.extend((0..PEOPLE).map(|_| 10.0 + 2.0 * stratum as f64 + shared + stream.normal()));
    answer.iter_mut().zip(&group).for_each(|(y, group)| *y -= apart * f64::from(*group));
    answer: Vec<f64>,
    assert!((0.90..=0.98).contains(&covered), "{covered}");
        assert!((0.92..=0.99).contains(&covered), "{method:?} covers {covered}");
    assert!((found - expected).abs() <= reach, "{found} is not about {expected}");
    assert!(careless < 0.85, "without its clusters the sample looks surer than it is: {careless}");
                cluster.push(*chosen as u32);
const CLUSTERS: usize = 40;
const DRAWS: u64 = 600;
const PEOPLE: usize = 6;
const STRATA: usize = 4;
fn a_test_at_five_percent_rejects_no_difference_in_five_percent() {
fn about(found: f64, expected: f64) {
fn draw(number: u64) -> (Design, Vec<usize>) {
fn share(holds: impl Fn(&Design, &[usize]) -> bool) -> f64 {
fn the_interval_of_a_mean_covers_it() {
fn the_interval_of_a_median_covers_it() {
fn the_intervals_of_a_share_cover_it() {
fn town() -> Town {
        for _ in 0..CLUSTERS {
        for chosen in all.iter().take(drawn) {
    for method in [Method::Logit, Method::Beta, Method::Wilson, Method::Arcsine] {
            for person in 0..PEOPLE {
    for stratum in 0..STRATA {
        found.ci.unwrap().holds(truth)
            found.ci.unwrap().holds(truth)
        found.p.unwrap() < 0.05
        found[0].ci.unwrap().holds(truth)
    group: Vec<u32>,
            holds(&design, &places)
            let (design, places) = draw(*number);
    let (mut places, mut weights, mut strata, mut cluster) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let apart = mean(1) - mean(0);
    let careless = share(|design, places| {
        let choice = (Rule::Math, Method::Wald);
    let covered = share(|design, places| {
        let covered = share(|design, places| {
        let design = Design::new(design.weights(), &[stage], Lonely::Fail).unwrap();
        let domains = design.domains(&group, 2).unwrap();
        let drawn = 10 + 2 * stratum;
        let found = difference(design, &domains[0], &domains[1], Statistic::Mean(&y), &Settings::default()).unwrap();
        let found = estimate(&design, &design.everything(), Statistic::Mean(&y), &Settings::default()).unwrap();
        let found = estimate(design, &design.everything(), Statistic::Mean(&y), &Settings::default()).unwrap();
            let found = proportion(design, &design.everything(), &holds, method, &Settings::default()).unwrap();
        let found = quantiles(design, &design.everything(), &y, &[0.5], choice, &Settings::default()).unwrap();
    let group: Vec<u32> = (0..answer.len() as u32).map(|person| person % 2).collect();
        let group: Vec<u32> = places.iter().map(|place| town.group[*place]).collect();
            let holds: Vec<bool> = places.iter().map(|place| town.answer[*place] > 15.0).collect();
    let mean = |of: u32| {
        let mut all: Vec<usize> = (0..CLUSTERS).collect();
    let mut answer = Vec::new();
    let mut sorted = town.answer.clone();
    let mut stream = Stream::new(11, number);
    let mut stream = Stream::new(7, 0);
        let own: Vec<f64> = answer.iter().zip(&group).filter(|(_, group)| **group == of).map(|(y, _)| *y).collect();
    let population = vec![CLUSTERS as f64; places.len()];
    let reach = 3.0 * (expected * (1.0 - expected) / DRAWS as f64).sqrt();
    let rejected = share(|design, places| {
            let shared = stream.normal();
    let stage = Stage { cluster: Some(&cluster), strata: Some(&strata), population: Some(&population) };
        let stage = Stage { strata: Some(&strata), ..Stage::default() };
        let strata: Vec<u32> = places.iter().map(|place| (place / (CLUSTERS * PEOPLE)) as u32).collect();
    let times = (0..DRAWS)
    let town = town();
    let truth = (sorted[sorted.len() / 2 - 1] + sorted[sorted.len() / 2]) / 2.0;
    let truth = town.answer.iter().filter(|y| **y > 15.0).count() as f64 / town.answer.len() as f64;
    let truth = town.answer.iter().sum::<f64>() / town.answer.len() as f64;
        let y: Vec<f64> = places.iter().map(|place| town.answer[*place]).collect();
        own.iter().sum::<f64>() / own.len() as f64
                places.push((stratum * CLUSTERS + chosen) * PEOPLE + person);
    sorted.sort_by(f64::total_cmp);
                strata.push(stratum as u32);
        stream.shuffle(&mut all);
struct Town {
    times as f64 / DRAWS as f64
use comity_methods::numeric::random::Stream;
use comity_methods::survey::design::{Design, Lonely, Stage};
use comity_methods::survey::difference::difference;
use comity_methods::survey::estimate::{Settings, Statistic, estimate};
use comity_methods::survey::proportion::{Method, proportion};
use comity_methods::survey::quantile::{Rule, quantiles};
                weights.push(CLUSTERS as f64 / drawn as f64);
}
        }
    }
            }
        })
    });
        });
    };
