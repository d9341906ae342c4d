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

/// Below zero, where there are values on both sides; they carry a minus sign as well.
const LESS: [Ink; 4] = [Ink(0xfb, 0xe6, 0xd3), Ink(0xf2, 0xbd, 0x8b), Ink(0xdb, 0x85, 0x3e), Ink(0xa3, 0x4f, 0x0c)];

/// Above zero, where there are values on both sides.
const ABOVE: [Ink; 4] = [Ink(0xdc, 0xe9, 0xf4), Ink(0x9c, 0xc1, 0xdf), Ink(0x3c, 0x7f, 0xb4), Ink(0x0d, 0x34, 0x5c)];

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
            let ticks = scale::round((low, high), 5.0);
            (ticks.at, ticks.step)
        };
        let most = breaks.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        let both = breaks.first().is_some_and(|first| *first < 0.0);
        let classes = breaks.len().saturating_sub(1);
        let pairs = breaks.windows(2).enumerate();
        let inks = pairs.filter_map(|(class, pair)| {
            let &[from, to] = pair else { return None };
            let middle = f64::midpoint(from, to);
            match both {
                true if middle < 0.0 => pick(&LESS, -middle / most),
                true => pick(&ABOVE, middle / most),
                false => pick(&MORE, (class as f64 + 0.5) / classes as f64),
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
fn pick(ramp: &[Ink], part: f64) -> Option<Ink> {
    let place = (part * ramp.len() as f64).floor().max(0.0) as usize;
    ramp.get(place.min(ramp.len() - 1)).copied()
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
