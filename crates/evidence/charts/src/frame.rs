//! What stands around the marks: title, what is measured, scales with their ticks, and the key.

use crate::letters::{cut, width, wrap};
use crate::number;
use crate::scale::{Scale, Ticks};
use crate::scene::{AXIS, Anchor, GRID, Item, SIZE, SOFT, Scene, TEXT, TITLE};
use crate::{Chart, Direction, Options};

pub const MARGIN: f64 = 16.0;
/// From one line of words to the next.
pub const LINE: f64 = 17.0;

/// A sheet that is being drawn upon, from left to right; it is turned at the end where the language asks for it.
#[derive(Debug)]
pub struct Sheet {
    pub scene: Scene,
    /// Everything above is drawn.
    pub y: f64,
    pub missing: String,
    nothing: String,
}

impl Sheet {
    /// A sheet with its title.
    pub fn begin(chart: &Chart, options: &Options) -> Self {
        let wide = if options.width.is_finite() { options.width.clamp(240.0, 4000.0) } else { 720.0 };
        let scene = Scene {
            width: wide,
            height: 0.0,
            title: chart.title.clone(),
            description: chart.description.clone(),
            language: options.language.clone(),
            direction: options.direction,
            items: Vec::new(),
        };
        let (missing, nothing) = (options.missing.clone(), options.nothing.clone());
        let mut sheet = Self { scene, y: MARGIN - 3.0, missing, nothing };
        // Bold letters are a little wider than those that are measured.
        for line in wrap(&chart.title, TITLE * 1.07, sheet.inner(), 3) {
            sheet.y += TITLE + 4.0;
            let at = (MARGIN, sheet.y - 4.0);
            sheet.scene.items.push(Item::Text {
                at,
                text: line,
                size: TITLE,
                bold: true,
                anchor: Anchor::Left,
                ink: TEXT,
                whole: None,
            });
        }
        sheet.y += 4.0;
        sheet
    }

    /// The sheet as it will be printed: as high as it was filled, and in its direction.
    pub fn end(mut self) -> Scene {
        self.scene.height = (self.y + MARGIN * 0.75).ceil();
        if self.is_turned() {
            self.scene.mirror();
        }
        self.scene
    }

    pub fn is_turned(&self) -> bool {
        self.scene.direction == Direction::RightToLeft
    }

    pub fn right(&self) -> f64 {
        self.scene.width - MARGIN
    }

    /// The width between the margins.
    pub fn inner(&self) -> f64 {
        self.scene.width - 2.0 * MARGIN
    }

    pub fn is_narrow(&self) -> bool {
        self.scene.width < 480.0
    }

    /// A line or two of words that stand back.
    pub fn words(&mut self, text: &str) {
        for line in wrap(text, SIZE, self.inner(), 2) {
            self.y += LINE;
            self.scene.text((MARGIN, self.y - 4.0), line, Anchor::Left, SOFT);
        }
    }

    /// Words under a scale, at its far end.
    pub fn words_below(&mut self, text: &str) {
        for line in wrap(text, SIZE, self.inner(), 2) {
            self.y += LINE;
            let x = self.right();
            self.scene.text((x, self.y - 4.0), line, Anchor::Right, SOFT);
        }
    }

    /// Says that there is nothing to draw.
    pub fn nothing(&mut self) {
        let text = self.nothing.clone();
        self.y += 8.0;
        self.words(&text);
        self.y += 8.0;
    }

    /// A scale from side to side that keeps its direction when the sheet is turned.
    pub fn number_line(&self, range: (f64, f64), left: f64, right: f64) -> Scale {
        if self.is_turned() { Scale::new(range, right, left) } else { Scale::new(range, left, right) }
    }

    /// Lines across the plot at the ticks of an upright scale, with their labels on the left.
    pub fn upright_scale(&mut self, scale: &Scale, ticks: &Ticks, left: f64, right: f64) {
        for (tick, label) in ticks.at.iter().zip(number::labels(&ticks.at, ticks.step)) {
            let y = scale.at(*tick);
            let ink = if *tick == 0.0 { AXIS } else { GRID };
            self.scene.line((left, y), (right, y), ink, 1.0);
            self.scene.text((left - 6.0, y + 4.5), label, Anchor::Right, SOFT);
        }
    }

    /// Labels under the ticks of a level scale, as many as fit; with lines upwards to `top` where there is one.
    pub fn level_scale(&mut self, scale: &Scale, ticks: &Ticks, top: Option<f64>) {
        let labels = number::labels(&ticks.at, ticks.step);
        self.labelled_scale(scale, ticks.at.iter().copied().zip(labels), top);
    }

