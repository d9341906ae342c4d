use comity_methods::effect::displacement::{Areas, Counts, Scale, displacement_quotient, weighted_difference};
use comity_methods::effect::power::{Plan, smallest_reduction};
use comity_methods::numeric::random::Stream;
use proptest::prelude::*;

use super::{near, python};

fn four() -> Areas {
    Areas {
        treated: Counts::new(207.0, 110.0),
        control: Counts::new(308.0, 318.0),
        near_treated: Some(Counts::new(178.0, 157.0)),
        near_control: Some(Counts::new(150.0, 140.0)),
    }
}

/// Wheeler and Ratcliffe (2018), their own example; and the published examples with areas and with years.
#[test]
fn wdd_as_published() {
    let found = weighted_difference(&four(), &Scale::default(), 0.95).unwrap();
    assert_eq!((found.wdd, found.n), (-118.0, 1568.0));
    assert_eq!(format!("{:.5} {:.5}", found.se, found.z.unwrap()), "39.59798 -2.97995");
    assert_eq!(format!("{:.2} {:.2}", found.ci.unwrap().lower, found.ci.unwrap().upper.unwrap()), "-195.61 -40.39");
    let areas = Scale { areas: [1.2, 0.9, 1.5, 1.6], ..Scale::default() };
    let found = weighted_difference(&four(), &areas, 0.95).unwrap();
    near(found.wdd, -99.694_444_44, 1e-9);
    near(found.se, 35.428_075_5, 1e-9);
    near(found.z.unwrap(), -2.813_995_483, 1e-9);
    near(found.ci.unwrap().lower, -169.132_196_5, 1e-9);
    near(found.ci.unwrap().upper.unwrap(), -30.256_692_41, 1e-9);
    near(found.local.estimate, -91.944_444_44, 1e-9);
    let two = Areas {
        treated: Counts::new(80.0, 20.0),
        control: Counts::new(100.0, 50.0),
        near_treated: None,
        near_control: None,
    };
    let found = weighted_difference(&two, &Scale { months: [2.0, 1.0], ..Scale::default() }, 0.95).unwrap();
    near(found.wdd, -20.0, 1e-14);
    near(found.se, 115.0_f64.sqrt(), 1e-14);
}

/// Counts of nothing give no z, and no NaN.
#[test]
fn wdd_of_nothing() {
    let none = Counts::new(0.0, 0.0);
    let areas = Areas { treated: none, control: none, near_treated: None, near_control: None };
    let found = weighted_difference(&areas, &Scale::default(), 0.95).unwrap();
    assert_eq!((found.wdd, found.se, found.z, found.p), (0.0, 0.0, None, None));
    let told = displacement_quotient(none, none, none, 0.95).unwrap_err().to_string();
    assert!(told.contains("events in the control area"), "{told}");
}

proptest! {
    /// Twice the size and twice the months leave a quarter; before and after exchanged turns the sign.
    #[test]
    fn wdd_scales_and_turns(counts in prop::array::uniform4(0_u32..5000), by in 0.1_f64..50.0) {
        let [a, b, c, d] = counts.map(f64::from);
        let of = |treated, control, scale| {
            weighted_difference(&Areas { treated, control, near_treated: None, near_control: None }, &scale, 0.9).unwrap()
        };
        let plain = of(Counts::new(a, b), Counts::new(c, d), Scale::default());
        let scaled = of(Counts::new(a, b), Counts::new(c, d), Scale { areas: [by; 4], months: [by; 2] });
        prop_assert!((scaled.wdd * by * by - plain.wdd).abs() < 1e-9 * (1.0 + plain.wdd.abs()));
        let turned = of(Counts::new(b, a), Counts::new(d, c), Scale::default());
        prop_assert_eq!((turned.wdd, turned.se), (-plain.wdd, plain.se));
    }
}

