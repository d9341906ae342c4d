use comity_methods::effect::interrupted_series::{Change, Model, Season, Series, interrupted};
use comity_methods::numeric::random::Stream;

use super::{columns, near, numbers, python, r};

fn belts() -> (Vec<f64>, Vec<Vec<f64>>) {
    let read = columns("series/seatbelts.csv", &["DriversKilled", "kms", "PetrolPrice"]);
    (numbers(&read[0]), vec![numbers(&read[1]), numbers(&read[2])])
}

fn series<'a>(values: &'a [f64], others: &'a [Vec<f64>], model: Model, lag: Option<usize>) -> Series<'a> {
    Series { values, start: 169, exposure: None, others, season: Season::Each(12), model, lag }
}

/// The seat-belt law: law, since and t with errors of Newey and West, as R and statsmodels have them.
#[test]
fn interrupted_as_r_and_statsmodels_have_it() {
    let (killed, others) = belts();
    let fits = [
        (Model::Poisson, &[][..], None, r("its_poisson"), 1e-9),
        (Model::NegativeBinomial, &[][..], None, r("its_nb"), 1e-6),
        (Model::Linear, &[][..], None, r("its_linear"), 1e-9),
        (Model::Linear, &[][..], Some(4), python("its_linear"), 1e-9),
        (Model::Poisson, &others[..], Some(6), r("its_also"), 1e-8),
    ];
    for (model, others, lag, expected, digits) in fits {
        let found = interrupted(&series(&killed, others, model, lag), 0.95).unwrap();
        let told = [found.level, found.slope, found.trend_before];
        for (change, place) in told.iter().zip(0..) {
            near(change.estimate.unwrap(), expected[place], digits);
            near(change.se.unwrap(), expected[place + 3], digits);
        }
        assert_eq!((found.n, found.n_before, found.n_after), (192, 169, 23));
    }
    let poisson = interrupted(&series(&killed, &[], Model::Poisson, None), 0.95).unwrap();
    near(poisson.dispersion, r("its_dispersion")[0], 1e-9);
    near(poisson.autocorrelation_p.unwrap(), r("its_box")[0], 1e-4);
    let negative = interrupted(&series(&killed, &[], Model::NegativeBinomial, None), 0.95).unwrap();
    near(negative.theta.unwrap(), r("its_nb_theta")[0], 1e-5);
    assert!(poisson.cautions.iter().any(|caution| caution.code == "overdispersion"));
}

/// In a linear model all that changed is Σ(level + slope·since), and its error follows from theirs.
#[test]
fn interrupted_total_adds_up() {
    let (killed, _) = belts();
    let found = interrupted(&series(&killed, &[], Model::Linear, None), 0.95).unwrap();
    let by_hand: f64 =
        (1..=23).map(|since| found.level.estimate.unwrap() + found.slope.estimate.unwrap() * f64::from(since)).sum();
    near(found.total, by_hand, 1e-9);
    let gone: f64 = found.fitted.iter().zip(&found.without).map(|(with, without)| with - without).sum();
    near(found.total, gone, 1e-9);
}

/// How often the interval of a known step covers it, with values that depend on the one before by `related`.
fn covered(related: f64, lag: usize) -> f64 {
    let rounds = 1000;
    let held = (0..rounds).filter(|round| {
        let (mut stream, mut last) = (Stream::new(15, *round), 0.0);
        let step = |t: u32| if t >= 100 { -4.0 } else { 0.0 };
        let mut value = |t: u32| {
            last = related * last + stream.normal();
            50.0 + 0.02 * f64::from(t) + step(t) + last
        };
        let values: Vec<f64> = (0..200).map(&mut value).collect();
        let (season, model) = (Season::None, Model::Linear);
        let series = Series { values: &values, start: 100, exposure: None, others: &[], season, model, lag: Some(lag) };
        interrupted(&series, 0.95).unwrap().level.ci.unwrap().holds(-4.0)
    });
    held.count() as f64 / rounds as f64
}

/// Unrelated values: 95% covers. Related ones: the lag makes up for most of what is lost without it.
#[test]
fn interrupted_covers() {
    let plain = covered(0.0, 0);
    let (without, with) = (covered(0.5, 0), covered(0.5, 8));
    // Three standard errors of the simulation about each.
    for (found, expected, reach) in [(plain, 0.95, 0.021), (without, 0.75, 0.041), (with, 0.87, 0.032)] {
        assert!((found - expected).abs() <= reach, "{found} is not about {expected}");
    }
}