    /// Names under places of a level scale, as many as fit.
    pub fn named_scale(&mut self, scale: &Scale, names: &[(f64, String)]) {
        self.labelled_scale(scale, names.iter().cloned(), None);
    }

    fn labelled_scale(&mut self, scale: &Scale, labels: impl Iterator<Item = (f64, String)>, top: Option<f64>) {
        let y = self.y;
        let mut places: Vec<(f64, f64, String)> = labels.map(|(tick, label)| (scale.at(tick), tick, label)).collect();
        let widest = places.iter().map(|place| width(&place.2, SIZE)).fold(0.0, f64::max);
        let (limits, mut taken) = ((2.0, self.scene.width - 2.0), f64::NEG_INFINITY);
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (x, tick, label) in places {
            match top {
                Some(top) => self.scene.line((x, top), (x, y), if tick == 0.0 { AXIS } else { GRID }, 1.0),
                None => self.scene.line((x, y), (x, y + 4.0), AXIS, 1.0),
            }
            if x - widest / 2.0 > taken {
                let half = width(&label, SIZE) / 2.0;
                let held = x.clamp(limits.0 + half, (limits.1 - half).max(limits.0 + half));
                self.scene.text((held, y + LINE), label, Anchor::Middle, SOFT);
                taken = x + widest / 2.0 + 8.0;
            }
        }
        self.y += LINE + 3.0;
    }

    /// Names on the left of rows: each in one or two lines that end before `right`, around its row's middle.
    pub fn name(&mut self, name: &str, right: f64, middle: f64, lines: usize) {
        let wrapped = wrap(name, SIZE, right - MARGIN, lines);
        let was_cut = wrapped.iter().any(|line| line.ends_with('…'));
        let first = middle + 4.5 - (wrapped.len().saturating_sub(1)) as f64 * 7.0;
        for (number, line) in wrapped.into_iter().enumerate() {
            let at = (right, first + number as f64 * 14.0);
            let whole = was_cut.then(|| name.to_owned());
            self.scene.items.push(Item::Text {
                at,
                text: line,
                size: SIZE,
                bold: false,
                anchor: Anchor::Right,
                ink: TEXT,
                whole,
            });
        }
    }

    /// How much of the width the names of rows take, the margin included: as much as they need, within reason.
    pub fn room_for_names<'a>(&self, names: impl Iterator<Item = &'a str>) -> f64 {
        let widest = names.map(|name| width(name, SIZE)).fold(0.0, f64::max);
        MARGIN + (widest + 1.0).min(self.inner() * 0.36)
    }
}

/// As many of the names under their places as fit without touching: each `every`-th.
pub fn names_below(sheet: &mut Sheet, names: &[String], place: impl Fn(usize) -> f64, slot: f64) {
    let widest = names.iter().map(|name| width(name, SIZE)).fold(0.0, f64::max);
    let broken: Vec<Vec<String>> = names.iter().map(|name| wrap(name, SIZE, slot - 4.0, 3)).collect();
    let fits = |line: &String| !line.ends_with('…') && width(line, SIZE) <= slot - 2.0;
    if widest + 8.0 > slot && broken.iter().flatten().all(fits) {
        for (at, lines) in broken.iter().enumerate() {
            for (number, line) in lines.iter().enumerate() {
                let y = sheet.y + LINE + number as f64 * 14.0;
                sheet.scene.text((place(at), y), line.clone(), Anchor::Middle, SOFT);
            }
        }
        sheet.y += LINE + 3.0 + (broken.iter().map(Vec::len).max().unwrap_or(1).saturating_sub(1)) as f64 * 14.0;
        return;
    }
    let longest = widest.min((sheet.inner() / 3.0).max(slot));
    let every = ((longest + 8.0) / slot).ceil().max(1.0) as usize;
    for (at, name) in names.iter().enumerate().step_by(every) {
        let label = cut(name, SIZE, longest);
        let half = width(&label, SIZE) / 2.0;
        let x = place(at).clamp(2.0 + half, (sheet.scene.width - 2.0 - half).max(2.0 + half));
        let y = sheet.y + LINE;
        let whole = (label != *name).then(|| name.clone());
        let (at, anchor, ink) = ((x, y), Anchor::Middle, SOFT);
        sheet.scene.items.push(Item::Text { at, text: label, size: SIZE, bold: false, anchor, ink, whole });
    }
    sheet.y += LINE + 3.0;
}
