//! Printing a scene as SVG.

use std::fmt::Write as _;

use crate::letters::is_right_to_left;
use crate::scene::{Anchor, Ink, Item, Point, Scene};

const FONTS: &str = "Helvetica, Arial, 'Noto Sans', 'Noto Sans Arabic', 'Noto Kufi Arabic', sans-serif";

pub fn write(scene: &Scene) -> String {
    let (wide, high) = (number(scene.width), number(scene.height));
    let mut svg = String::with_capacity(4096);
    let title = escape(&scene.title);
    // Writing to a string cannot fail.
    // Whoever shows it in a page that is written from right to left would turn the numbers' anchors with it.
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\" \
         role=\"img\" lang=\"{lang}\" xml:lang=\"{lang}\" direction=\"ltr\" font-family=\"{FONTS}\">\n<title>{title}</title>\n<desc>{}</desc>\n\
         <rect width=\"{wide}\" height=\"{high}\" fill=\"#fff\"/>\n",
        escape(&scene.description),
        lang = escape(&scene.language),
    );
    for item in &scene.items {
        print(&mut svg, item);
    }
    svg.push_str("</svg>\n");
    svg
}

fn print(svg: &mut String, item: &Item) {
    let _ = match item {
        Item::Shape { outlines, fill, edge, told } => {
            let mut path = String::new();
            outlines.iter().for_each(|outline| follow(&mut path, outline, true));
            let edge = edge.map_or_else(String::new, |edge| format!(" stroke=\"{}\" stroke-width=\"0.5\"", ink(edge)));
            let body = told
                .as_ref()
                .map_or_else(|| "/>".to_owned(), |told| format!("><title>{}</title></path>", escape(told)));
            writeln!(svg, "<path fill=\"{}\"{edge} d=\"{path}\"{body}", ink(*fill))
        }
        Item::Line { points, ink: of, width, dash } => {
            let mut path = String::new();
            follow(&mut path, points, false);
            let lengths: Vec<String> = dash.iter().map(|length| number(*length)).collect();
            let dash =
                if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", lengths.join(" ")) };
            let width = number(*width);
            writeln!(svg, "<path fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\"{dash} d=\"{path}\"/>", ink(*of))
        }
        Item::Dots { centres, radius, ink: of, ring } => dots(svg, centres, *radius, *of, *ring),
        Item::Text { .. } => text(svg, item),
    };
}

fn dots(svg: &mut String, centres: &[Point], radius: f64, of: Ink, ring: bool) -> std::fmt::Result {
    let mut path = String::new();
    for (x, y) in centres {
        if ring {
            let (r, across) = (number(radius), number(radius * 2.0));
            let _ = write!(
                path,
                "M{} {}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0-{across} 0",
                number(x - radius),
                number(*y)
            );
        } else {
            // A line without length and with round ends is a dot.
            let _ = write!(path, "M{} {}h0", number(*x), number(*y));
        }
    }
    if ring {
        writeln!(svg, "<path fill=\"none\" stroke=\"{}\" stroke-width=\"1.3\" d=\"{path}\"/>", ink(of))
    } else {
        let wide = number(radius * 2.0);
        writeln!(svg, "<path stroke=\"{}\" stroke-width=\"{wide}\" stroke-linecap=\"round\" d=\"{path}\"/>", ink(of))
    }
}

fn text(svg: &mut String, item: &Item) -> std::fmt::Result {
    let Item::Text { at, text, size, bold, anchor, ink: of, whole } = item else { return Ok(()) };
    let turned = text.chars().any(is_right_to_left);
    // In writing from right to left a text starts on its right.
    let anchor = match (anchor, turned) {
        (Anchor::Left, false) | (Anchor::Right, true) => "",
        (Anchor::Middle, _) => " text-anchor=\"middle\"",
        (Anchor::Right, false) | (Anchor::Left, true) => " text-anchor=\"end\"",
    };
    let direction = if turned { " direction=\"rtl\"" } else { "" };
    let weight = if *bold { " font-weight=\"bold\"" } else { "" };
    let whole = whole.as_ref().map_or_else(String::new, |whole| format!("<title>{}</title>", escape(whole)));
    let (x, y, size) = (number(at.0), number(at.1), number(*size));
    let (fill, text) = (ink(*of), escape(text));
    writeln!(
        svg,
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{fill}\"{anchor}{direction}{weight}>{whole}{text}</text>"
    )
}

/// The path through the points: a start, then steps in tenths of a pixel, which do not add up their rounding.
fn follow(path: &mut String, points: &[Point], closed: bool) {
    let mut at = (0, 0);
    for (place, point) in points.iter().enumerate() {
        let next = (tenths(point.0), tenths(point.1));
        let (dx, dy) = (next.0 - at.0, next.1 - at.1);
        let _ = match (place, dx, dy) {
            (0, ..) => write!(path, "M{} {}", tenth(next.0), tenth(next.1)),
            (_, 0, 0) => Ok(()),
            (_, dx, 0) => write!(path, "h{}", tenth(dx)),
            (_, 0, dy) => write!(path, "v{}", tenth(dy)),
            (_, dx, dy) => write!(path, "l{} {}", tenth(dx), tenth(dy)),
        };
        at = next;
    }
    if closed {
        path.push('z');
    }
}

fn tenths(value: f64) -> i64 {
    (value * 10.0).round() as i64
}

fn tenth(tenths: i64) -> String {
    let (sign, whole, part) = (if tenths < 0 { "-" } else { "" }, tenths.abs() / 10, tenths.abs() % 10);
    if part == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

fn number(value: f64) -> String {
    tenth(tenths(value))
}

fn ink(Ink(red, green, blue): Ink) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The text as XML, without the control letters that XML cannot hold.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(letter),
        }
    }
    escaped
}
