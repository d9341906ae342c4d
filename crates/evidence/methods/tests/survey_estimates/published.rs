//! The values that the survey package's manual and vignettes publish for these samples.

use comity_methods::survey::design::Lonely;
use comity_methods::survey::estimate::{Estimate, Settings, Statistic, estimate};

use crate::sample::design;

fn told(value: f64, published: f64, digits: i32) {
    let half = 0.5 * 10_f64.powi(-digits) * (1.0 + 1e-9);
    assert!((value - published).abs() <= half, "{value} is not {published}");
}

fn of(name: &str, statistic: impl Fn(&crate::sample::Sample) -> (Vec<f64>, Vec<f64>, u8)) -> Estimate {
    let (sample, design) = design(name, Lonely::Fail);
    let (y, x, kind) = statistic(&sample);
    let statistic = match kind {
        0 => Statistic::Mean(&y),
        1 => Statistic::Total(&y),
        _ => Statistic::Ratio(&y, &x),
    };
    estimate(&design, &design.everything(), statistic, &Settings::default()).unwrap()
}

#[test]
fn the_stratified_sample() {
    let mean = of("apistrat", |sample| (sample.numbers("api00"), Vec::new(), 0));
    told(mean.estimate, 662.28736, 5);
    told(mean.se, 9.40894, 5);
    told(mean.deff.unwrap(), 1.20446, 5);
    assert_eq!((mean.n, mean.freedom), (200, Some(197.0)));
    let total = of("apistrat", |sample| (sample.numbers("enroll"), Vec::new(), 1));
    told(total.estimate, 3_687_177.53, 2);
    told(total.se, 114_641.72, 2);
}

#[test]
fn the_sample_of_districts() {
    let mean = of("apiclus1", |sample| (sample.numbers("api00"), Vec::new(), 0));
    told(mean.estimate, 644.16940, 5);
    told(mean.se, 23.54224, 5);
    assert_eq!(mean.freedom, Some(14.0));
    let ratio = of("apiclus1", |sample| (sample.numbers("api.stu"), sample.numbers("enroll"), 2));
    told(ratio.estimate, 0.849_708_7, 7);
    told(ratio.se, 0.008_386_3, 7);
}
