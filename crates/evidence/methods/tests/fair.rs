//! Fairness: the numbers of R and Python on real data, known limits, properties, and simulations.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets a missing value has failed; the helpers beside the tests are tests, too"
)]

use comity_methods::fair::disparity::{Uncounted, disparities};
use comity_methods::fair::hit_rate::hit_rates;
use comity_methods::fair::mantel_haenszel::{Exposed, Table, mantel_haenszel, rate_ratio};
use comity_methods::fair::rates::{Method, rates, standardised};
use comity_methods::fair::representation::representation;
use comity_methods::numeric::random::Stream;
use proptest::prelude::*;
use serde_json::Value;

fn peers(text: &str, name: &str) -> Vec<f64> {
    let all: Value = serde_json::from_str(text).unwrap();
    all[name].as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

fn r(name: &str) -> Vec<f64> {
    peers(include_str!("peers/effect_r.json"), name)
}

fn near(found: f64, expected: f64, digits: f64) {
    assert!((found - expected).abs() <= digits * expected.abs().max(1e-12), "{found} is not {expected}");
}

fn unknown(unknown: f64) -> Uncounted {
    Uncounted { unknown, without_population: 0.0 }
}

/// The rows of the Minneapolis stops as (race, person searched, citation issued, neighbourhood).
fn stops() -> Vec<[String; 4]> {
    let file = format!("{}/../../../../shared/data/stops/MplsStops.csv", env!("CARGO_MANIFEST_DIR"));
    assert!(std::fs::exists(&file).unwrap(), "the test data {file} is needed");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let places = ["race", "personSearch", "citationIssued", "neighborhood"]
        .map(|name| reader.headers().unwrap().iter().position(|one| one == name).unwrap());
    reader.records().map(|row| row.unwrap()).map(|row| places.map(|place| row[place].to_owned())).collect()
}

/// R: poisson.test(x)$conf.int for 0, 1, 7, 42 and 1017 events.
#[test]
fn exact_rates_as_r_has_them() {
    let found = rates(&[0.0, 1.0, 7.0, 42.0, 1017.0], &[1.0; 5], 1.0, Method::Exact, 0.95).unwrap();
    for (rate, expected) in found.rates.iter().zip(r("poisson_interval").chunks(2)) {
        near(rate.ci.lower, expected[0], 1e-9);
        near(rate.ci.upper.unwrap(), expected[1], 1e-9);
    }
}

/// Byar's limits lie within a hundredth of the exact ones from ten events on; Wald's do not at ten.
#[test]
fn byar_is_close_to_exact() {
    for count in [10.0, 50.0, 400.0] {
        let of = |method| rates(&[count], &[1.0], 1.0, method, 0.95).unwrap().rates[0].ci;
        let (exact, byar, wald) = (of(Method::Exact), of(Method::Byar), of(Method::Wald));
        near(byar.lower, exact.lower, 0.01);
        near(byar.upper.unwrap(), exact.upper.unwrap(), 0.01);
        assert!(count > 10.0 || (wald.upper.unwrap() / exact.upper.unwrap() - 1.0).abs() > 0.05);
    }
}

/// Exact and Byar's intervals cover at least what they say, the score's nearly; Wald's falls short at five expected.
#[test]
fn rates_cover() {
    let (mut stream, rounds) = (Stream::new(21, 0), 4000);
    let counts: Vec<f64> = (0..rounds).map(|_| stream.poisson(5.0) as f64).collect();
    let share = |method| {
        let found = rates(&counts, &vec![1.0; counts.len()], 1.0, method, 0.95).unwrap();
        found.rates.iter().filter(|rate| rate.ci.holds(5.0)).count() as f64 / f64::from(rounds)
    };
    assert!(share(Method::Exact) >= 0.95);
    assert!((share(Method::Score) - 0.95).abs() < 0.025);
    assert!(share(Method::Wald) < 0.93);
}

/// Fay and Feuer's interval, written out in R with qgamma; a standard like the population leaves the crude rate.
#[test]
fn standardised_as_r_has_it() {
    let (events, people, standard) =
        ([8.0, 21.0, 44.0, 90.0], [4100.0, 5200.0, 3900.0, 2100.0], [30.0, 40.0, 20.0, 10.0]);
    let (found, expected) = (standardised(&events, &people, &standard, 1.0, 0.95).unwrap(), r("standardised"));
    near(found.rate, expected[0], 1e-12);
    near(found.ci.lower, expected[1], 1e-9);
    near(found.ci.upper.unwrap(), expected[2], 1e-9);
    let same = standardised(&events, &people, &people, 1000.0, 0.95).unwrap();
    near(same.rate, same.crude, 1e-12);
}

/// The stops of Minneapolis: counts of the file, people of the neighbourhoods, R's poisson.test.
#[test]
fn minneapolis_disparity_as_r_has_it() {
    let rows = stops();
    let of = |race: &str| rows.iter().filter(|row| row[0] == race).count() as f64;
    let expected = r("mpls_counts");
    assert_eq!([of("Black"), of("White"), of("Unknown"), of("")], [expected[0], expected[1], expected[4], expected[5]]);
    assert_eq!(((of("Unknown") / 51_920.0) * 1000.0).round(), 178.0, "17.8% of the rows say Unknown");
    let uncounted = Uncounted { unknown: of("Unknown") + of(""), without_population: 7557.0 };
    let found = disparities(&[of("Black"), of("White")], &expected[2..4], 1, uncounted, 1000.0, 0.95).unwrap();
    let (black, ratio) = (found.groups[0], r("mpls_ratio"));
    near(black.ratio.unwrap(), ratio[0], 1e-12);
    near(black.ci_exact.unwrap().lower, ratio[1], 1e-9);
    near(black.ci_exact.unwrap().upper.unwrap(), ratio[2], 1e-9);
    near(found.unknown_share, 17_440.0 / 51_920.0, 1e-12);
    assert!(black.ratio_lowest.unwrap() < 2.0 && black.ratio_highest.unwrap() > 10.0, "a third unknown says little");
    assert!(found.cautions.iter().any(|caution| caution.code == "unknown-groups"));
}

/// R: poisson.test(c(11, 30), c(800, 1011.5)) and the logarithm's interval by hand.
#[test]
fn a_small_ratio_as_r_has_it() {
    let found = disparities(&[11.0, 30.0], &[800.0, 1011.5], 1, unknown(0.0), 1.0, 0.95).unwrap().groups[0];
    let expected = r("small_ratio");
    near(found.ratio.unwrap(), expected[0], 1e-12);
    near(found.ci_exact.unwrap().lower, expected[1], 1e-9);
    near(found.ci_exact.unwrap().upper.unwrap(), expected[2], 1e-9);
    near(found.p_exact.unwrap(), expected[3], 1e-9);
    let se = (1.0_f64 / 11.0 + 1.0 / 30.0).sqrt();
    near(found.ci_wald.unwrap().lower, expected[0] * (-1.959_963_984_540_054 * se).exp(), 1e-12);
}

#[test]
fn a_group_without_events_has_no_wald_interval() {
    let found = disparities(&[0.0, 5.0, 3.0], &[10.0, 20.0, 9.0], 1, unknown(0.0), 1.0, 0.95).unwrap();
    assert_eq!((found.groups[0].ratio, found.groups[0].ci_wald), (Some(0.0), None));
    assert_eq!(found.groups[0].ci_exact.unwrap().lower, 0.0);
    let none = disparities(&[4.0, 0.0], &[10.0, 20.0], 1, unknown(0.0), 1.0, 0.95).unwrap();
    assert_eq!((none.groups[0].ratio, none.groups[0].ci_exact.unwrap().upper), (None, None));
    let told = disparities(&[4.0, 2.0], &[10.0, 0.0], 1, unknown(0.0), 1.0, 0.95).unwrap_err().to_string();
    assert_eq!(told, "population number 2 is 0, expected a number above zero");
}

proptest! {
    /// The ratio the other way round is one by the ratio, the intervals likewise; a scale of both populations is nothing.
    #[test]
    fn ratios_turn(a in 1_u32..400, b in 1_u32..400, people in 1.0_f64..1e6, others in 1.0_f64..1e6) {
        let events = [f64::from(a), f64::from(b)];
        let of = |people: [f64; 2], base| disparities(&events, &people, base, unknown(0.0), 1.0, 0.95).unwrap().groups[1 - base];
        let (there, back) = (of([people, others], 1), of([people, others], 0));
        prop_assert!((there.ratio.unwrap() * back.ratio.unwrap() - 1.0).abs() < 1e-12);
        let (exact, turned) = (there.ci_exact.unwrap(), back.ci_exact.unwrap());
        prop_assert!((exact.lower * turned.upper.unwrap() - 1.0).abs() < 1e-8);
        let scaled = of([people * 7.0, others * 7.0], 1);
        prop_assert!((scaled.ratio.unwrap() / there.ratio.unwrap() - 1.0).abs() < 1e-12);
        prop_assert!(exact.holds(there.ratio.unwrap()));
    }
}

/// The exact interval covers at least 95%, Wald's about that with enough events.
#[test]
fn ratios_cover() {
    let (mut stream, rounds) = (Stream::new(22, 0), 1500);
    let (mut exact, mut wald) = (0, 0);
    for _ in 0..rounds {
        let events = [stream.poisson(24.0) as f64, stream.poisson(40.0) as f64];
        let found = disparities(&events, &[1.0, 2.0], 1, unknown(0.0), 1.0, 0.95).unwrap().groups[0];
        exact += usize::from(found.ci_exact.unwrap().holds(1.2));
        wald += usize::from(found.ci_wald.unwrap().holds(1.2));
    }
    let share = |count: usize| count as f64 / f64::from(rounds);
    assert!(share(exact) >= 0.945, "{}", share(exact));
    assert!((share(wald) - 0.95).abs() < 0.02, "{}", share(wald));
}

/// Searches of persons that led to a citation: R's prop.test, fisher.test and Wilson's interval.
#[test]
fn minneapolis_hit_rates_as_r_has_them() {
    let rows = stops();
    let mut names: Vec<&str> =
        rows.iter().map(|row| row[0].as_str()).filter(|race| !["", "Unknown"].contains(race)).collect();
    names.sort_unstable();
    names.dedup();
    let count = |race: &str, hit: &[&str]| {
        let fits = |row: &&[String; 4]| row[0] == race && row[1] == "YES" && hit.contains(&row[2].as_str());
        rows.iter().filter(fits).count() as f64
    };
    let searches: Vec<f64> = names.iter().map(|race| count(race, &["YES", "NO"])).collect();
    let hits: Vec<f64> = names.iter().map(|race| count(race, &["YES"])).collect();
    let expected = r("hit_names_n");
    assert_eq!((names.len() as f64, &hits[..], &searches[..]), (expected[0], &expected[1..8], &expected[8..15]));
    let white = names.iter().position(|race| *race == "White").unwrap();
    let black = names.iter().position(|race| *race == "Black").unwrap();
    let found = hit_rates(&searches, &hits, white, 0.0, 0.95).unwrap();
    near(found.chi_squared.unwrap(), r("hit_chi")[0], 1e-10);
    near(found.p.unwrap(), r("hit_chi")[1], 1e-9);
    near(found.groups[black].p_fisher.unwrap(), r("hit_fisher")[0], 1e-9);
    near(found.groups[black].ci_wilson.lower, r("hit_wilson")[0], 1e-10);
    near(found.groups[black].ci_wilson.upper.unwrap(), r("hit_wilson")[1], 1e-10);
}

/// Newcombe's (1998) own example, 56 of 70 against 48 of 80: 0.0524 to 0.3339.
#[test]
fn newcombes_example() {
    let ci = hit_rates(&[70.0, 80.0], &[56.0, 48.0], 1, 0.0, 0.95).unwrap().groups[0].difference_ci.unwrap();
    assert_eq!(format!("{:.4} {:.4}", ci.lower, ci.upper.unwrap()), "0.0524 0.3339");
}

#[test]
fn hit_rates_say_what_is_wrong() {
    let told = hit_rates(&[10.0, 8.0], &[3.0, 9.0], 0, 0.0, 0.95).unwrap_err().to_string();
    assert_eq!(told, "hits number 2 is 9, expected no more hits than searches");
    let none = hit_rates(&[10.0, 8.0], &[0.0, 0.0], 0, 0.0, 0.95).unwrap();
    assert_eq!((none.chi_squared, none.p), (None, None));
}

fn berkeley() -> Vec<Table> {
    [
        [512., 313., 89., 19.],
        [353., 207., 17., 8.],
        [120., 205., 202., 391.],
        [138., 279., 131., 244.],
        [53., 138., 94., 299.],
        [22., 351., 24., 317.],
    ]
    .map(|[a, b, c, d]| Table::new(a, b, c, d))
    .to_vec()
}

/// statsmodels: StratifiedTable([[[10, 0], [20, 0]], [[8, 2], [4, 16]]]).riskratio_pooled. A stratum in which all have the
/// event says that the risks are alike there; only the odds ratio cannot hear it.
#[test]
fn a_stratum_where_all_have_the_event_counts_in_the_risk_ratio() {
    let tables = [Table::new(10.0, 0.0, 20.0, 0.0), Table::new(8.0, 2.0, 4.0, 16.0)];
    let found = mantel_haenszel(&tables, 0.95).unwrap();
    near(found.risk_ratio.unwrap().estimate, 1.5, 1e-12);
    near(found.odds_ratio.unwrap().estimate, 16.0, 1e-12);
    assert_eq!(found.strata_without_information, 1);
    // No event at all, or one group alone, says nothing of either.
    let more = [&tables[..], &[Table::new(0.0, 9.0, 0.0, 7.0), Table::new(3.0, 4.0, 0.0, 0.0)]].concat();
    assert_eq!(mantel_haenszel(&more, 0.95).unwrap().risk_ratio, found.risk_ratio);
}

/// Berkeley's admissions: R's mantelhaen.test, and statsmodels' homogeneity.
#[test]
fn berkeley_as_r_and_statsmodels_have_it() {
    let found = mantel_haenszel(&berkeley(), 0.95).unwrap();
    let (corrected, plain) = (r("ucb_TRUE"), r("ucb_FALSE"));
    near(found.test_corrected.unwrap().chi_squared, corrected[0], 1e-11);
    near(found.test_corrected.unwrap().p, corrected[1], 1e-10);
    near(found.test.unwrap().chi_squared, plain[0], 1e-11);
    let ratio = found.odds_ratio.unwrap();
    near(ratio.estimate, plain[2], 1e-12);
    near(ratio.ci.lower, plain[3], 1e-11);
    near(ratio.ci.upper.unwrap(), plain[4], 1e-11);
    let python = peers(include_str!("peers/effect_python.json"), "berkeley");
    near(ratio.log_se, python[1], 1e-11);
    near(found.risk_ratio.unwrap().estimate, python[2], 1e-12);
    near(found.breslow_day.unwrap().chi_squared, python[3], 1e-9);
    near(found.breslow_day.unwrap().p, python[4], 1e-8);
    near(found.tarone.unwrap().chi_squared, python[5], 1e-9);
    near(found.tarone.unwrap().p, python[6], 1e-8);
    assert!(found.crude_odds_ratio.unwrap() > 1.8, "thrown together the strata say the opposite");
    assert!(found.cautions.iter().any(|caution| caution.code == "strata-differ"));
}

/// One stratum is its own odds ratio; strata twice over leave the ratio and halve the variance.
#[test]
fn strata_twice_over() {
    let one = mantel_haenszel(&berkeley()[..1], 0.95).unwrap();
    near(one.odds_ratio.unwrap().estimate, 512.0 * 19.0 / (313.0 * 89.0), 1e-12);
    let (once, twice) = (berkeley(), [berkeley(), berkeley()].concat());
    let (once, twice) = (mantel_haenszel(&once, 0.95).unwrap(), mantel_haenszel(&twice, 0.95).unwrap());
    near(twice.odds_ratio.unwrap().estimate, once.odds_ratio.unwrap().estimate, 1e-12);
    near(twice.odds_ratio.unwrap().log_se * 2.0_f64.sqrt(), once.odds_ratio.unwrap().log_se, 1e-12);
    let told = mantel_haenszel(&[Table::new(3.0, 0.0, 5.0, 0.0)], 0.95).unwrap_err().to_string();
    assert_eq!(told, "no stratum has both groups, and both with and without the event");
}

/// Small strata by the dozen: the common odds ratio's interval covers, and the homogeneity test rejects 5%.
#[test]
fn mantel_haenszel_covers() {
    let rounds = 2000;
    let (mut held, mut uneven) = (0, 0);
    for round in 0..rounds {
        let mut stream = Stream::new(23, round);
        let mut yes = |n: u32, share: f64| (0..n).filter(|_| stream.unit() < share).count() as f64;
        let tables: Vec<Table> = (0..12)
            .map(|stratum| {
                let odds = 0.2 + 0.1 * f64::from(stratum);
                let (a, c) = (yes(40, 2.0 * odds / (1.0 + 2.0 * odds)), yes(40, odds / (1.0 + odds)));
                Table::new(a, 40.0 - a, c, 40.0 - c)
            })
            .collect();
        let found = mantel_haenszel(&tables, 0.95).unwrap();
        held += usize::from(found.odds_ratio.unwrap().ci.holds(2.0));
        uneven += usize::from(found.tarone.unwrap().p < 0.05);
    }
    let share = |count: usize| count as f64 / rounds as f64;
    // Three standard errors of the simulation.
    assert!((share(held) - 0.95).abs() < 0.015, "{}", share(held));
    assert!((share(uneven) - 0.05).abs() < 0.015, "{}", share(uneven));
}

/// One stratum of person-time: the crude ratio with √(1/a + 1/b); and a null that is rejected in 5%.
#[test]
fn rate_ratios() {
    let one = Exposed { group_events: 30.0, group_time: 120.0, others_events: 20.0, others_time: 160.0 };
    let found = rate_ratio(&[one], 0.95).unwrap();
    near(found.rate_ratio.unwrap().estimate, 2.0, 1e-12);
    near(found.rate_ratio.unwrap().log_se, (1.0_f64 / 30.0 + 1.0 / 20.0).sqrt(), 1e-12);
    let rounds = 1500;
    let rejected = (0..rounds).filter(|round| {
        let mut stream = Stream::new(24, *round);
        let strata: Vec<Exposed> = (1..=6)
            .map(|level| Exposed {
                group_events: stream.poisson(3.0 * f64::from(level)) as f64,
                group_time: 1.0,
                others_events: stream.poisson(6.0 * f64::from(level)) as f64,
                others_time: 2.0,
            })
            .collect();
        rate_ratio(&strata, 0.95).unwrap().test.unwrap().p < 0.05
    });
    let share = rejected.count() as f64 / rounds as f64;
    assert!((share - 0.05).abs() < 0.02, "{share}");
}

/// R: chisq.test(c(30, 50, 15, 5), p = c(.4, .4, .1, .1)); the dissimilarity by hand.
#[test]
fn representation_as_r_has_it() {
    let found = representation(&[30.0, 50.0, 15.0, 5.0], &[400.0, 400.0, 100.0, 100.0], unknown(25.0), 0.95).unwrap();
    near(found.chi_squared, r("fit")[0], 1e-12);
    near(found.p, r("fit")[1], 1e-10);
    near(found.dissimilarity, 0.15, 1e-12);
    near(found.unknown_share, 0.2, 1e-12);
    near(found.groups[0].missing, 10.0, 1e-12);
    near(found.groups[1].ratio, 1.25, 1e-12);
}

/// Drawn at random, the dissimilarity is on average what chance alone makes, and chi-squared rejects 5%.
#[test]
fn representation_by_chance() {
    let (shares, rounds) = ([0.5, 0.3, 0.15, 0.05], 1500);
    let (mut sum, mut rejected, mut told) = (0.0, 0, 0.0);
    for round in 0..rounds {
        let (mut stream, mut heard) = (Stream::new(25, round), [0.0; 4]);
        for _ in 0..200 {
            let draw = stream.unit();
            let place = if draw < 0.5 {
                0
            } else if draw < 0.8 {
                1
            } else if draw < 0.95 {
                2
            } else {
                3
            };
            heard[place] += 1.0;
        }
        let found = representation(&heard, &shares, unknown(0.0), 0.95).unwrap();
        sum += found.dissimilarity;
        told = found.dissimilarity_by_chance;
        rejected += usize::from(found.p < 0.05);
    }
    near(sum / rounds as f64, told, 0.03);
    let share = f64::from(u32::try_from(rejected).unwrap()) / rounds as f64;
    assert!((share - 0.05).abs() < 0.02, "{share}");
}

/// R's binom.test, seen through the groups' exact p and interval.
#[test]
fn binomial_as_r_has_it() {
    let p = |yes: f64, n: f64, share: f64| {
        representation(&[yes, n - yes], &[share, 1.0 - share], unknown(0.0), 0.95).unwrap().groups[0]
    };
    let expected = r("binomial");
    near(p(17.0, 60.0, 0.4).p, expected[0], 1e-9);
    near(p(31.0, 60.0, 0.4).p, expected[1], 1e-9);
    near(p(0.0, 9.0, 0.2).p, expected[2], 1e-9);
    near(p(682.0, 925.0, 0.75).p, expected[3], 1e-9);
    near(p(682.0, 925.0, 0.75).ratio_ci_exact.lower * 0.75, expected[4], 1e-9);
    near(p(682.0, 925.0, 0.75).ratio_ci_exact.upper.unwrap() * 0.75, expected[5], 1e-9);
}

/// Counts of a million searches: R's binom.test(500500, 1000000)$conf.int, and counts without end are refused.
#[test]
fn exact_intervals_of_large_counts() {
    let found = hit_rates(&[1e6, 100.0], &[500_500.0, 30.0], 0, 0.0, 0.95).unwrap();
    let exact = found.groups[0].ci_exact;
    assert!((exact.lower - 0.4995195182371712).abs() < 1e-11, "{exact:?}");
    assert!((exact.upper.unwrap() - 0.5014804788665677).abs() < 1e-11, "{exact:?}");
    assert!(hit_rates(&[1e300, 1e300], &[0.0, 0.0], 0, 0.0, 0.95).is_err());
}
