//! Weighting, replicates, regression and tests against R's survey package on the California API samples
//! (`benches/peers/survey_weighting.R` writes the answers).

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::HashMap;

use comity_methods::numeric::glm::Family;
use comity_methods::survey::calibration::{Calibrated, Distance, Margin, calibrate, post_stratify, rake};
use comity_methods::survey::design::{Design, Lonely, Stage};
use comity_methods::survey::independence::{Answers, one_mean, rao_scott, two_means};
use comity_methods::survey::regression::{Model, Regression, Term, regress};
use comity_methods::survey::replicate::{Centre, Fay, Replicates, bootstrap, brr, from_columns, jk1, jkn};
use comity_methods::survey::weights::trim;

/// A column of text for each name.
struct Data(HashMap<String, Vec<String>>);

impl Data {
    fn read(name: &str) -> Self {
        let path = format!("{}/../../../../shared/data/survey/{name}.csv", env!("CARGO_MANIFEST_DIR"));
        let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{path} is needed: {error}"));
        let header = reader.headers().unwrap().clone();
        let mut columns: HashMap<String, Vec<String>> = HashMap::new();
        for record in reader.records() {
            for (name, value) in header.iter().zip(&record.unwrap()) {
                columns.entry(name.to_owned()).or_default().push(value.to_owned());
            }
        }
        Self(columns)
    }

    fn text(&self, name: &str) -> Vec<&str> {
        self.0[name].iter().map(String::as_str).collect()
    }

    fn numbers(&self, name: &str) -> Vec<f64> {
        self.text(name).iter().map(|text| text.parse().unwrap()).collect()
    }

    /// In the order of first sight.
    fn codes(&self, name: &str) -> Vec<u32> {
        let mut seen: Vec<&str> = Vec::new();
        let code = |text| {
            let place = seen.iter().position(|old| *old == text);
            place.unwrap_or_else(|| {
                seen.push(text);
                seen.len() - 1
            }) as u32
        };
        self.text(name).into_iter().map(code).collect()
    }

    fn is(&self, name: &str, value: &str) -> Vec<f64> {
        self.text(name).iter().map(|text| f64::from(u8::from(*text == value))).collect()
    }

    fn margin(&self, name: &str, totals: &[(&str, f64)]) -> Margin {
        let totals: Vec<(String, f64)> = totals.iter().map(|(label, total)| ((*label).to_owned(), *total)).collect();
        Margin::new(name, &self.text(name), &totals).unwrap()
    }

    fn stype(&self) -> Margin {
        self.margin("stype", &[("E", 4421.0), ("H", 755.0), ("M", 1018.0)])
    }

    fn wide(&self) -> Margin {
        self.margin("sch.wide", &[("No", 1072.0), ("Yes", 5122.0)])
    }

    fn design(&self, kind: &str) -> Design {
        let weights = self.numbers("pw");
        match kind {
            "strat" => {
                let (strata, population) = (self.codes("stype"), self.numbers("fpc"));
                let stage = Stage { strata: Some(&strata), population: Some(&population), ..Stage::default() };
                Design::new(&weights, &[stage], Lonely::Fail).unwrap()
            }
            "pairs" => {
                // R numbers its strata by name.
                let strata: Vec<u32> = self
                    .text("stype")
                    .iter()
                    .map(|text| ["E", "H", "M"].iter().position(|s| s == text).unwrap() as u32)
                    .collect();
                Design::new(&weights, &[Stage { strata: Some(&strata), ..Stage::default() }], Lonely::Fail).unwrap()
            }
            "clus1" => {
                let (cluster, population) = (self.codes("dnum"), self.numbers("fpc"));
                let stage = Stage { cluster: Some(&cluster), population: Some(&population), ..Stage::default() };
                Design::new(&weights, &[stage], Lonely::Fail).unwrap()
            }
            _ => {
                let (first, one) = (self.codes("dnum"), self.numbers("fpc1"));
                let (second, two) = (self.codes("snum"), self.numbers("fpc2"));
                let stage =
                    |cluster, population| Stage { cluster: Some(cluster), population: Some(population), strata: None };
                Design::new(&weights, &[stage(&first[..], &one[..]), stage(&second[..], &two[..])], Lonely::Fail)
                    .unwrap()
            }
        }
    }
}

