//! The smoother and the loops of STL (Cleveland, Cleveland, McRae and Terpenning 1990, sections 2 and 3).

/// One loess smoother: how many values it spans, the degree of its line (0 or 1), and at how many values it jumps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Smoother {
    pub span: usize,
    pub degree: usize,
    pub jump: usize,
}

/// The smoothers of a decomposition, and how often its loops run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub period: usize,
    pub seasonal: Smoother,
    pub trend: Smoother,
    pub low_pass: Smoother,
    pub inner: usize,
    pub outer: usize,
}

/// Seasonal part, trend, and the weight of each value.
pub(super) struct Parts {
    pub seasonal: Vec<f64>,
    pub trend: Vec<f64>,
    pub weights: Vec<f64>,
}

/// Takes `values` apart: inner loops, and after each outer loop new weights that ignore outliers.
pub(super) fn decompose(values: &[f64], plan: &Plan) -> Parts {
    let n = values.len();
    let mut parts = Parts { seasonal: vec![0.0; n], trend: vec![0.0; n], weights: vec![1.0; n] };
    let mut loops = 0;
    loop {
        let weights = (loops > 0).then(|| parts.weights.clone());
        for _ in 0..plan.inner {
            inner(values, plan, weights.as_deref(), &mut parts);
        }
        loops += 1;
        if loops > plan.outer {
            break;
        }
        parts.weights = robust_weights(values, &parts);
    }
    if plan.outer == 0 {
        parts.weights.fill(1.0);
    }
    parts
}

/// One pass: the season from the values less the trend, the trend from the values less the season.
fn inner(values: &[f64], plan: &Plan, weights: Option<&[f64]>, parts: &mut Parts) {
    let detrended: Vec<f64> = values.iter().zip(&parts.trend).map(|(value, trend)| value - trend).collect();
    let cycles = cycle_subseries(&detrended, plan, weights);
    let averaged = moving_average(&moving_average(&moving_average(&cycles, plan.period), plan.period), 3);
    let low = loess(&averaged, plan.low_pass, None);
    for (at, seasonal) in parts.seasonal.iter_mut().enumerate() {
        *seasonal = cycles[plan.period + at] - low[at];
    }
    let rest: Vec<f64> = values.iter().zip(&parts.seasonal).map(|(value, season)| value - season).collect();
    parts.trend = loess(&rest, plan.trend, weights);
}

/// Each position of the cycle smoothed by itself, and extended by one cycle at both ends.
fn cycle_subseries(values: &[f64], plan: &Plan, weights: Option<&[f64]>) -> Vec<f64> {
    let (n, period) = (values.len(), plan.period);
    let mut cycles = vec![0.0; n + 2 * period];
    for position in 0..period {
        let own: Vec<f64> = values.iter().skip(position).step_by(period).copied().collect();
        let own_weights: Option<Vec<f64>> =
            weights.map(|weights| weights.iter().skip(position).step_by(period).copied().collect());
        let (count, own_weights) = (own.len(), own_weights.as_deref());
        let smooth = loess(&own, plan.seasonal, own_weights);
        let span = plan.seasonal.span;
        let before = local(&own, plan.seasonal, 0.0, (1, span.min(count)), own_weights);
        let after = local(
            &own,
            plan.seasonal,
            (count + 1) as f64,
            ((count + 1).saturating_sub(span).max(1), count),
            own_weights,
        );
        cycles[position] = before.unwrap_or(smooth[0]);
        for (cycle, value) in smooth.iter().enumerate() {
            cycles[(cycle + 1) * period + position] = *value;
        }
        cycles[(count + 1) * period + position] = after.unwrap_or(smooth[count - 1]);
    }
    cycles
}

fn moving_average(values: &[f64], span: usize) -> Vec<f64> {
    let mut sum: f64 = values[..span].iter().sum();
    let mut averages = vec![sum / span as f64];
    for at in span..values.len() {
        sum = sum - values[at - span] + values[at];
        averages.push(sum / span as f64);
    }
    averages
}