/// A series that the model meets has no error to measure by: no intervals, and the reason.
#[test]
fn interrupted_without_rest_has_no_interval() {
    let values: Vec<f64> = (0..20).map(|t| 3.0 + 0.5 * f64::from(t) - if t >= 10 { 2.0 } else { 0.0 }).collect();
    for (values, model) in [(&values[..], Model::Linear), (&[4.0; 20][..], Model::Poisson)] {
        let series = Series { values, start: 10, exposure: None, others: &[], season: Season::None, model, lag: None };
        let found = interrupted(&series, 0.95).unwrap();
        assert!(found.level.ci.is_none() && found.slope.ratio_ci.is_none() && found.level.p.is_none(), "{found:?}");
        assert!(found.total_ci.is_none() && found.cautions.iter().any(|caution| caution.code == "nothing-varies"));
    }
}

/// Nothing at all after the start, or before it: the log ratio has no bound, and no error, t or p pretends that it has. What
/// the other side says stands as it would alone, and the total too.
#[test]
fn a_side_without_events_has_no_ratio() {
    let mut stream = Stream::new(19, 0);
    let mut counts: Vec<f64> = (0..40).map(|_| stream.poisson(6.0) as f64).collect();
    let (season, start) = (Season::None, 20);
    let of = |values: &[f64], model| {
        let series = Series { values, start, exposure: None, others: &[], season, model, lag: None };
        interrupted(&series, 0.95).unwrap()
    };
    let whole = of(&counts, Model::Poisson);
    counts[20..].fill(0.0);
    let found = of(&counts, Model::Poisson);
    let none = |change: Change| change.estimate.is_none() && change.se.is_none() && change.p.is_none();
    assert!(none(found.level) && none(found.slope) && found.level.ratio_ci.is_none(), "{found:?}");
    near(found.trend_before.estimate.unwrap(), whole.trend_before.estimate.unwrap(), 1e-6);
    let expected: f64 = whole.without[20..].iter().sum();
    near(found.total, -expected, 1e-6);
    assert!(found.total_se > 0.0 && found.total_ci.unwrap().upper.unwrap() < 0.0);
    let told = found.cautions.iter().find(|caution| caution.code == "no-bound").unwrap();
    let bound = format!("a ratio of at most {:.3}", 40.0_f64.ln() / expected);
    assert!(told.text.contains(&bound), "{} has no {bound}", told.text);
    let negative = of(&counts, Model::NegativeBinomial);
    assert!(none(negative.level) && negative.cautions.iter().any(|caution| caution.code == "no-bound"));
    counts.reverse();
    let found = of(&counts, Model::Poisson);
    assert!(found.level.estimate.is_none() && found.trend_before.estimate.is_none());
    assert!(found.cautions.iter().any(|caution| caution.text.contains("no upper bound")));
}

/// A lag as long as the series makes its own error nothing; a season of millions is refused before it is laid out.
#[test]
fn what_would_not_hold_is_refused() {
    let values: Vec<f64> = (0..40).map(|t| f64::from(5 + t % 7)).collect();
    let of = |season, lag| {
        let model = Model::Poisson;
        interrupted(&Series { values: &values, start: 20, exposure: None, others: &[], season, model, lag }, 0.95)
    };
    let told = of(Season::None, Some(20)).unwrap_err().to_string();
    assert_eq!(told, "lag is 20, expected less than half of the 40 values");
    assert!(of(Season::None, Some(7)).unwrap().cautions.iter().any(|caution| caution.code == "long-lag"));
    for season in [Season::Each(10_000_000), Season::Each(usize::MAX), Season::Waves { period: usize::MAX, pairs: 99 }]
    {
        assert!(of(season, None).unwrap_err().to_string().starts_with("values: 40 given"), "{season:?}");
    }
}

#[test]
fn interrupted_says_what_is_wrong() {
    let values = [3.0, 4.0, 5.0, 3.0, 2.0, 4.0, -1.0, 5.0];
    let of = |values: &[f64], start, model| {
        let series = Series { values, start, exposure: None, others: &[], season: Season::None, model, lag: None };
        interrupted(&series, 0.95).unwrap_err().to_string()
    };
    assert_eq!(of(&values, 4, Model::Poisson), "values number 7 is -1, expected a number not below zero");
    assert_eq!(
        of(&values, 2, Model::Linear),
        "start is value number 3, expected at least 3 values before and 3 after, of 8"
    );
}