fn strat() -> Data {
    Data::read("apistrat")
}

fn clus1() -> Data {
    Data::read("apiclus1")
}

fn clus2() -> Data {
    Data::read("apiclus2")
}

/// R's answers by name.
struct Peer(serde_json::Value);

impl Peer {
    fn read() -> Self {
        Self(serde_json::from_str(include_str!("peers/survey_weighting.json")).unwrap())
    }

    fn values(&self, name: &str) -> Vec<f64> {
        let values = self.0[name].as_array().unwrap_or_else(|| panic!("R has no answer {name:?}"));
        values.iter().map(|value| value.as_f64().unwrap()).collect()
    }

    fn same(&self, name: &str, found: &[f64], digits: f64) {
        let expected = self.values(name);
        assert_eq!(found.len(), expected.len(), "{name}");
        for (found, expected) in found.iter().zip(&expected) {
            // Probabilities in the far tail hold fewer digits.
            let slack = if expected.abs() < 1e-9 { 1e3 } else { 1.0 };
            assert!(
                (found - expected).abs() <= slack * digits * expected.abs().max(1e-30),
                "{name}: {found} {expected}"
            );
        }
    }
}

fn mean_influence(weights: &[f64], values: &[f64]) -> (f64, Vec<f64>) {
    ratio_influence(weights, values, &vec![1.0; values.len()])
}

fn ratio_influence(weights: &[f64], above: &[f64], below: &[f64]) -> (f64, Vec<f64>) {
    let sum = |values: &[f64]| values.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>();
    let (ratio, all) = (sum(above) / sum(below), sum(below));
    let influence = weights.iter().zip(above.iter().zip(below)).map(|(w, (y, x))| w * (y - ratio * x) / all);
    (ratio, influence.collect())
}

fn calibrated(peer: &Peer, name: &str, data: &Data, kind: &str, made: Calibrated) {
    let w = &made.weights;
    let facts = [w[0], w[1], w[2], w[3], w[4], w[w.len() - 1], w.iter().sum(), w.iter().map(|w| w * w).sum()];
    peer.same(&format!("{name}/weights"), &facts, 1e-9);
    let weights = w.clone();
    let design = made.apply(data.design(kind)).unwrap();
    let se = |influence: Vec<f64>| design.variance(influence).unwrap().sqrt();
    let (mean, influence) = mean_influence(&weights, &data.numbers("api00"));
    peer.same(&format!("{name}/api00"), &[mean, se(influence)], 1e-8);
    let total: Vec<f64> = data.numbers("api.stu").iter().zip(&weights).map(|(y, w)| y * w).collect();
    peer.same(&format!("{name}/api.stu"), &[total.iter().sum(), se(total)], 1e-8);
    let (ratio, influence) = ratio_influence(&weights, &data.numbers("api.stu"), &data.numbers("api99"));
    peer.same(&format!("{name}/ratio"), &[ratio, se(influence)], 1e-8);
}

#[test]
fn post_stratification_and_raking() {
    let peer = Peer::read();
    let (strat, clus1, clus2) = (strat(), clus1(), clus2());
    let weights = |data: &Data| data.numbers("pw");
    let by = |data: &Data, margin: Margin| post_stratify(&weights(data), &margin).unwrap();
    calibrated(&peer, "poststratify clus1", &clus1, "clus1", by(&clus1, clus1.stype()));
    calibrated(&peer, "poststratify clus2", &clus2, "clus2", by(&clus2, clus2.stype()));
    calibrated(&peer, "poststratify strat", &strat, "strat", by(&strat, strat.wide()));
    let raked = |data: &Data| rake(&weights(data), &[data.stype(), data.wide()]).unwrap();
    calibrated(&peer, "rake clus1", &clus1, "clus1", raked(&clus1));
    calibrated(&peer, "rake strat", &strat, "strat", raked(&strat));
    calibrated(&peer, "rake clus2", &clus2, "clus2", raked(&clus2));
}