/// The 95% interval covers the truth in 95% of places.
#[test]
fn wdd_covers() {
    let (mut stream, rounds) = (Stream::new(11, 0), 4000);
    let means = [60.0, 40.0, 90.0, 100.0];
    let held = (0..rounds).filter(|_| {
        let [a, b, c, d] = means.map(|mean| stream.poisson(mean) as f64);
        let areas =
            Areas { treated: Counts::new(a, b), control: Counts::new(c, d), near_treated: None, near_control: None };
        weighted_difference(&areas, &Scale::default(), 0.95).unwrap().ci.unwrap().holds(-30.0)
    });
    let share = held.count() as f64 / f64::from(rounds);
    assert!((share - 0.95).abs() < 0.012, "{share}");
}

/// Fieller's interval of the displacement quotient covers, too.
#[test]
fn wdq_covers() {
    let (mut stream, rounds) = (Stream::new(12, 0), 4000);
    let truth = (110.0 / 300.0 - 150.0 / 320.0) / (120.0 / 300.0 - 260.0 / 320.0);
    let held = (0..rounds).filter(|_| {
        let mut draw = |a: f64, b: f64| Counts::new(stream.poisson(a) as f64, stream.poisson(b) as f64);
        let (treated, near, control) = (draw(260.0, 120.0), draw(150.0, 110.0), draw(320.0, 300.0));
        displacement_quotient(treated, near, control, 0.95).unwrap().ci.is_none_or(|ci| ci.holds(truth))
    });
    let share = held.count() as f64 / f64::from(rounds);
    assert!((share - 0.95).abs() < 0.015, "{share}");
}

fn plan(treated: f64, control: Option<f64>) -> Plan {
    Plan {
        treated,
        control,
        near: None,
        months: [12.0, 12.0],
        dispersion: 1.0,
        alpha: 0.05,
        power: 0.8,
        two_sided: false,
    }
}

/// `statsmodels.stats.rates.power_poisson_diff_2indep`, at reductions of 5, 10, 20 and 30%.
#[test]
fn power_as_statsmodels_has_it() {
    let found = smallest_reduction(&plan(240.0, None)).unwrap();
    for (place, expected) in [0, 1, 3, 5].into_iter().zip(python("power")) {
        near(found.chances[place].power, expected, 1e-9);
    }
}

/// A reduction just as large as told is seen in the wished share of comparisons.
#[test]
fn power_is_what_comes_out() {
    let wished = Plan { two_sided: true, ..plan(150.0, Some(200.0)) };
    let share = smallest_reduction(&wished).unwrap().smallest_reduction.unwrap();
    let (mut stream, rounds) = (Stream::new(13, 0), 4000);
    let seen = (0..rounds).filter(|_| {
        let mut draw = |mean: f64| stream.poisson(mean) as f64;
        let areas = Areas {
            treated: Counts::new(draw(150.0), draw(150.0 * (1.0 - share))),
            control: Counts::new(draw(200.0), draw(200.0)),
            near_treated: None,
            near_control: None,
        };
        weighted_difference(&areas, &Scale::default(), 0.95).unwrap().p.unwrap() < 0.05
    });
    let power = seen.count() as f64 / f64::from(rounds);
    assert!((power - 0.8).abs() < 0.025, "{power}");
}

/// More events, more months and fewer others show smaller reductions.
#[test]
fn power_grows_with_what_there_is() {
    let of = |plan: Plan| smallest_reduction(&plan).unwrap().smallest_reduction.unwrap();
    let base = of(plan(200.0, Some(200.0)));
    assert!(of(plan(400.0, Some(400.0))) < base);
    assert!(of(Plan { months: [12.0, 24.0], ..plan(200.0, Some(200.0)) }) < base);
    assert!(of(Plan { dispersion: 2.0, ..plan(200.0, Some(200.0)) }) > base);
    assert!(of(Plan { near: Some([50.0, 50.0]), ..plan(200.0, Some(200.0)) }) > base);
}

/// Areas so small that their squares are zero: an error, never a number that is none.
#[test]
fn what_is_beyond_numbers_is_an_error() {
    let areas = Areas {
        treated: Counts::new(207.0, 110.0),
        control: Counts::new(308.0, 318.0),
        near_treated: None,
        near_control: None,
    };
    let scale = Scale { areas: [1e-200; 4], months: [1.0; 2] };
    let told = weighted_difference(&areas, &scale, 0.95).unwrap_err().to_string();
    assert!(told.contains("too large or too small"), "{told}");
}