/// Smooths by loess at every `jump`-th value and at the last, and by straight lines between them.
fn loess(values: &[f64], smoother: Smoother, weights: Option<&[f64]>) -> Vec<f64> {
    let n = values.len();
    if n < 2 {
        return values.to_vec();
    }
    let (span, jump) = (smoother.span, smoother.jump.min(n - 1).max(1));
    let half = span.div_ceil(2);
    // The window of `span` values around position `at`, counted from 1, kept inside.
    let window = |at: usize| match at {
        _ if span >= n => (1, n),
        at if at <= half => (1, span),
        at => {
            let left = (at - half + 1).min(n - span + 1);
            (left, left + span - 1)
        }
    };
    let smooth = |at: usize, window| local(values, smoother, at as f64, window, weights).unwrap_or(values[at - 1]);
    let mut result = vec![0.0; n];
    let stops: Vec<usize> = (1..=n).step_by(jump).collect();
    stops.iter().for_each(|at| result[at - 1] = smooth(*at, window(*at)));
    let last = stops.last().copied().unwrap_or(1);
    if last != n {
        result[n - 1] = smooth(n, window(last));
    }
    let ends = stops.iter().copied().chain((last != n).then_some(n)).collect::<Vec<usize>>();
    for pair in ends.windows(2) {
        let slope = (result[pair[1] - 1] - result[pair[0] - 1]) / (pair[1] - pair[0]) as f64;
        for at in pair[0] + 1..pair[1] {
            result[at - 1] = result[pair[0] - 1] + slope * (at - pair[0]) as f64;
        }
    }
    result
}

/// The local line's value at `x` from the values of a window (positions from 1), weighted by the tricube of their
/// distance; `None` where no value has a weight.
fn local(values: &[f64], smoother: Smoother, x: f64, window: (usize, usize), weights: Option<&[f64]>) -> Option<f64> {
    let n = values.len();
    let (left, right) = window;
    let mut reach = (x - left as f64).max(right as f64 - x);
    if smoother.span > n {
        reach += ((smoother.span - n) / 2) as f64;
    }
    let (far, close) = (0.999 * reach, 0.001 * reach);
    let weight = |at: usize| {
        let distance = (at as f64 - x).abs();
        let tricube = match distance {
            d if d > far => return 0.0,
            d if d <= close => 1.0,
            d => {
                let share = d / reach;
                (1.0 - share * share * share).powi(3)
            }
        };
        weights.map_or(tricube, |weights| tricube * weights[at - 1])
    };
    let mut local: Vec<f64> = (left..=right).map(weight).collect();
    let sum: f64 = local.iter().sum();
    if sum <= 0.0 {
        return None;
    }
    local.iter_mut().for_each(|weight| *weight /= sum);
    if reach > 0.0 && smoother.degree > 0 {
        let positions = || (left..=right).map(|at| at as f64);
        let centre: f64 = local.iter().zip(positions()).map(|(weight, at)| weight * at).sum();
        let spread: f64 = local.iter().zip(positions()).map(|(weight, at)| weight * (at - centre).powi(2)).sum();
        if spread.sqrt() > 0.001 * (n as f64 - 1.0) {
            let slope = (x - centre) / spread;
            local.iter_mut().zip(positions()).for_each(|(weight, at)| *weight *= slope * (at - centre) + 1.0);
        }
    }
    Some(local.iter().zip(&values[left - 1..right]).map(|(weight, value)| weight * value).sum())
}

/// Bisquare weights of the remainders over six times their median size.
fn robust_weights(values: &[f64], parts: &Parts) -> Vec<f64> {
    let fitted = parts.seasonal.iter().zip(&parts.trend).map(|(season, trend)| season + trend);
    let sizes: Vec<f64> = values.iter().zip(fitted).map(|(value, fitted)| (value - fitted).abs()).collect();
    let mut sorted = sizes.clone();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let scale = 3.0 * (sorted[(n - 1) / 2] + sorted[n / 2]);
    let weight = |size: &f64| match *size {
        size if size <= 0.001 * scale => 1.0,
        size if size <= 0.999 * scale => (1.0 - (size / scale).powi(2)).powi(2),
        _ => 0.0,
    };
    sizes.iter().map(weight).collect()
}