#[test]
fn calibration_by_every_distance() {
    let peer = Peer::read();
    let totals = [6194.0, 755.0, 1018.0, 3_914_069.0];
    let by = |data: &Data, distance| {
        let (weights, api99) = (data.numbers("pw"), data.numbers("api99"));
        let columns = [vec![1.0; weights.len()], data.is("stype", "H"), data.is("stype", "M"), api99];
        calibrate(&weights, &columns, &totals, distance).unwrap()
    };
    let (strat, clus1) = (strat(), clus1());
    calibrated(&peer, "greg strat", &strat, "strat", by(&strat, Distance::Linear { bounds: None }));
    calibrated(&peer, "greg clus1", &clus1, "clus1", by(&clus1, Distance::Linear { bounds: None }));
    calibrated(&peer, "bounded clus1", &clus1, "clus1", by(&clus1, Distance::Linear { bounds: Some((0.7, 1.6)) }));
    calibrated(&peer, "exp clus1", &clus1, "clus1", by(&clus1, Distance::Raking { bounds: None }));
    calibrated(&peer, "logit clus1", &clus1, "clus1", by(&clus1, Distance::Logit { lower: 0.5, upper: 2.0 }));
}

#[test]
fn trimming() {
    let peer = Peer::read();
    let weights = strat().numbers("pw");
    for (name, lower, upper, strict) in [("trim strat", 16.0, 42.0, false), ("trim strict strat", 18.0, 36.0, true)] {
        let w = trim(&weights, lower, upper, strict).unwrap().weights;
        let facts = [w[0], w[100], w[150], w.iter().sum(), w.iter().map(|w| w * w).sum()];
        peer.same(name, &facts, 1e-10);
    }
}

fn replicated(peer: &Peer, name: &str, data: &Data, made: &Replicates) {
    let (api00, enroll) = (data.numbers("api00"), data.numbers("enroll"));
    let all = vec![true; api00.len()];
    let both = |made: comity_methods::survey::replicate::ReplicateEstimate| [made.estimate, made.se];
    peer.same(&format!("{name}/api00"), &both(made.mean(&api00, &all, 0.95).unwrap()), 1e-9);
    peer.same(&format!("{name}/enroll"), &both(made.total(&enroll, &all, 0.95).unwrap()), 1e-9);
    peer.same(
        &format!("{name}/ratio"),
        &both(made.ratio(&data.numbers("api.stu"), &enroll, &all, 0.95).unwrap()),
        1e-9,
    );
    let quantiles = [0.25, 0.5, 0.9].map(|p| made.quantile(&api00, &all, p, 0.95).unwrap());
    peer.same(&format!("{name}/quantiles"), &quantiles.each_ref().map(|made| made.estimate), 1e-15);
    peer.same(&format!("{name}/quantile errors"), &quantiles.each_ref().map(|made| made.se), 1e-9);
    let scale = [made.scale, made.rscales.iter().sum(), made.count() as f64, made.freedom];
    peer.same(&format!("{name}/scale"), &scale, 1e-12);
}

#[test]
fn replicates_of_the_jackknife_and_of_half_samples() {
    let peer = Peer::read();
    let (strat, clus1) = (strat(), clus1());
    let mut jackknife = jk1(&clus1.design("clus1")).unwrap();
    replicated(&peer, "jk1 clus1", &clus1, &jackknife);
    let columns = (0..jackknife.count()).map(|number| jackknife.weights_of(number)).collect();
    let (scale, rscales) = (jackknife.scale, jackknife.rscales.clone());
    let read = from_columns(&clus1.numbers("pw"), columns, scale, rscales, None).unwrap();
    replicated(&peer, "columns clus1", &clus1, &read);
    jackknife.centre = Centre::Estimate;
    replicated(&peer, "jk1 mse clus1", &clus1, &jackknife);
    replicated(&peer, "jkn strat", &strat, &jkn(&strat.design("strat")).unwrap());
    replicated(&peer, "brr strat", &strat, &brr(&strat.design("pairs"), Fay(0.0)).unwrap());
    replicated(&peer, "fay strat", &strat, &brr(&strat.design("pairs"), Fay(0.3)).unwrap());
}

