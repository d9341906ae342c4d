//! Values as shades: a few classes between round numbers, darker for more.

use crate::scale;
use crate::scene::Ink;

/// From light to dark; each is told from the next by lightness alone.
const MORE: [Ink; 7] = [
    Ink(0xe6, 0xef, 0xf7),
    Ink(0xc5, 0xda, 0xec),
    Ink(0x9c, 0xc1, 0xdf),
    Ink(0x6a, 0xa2, 0xcd),
    Ink(0x3c, 0x7f, 0xb4),
    Ink(0x1c, 0x5b, 0x92),
    Ink(0x0d, 0x34, 0x5c),
];

/// Above zero, where values go both ways: what is hot looks warm, what is cold, with its minus sign, blue.
const WARM: [Ink; 4] = [Ink(0xfd, 0xec, 0xdd), Ink(0xf4, 0xbf, 0x8d), Ink(0xdb, 0x85, 0x3e), Ink(0x8f, 0x43, 0x08)];

/// The most classes that the eye tells apart.
const CLASSES: usize = 7;

/// Classes of values: `inks[k]` shades what lies from `breaks[k]` to `breaks[k + 1]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Shades {
    pub breaks: Vec<f64>,
    pub inks: Vec<Ink>,
    /// The smallest distance of two breaks, for their labels.
    pub step: f64,
}

impl Shades {
    /// Classes for these values; `None` where there is none to shade.
    pub fn of(values: &[f64]) -> Option<Self> {
        let (low, high) = scale::range(values.iter().copied())?;
        let (breaks, step) = if low >= 0.0 && is_skewed(values, high) {
            growing(high, values.iter().all(|value| value.fract() == 0.0))
        } else {
            let mut ticks = scale::round((low, high), CLASSES as f64);
            for wanted in (1..CLASSES).rev() {
                if ticks.at.len() > CLASSES + 1 {
                    ticks = scale::round((low, high), wanted as f64);
                }
            }
            (ticks.at, ticks.step)
        };
        let most = breaks.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        let both = breaks.first().is_some_and(|first| *first < 0.0);
        let classes = breaks.len().saturating_sub(1);
        let pairs = breaks.windows(2).enumerate();
        let inks = pairs.map(|(class, pair)| {
            let middle = pair.iter().sum::<f64>() / 2.0;
            match both {
                // The same distance from zero is as dark on each side.
                true if middle < 0.0 => between(&MORE, -middle / most),
                true => between(&WARM, middle / most),
                false => between(&MORE, class as f64 / (classes.max(2) - 1) as f64),
            }
        });
        let inks = inks.collect();
        Some(Self { breaks, inks, step })
    }

    /// The class of a value; its upper end belongs to the next, but for the last.
    pub fn class(&self, value: f64) -> Option<usize> {
        if !scale::drawable(value) {
            return None;
        }
        let passed = self.breaks.iter().skip(1).take_while(|end| **end <= value).count();
        Some(passed.min(self.inks.len().saturating_sub(1)))
    }

    pub fn ink(&self, value: f64) -> Option<Ink> {
        self.class(value).and_then(|class| self.inks.get(class)).copied()
    }

    /// Whether there are values on both sides of zero, so that those below are marked.
    pub fn both_sides(&self) -> bool {
        self.breaks.first().is_some_and(|first| *first < 0.0) && self.breaks.last().is_some_and(|last| *last > 0.0)
    }
}

/// The shade at a part of the way from light to dark.
fn between(ramp: &[Ink], part: f64) -> Ink {
    let place = part.clamp(0.0, 1.0) * (ramp.len() - 1) as f64;
    let at = |place: f64| ramp.get(place as usize).copied().unwrap_or(Ink(0, 0, 0));
    let (from, to, rest) = (at(place.floor()), at(place.ceil()), place.fract());
    let mix = |from: u8, to: u8| (f64::from(from) + (f64::from(to) - f64::from(from)) * rest).round() as u8;
    Ink(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// Whether most values would fall into the first of equal classes: half of those above zero below a twentieth.
fn is_skewed(values: &[f64], high: f64) -> bool {
    let above = values.iter().filter(|value| **value > 0.0 && scale::drawable(**value));
    let (few, all) =
        above.fold((0_usize, 0_usize), |(few, all), value| (few + usize::from(*value < high / 20.0), all + 1));
    few * 2 > all
}

/// 0 and the last breaks of 1, 2, 5, 10, 20, 50 … up to the first at or above `high`; `whole` numbers need none below 1.
fn growing(high: f64, whole: bool) -> (Vec<f64>, f64) {
    let mut breaks = vec![scale::step(high)];
    while breaks.len() < 6 {
        let last = breaks.last().copied().unwrap_or(1.0);
        // A little more than half of it: 10 gives 5, 5 gives 2, 2 gives 1.
        let mut next = scale::step(last / 2.6);
        if next >= last {
            next = last / 2.0;
        }
        if whole && next < 1.0 {
            break;
        }
        breaks.push(next);
    }
    let least = breaks.last().copied().unwrap_or(1.0);
    breaks.push(0.0);
    breaks.reverse();
    (breaks, least)
}
