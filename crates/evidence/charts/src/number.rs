//! Numbers as a chart writes them.

/// `value` with so many decimals, thousands parted by commas and a true minus sign.
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !fraction.is_empty() {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    // What is rounded to nothing has no sign.
    if value < 0.0 && text.contains(|digit: char| ('1'..='9').contains(&digit)) {
        grouped.insert(0, '\u{2212}');
    }
    grouped
}

/// A value beside its mark: whole numbers whole, others to four figures.
pub fn short(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-4..1e12).contains(&size) {
        return power(value);
    }
    if value.fract() == 0.0 {
        return fixed(value, 0);
    }
    let before = if size >= 1.0 { size.log10().floor() as usize + 1 } else { 0 };
    let decimals = match before {
        0 => 3 + (-size.log10().floor()) as usize,
        _ => 4_usize.saturating_sub(before),
    };
    let text = fixed(value, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// The labels of a scale's ticks: all with as many decimals as the step needs; years and other numbers of four digits
/// without a comma.
pub fn labels(ticks: &[f64], step: f64) -> Vec<String> {
    let most = ticks.iter().fold(0.0_f64, |most, tick| most.max(tick.abs()));
    if most >= 1e12 || (most > 0.0 && most < 1e-4) {
        return ticks.iter().map(|tick| if *tick == 0.0 { "0".to_owned() } else { power(*tick) }).collect();
    }
    let decimals = (-(step.log10() + 1e-9).floor()).max(0.0) as usize;
    let plain = |label: String| if most < 10_000.0 { label.replace(',', "") } else { label };
    ticks.iter().map(|tick| plain(fixed(*tick, decimals))).collect()
}

fn power(value: f64) -> String {
    let text = format!("{value:.2e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    format!("{digits}e{exponent}").replace('-', "\u{2212}")
}