/// R's `subbootstrap` draws its own samples: the means of 40 standard errors, each of 200 replicates, agree.
#[test]
fn the_bootstrap_is_distributed_as_rs() {
    let data = strat();
    let (design, api00) = (data.design("pairs"), data.numbers("api00"));
    let errors: Vec<f64> = (0..40)
        .map(|seed| bootstrap(&design, 200, seed).unwrap().mean(&api00, &[true; 200], 0.95).unwrap().se)
        .collect();
    let mean = errors.iter().sum::<f64>() / 40.0;
    let spread = (errors.iter().map(|error| (error - mean).powi(2)).sum::<f64>() / 39.0).sqrt();
    let [theirs, their_spread] = Peer::read().values("bootstrap strat/api00")[..] else { panic!("two values") };
    assert!((mean - theirs).abs() < 3.0 * (spread.hypot(their_spread)) / 40.0_f64.sqrt(), "{mean} {theirs}");
    assert!((spread / their_spread).ln().abs() < 0.6, "{spread} {their_spread}");
}

fn number(name: &str, values: Vec<f64>) -> Term {
    Term { name: name.to_owned(), columns: vec![(name.to_owned(), values)] }
}

fn stype(data: &Data) -> Term {
    let columns = ["H", "M"].map(|label| (format!("stype {label}"), data.is("stype", label)));
    Term { name: "stype".to_owned(), columns: columns.to_vec() }
}

fn regression(peer: &Peer, name: &str, fitted: &Regression) {
    let all = &fitted.coefficients;
    peer.same(&format!("{name}/coefficients"), &all.iter().map(|c| c.estimate).collect::<Vec<_>>(), 1e-8);
    peer.same(&format!("{name}/errors"), &all.iter().map(|c| c.se).collect::<Vec<_>>(), 1e-8);
    peer.same(&format!("{name}/p"), &all.iter().map(|c| c.p.unwrap()).collect::<Vec<_>>(), 1e-7);
    let ci = || all.iter().map(|c| c.ci.unwrap());
    let ends: Vec<f64> = ci().map(|ci| ci.lower).chain(ci().map(|ci| ci.upper.unwrap())).collect();
    peer.same(&format!("{name}/intervals"), &ends, 1e-8);
    peer.same(&format!("{name}/freedom"), &[fitted.freedom, fitted.dispersion], 1e-8);
}

#[test]
fn regressions() {
    let peer = Peer::read();
    let fit = |name: &str, design: &Design, family, response: &[f64], terms: &[Term], offset: Option<&[f64]>| {
        let fitted = regress(design, &Model { family, response, terms, offset, used: None }, 0.95).unwrap();
        regression(&peer, name, &fitted);
        fitted
    };
    let term = |name: &str, fitted: &Regression| {
        let test = fitted.terms.iter().find(|term| term.name == "stype").unwrap();
        peer.same(name, &[test.f, test.freedom_above, test.freedom_below, test.p], 1e-7);
    };
    let (strat, clus1, clus2) = (strat(), clus1(), clus2());
    let terms =
        |data: &Data, names: &[&str]| names.iter().map(|name| number(name, data.numbers(name))).collect::<Vec<_>>();
    let api00 = strat.numbers("api00");
    let three = terms(&strat, &["ell", "meals", "mobility"]);
    fit("linear strat", &strat.design("strat"), Family::Gaussian, &api00, &three, None);
    fit("logit strat", &strat.design("strat"), Family::Binomial, &strat.is("sch.wide", "Yes"), &three, None);
    let mut with_type = terms(&clus2, &["ell", "meals"]);
    with_type.push(stype(&clus2));
    let api00 = clus2.numbers("api00");
    term("linear clus2/term", &fit("linear clus2", &clus2.design("clus2"), Family::Gaussian, &api00, &with_type, None));
    let mut counts = terms(&clus1, &["meals"]);
    counts.push(stype(&clus1));
    let exposure: Vec<f64> = clus1.numbers("enroll").iter().map(|enroll| enroll.ln()).collect();
    let tested = clus1.numbers("api.stu");
    let design = clus1.design("clus1");
    term("poisson clus1/term", &fit("poisson clus1", &design, Family::Poisson, &tested, &counts, Some(&exposure)));
    let totals = [6194.0, 755.0, 1018.0, 3_914_069.0];
    let columns = [vec![1.0; 183], clus1.is("stype", "H"), clus1.is("stype", "M"), clus1.numbers("api99")];
    let greg = calibrate(&clus1.numbers("pw"), &columns, &totals, Distance::Linear { bounds: None }).unwrap();
    let two = terms(&clus1, &["ell", "meals"]);
    let api00 = clus1.numbers("api00");
    fit("calibrated clus1", &greg.apply(design).unwrap(), Family::Gaussian, &api00, &two, None);
}

/// Rows without a value keep their place in the design.
#[test]
fn a_regression_with_missing_values() {
    let (peer, data) = (Peer::read(), clus1());
    let text = data.text("acs.k3");
    let used: Vec<bool> = text.iter().map(|text| text.parse::<f64>().is_ok()).collect();
    assert_eq!(used.iter().filter(|used| !**used).count(), 39);
    let values = text.iter().map(|text| text.parse().unwrap_or(f64::NAN)).collect();
    let terms = [number("acs.k3", values), number("meals", data.numbers("meals"))];
    let api00 = data.numbers("api00");
    let model = Model { family: Family::Gaussian, response: &api00, terms: &terms, offset: None, used: Some(&used) };
    let fitted = regress(&data.design("clus1"), &model, 0.95).unwrap();
    regression(&peer, "missing clus1", &fitted);
    assert_eq!(fitted.n, 144);
}

#[test]
fn tests_of_independence() {
    let peer = Peer::read();
    let test = |name: &str, data: &Data, design: &Design, rows: &str, columns: &str| {
        let codes = |name: &str| data.codes(name).into_iter().map(Some).collect::<Vec<_>>();
        let (rows, columns) = (codes(rows), codes(columns));
        let count = |codes: &[Option<u32>]| codes.iter().flatten().max().map_or(0, |most| *most as usize + 1);
        let answers = |codes| Answers { codes, count: count(codes) };
        let made = rao_scott(design, answers(&rows), answers(&columns)).unwrap();
        let first = [made.f, made.freedom_above, made.freedom_below, made.p];
        peer.same(
            name,
            &[&first[..], &[made.chi_squared, made.chi_squared_freedom, made.chi_squared_p]].concat(),
            1e-8,
        );
    };
    let (strat, clus1, clus2) = (strat(), clus1(), clus2());
    test("chisq clus1", &clus1, &clus1.design("clus1"), "sch.wide", "stype");
    test("chisq strat", &strat, &strat.design("strat"), "comp.imp", "sch.wide");
    test("chisq clus2", &clus2, &clus2.design("clus2"), "awards", "stype");
    let made = post_stratify(&clus1.numbers("pw"), &clus1.stype()).unwrap();
    test("chisq calibrated", &clus1, &made.apply(clus1.design("clus1")).unwrap(), "awards", "sch.wide");
}

#[test]
fn t_tests() {
    let peer = Peer::read();
    let test = |name: &str, data: &Data, design: &Design, values: &str, group: &str| {
        let second: Vec<Option<bool>> = data.text(group).iter().map(|text| Some(*text == "Yes")).collect();
        let made = two_means(design, &data.numbers(values), &second, 0.95).unwrap();
        let facts = [made.estimate, made.t, made.freedom, made.p, made.ci.lower, made.ci.upper.unwrap()];
        peer.same(name, &facts, 1e-8);
    };
    let (strat, clus1, clus2) = (strat(), clus1(), clus2());
    test("t clus1", &clus1, &clus1.design("clus1"), "enroll", "comp.imp");
    test("t strat", &strat, &strat.design("strat"), "api00", "sch.wide");
    test("t clus2", &clus2, &clus2.design("clus2"), "api00", "awards");
}

/// A simple random sample is the t test of the textbook.
#[test]
fn one_mean_of_a_simple_sample() {
    let design = Design::new(&[1.0; 5], &[Stage::default()], Lonely::Fail).unwrap();
    let made = one_mean(&design, &[4.0, 6.0, 5.0, 9.0, 7.0], &[true; 5], 4.0, 0.95).unwrap();
    // R: t.test(c(4, 6, 5, 9, 7), mu = 4)
    for (found, expected) in
        [(made.t, 2.557_448_052_364_024_6), (made.freedom, 4.0), (made.p, 0.062_807_611_000_701_12)]
    {
        assert!((found - expected).abs() < 1e-9, "{found} {expected}");
    }
}
