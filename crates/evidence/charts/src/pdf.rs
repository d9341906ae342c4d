//! Printing a scene as a PDF document of one page.
//!
//! The page is tagged as one figure with its title and description, so that it can be read aloud. The letters are those
//! of the built-in Helvetica (Windows-1252); where others are needed the text itself is kept beside its drawing.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{LineCapStyle, LineJoinStyle, StructRole};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use crate::letters::{helvetica, windows_1252};
use crate::scene::{Anchor, Ink, Item, Point, SIZE, SOFT, Scene};

const CATALOG: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const PAGE: Ref = Ref::new(3);
const PLAIN: Ref = Ref::new(4);
const BOLD: Ref = Ref::new(5);
const CONTENT: Ref = Ref::new(6);
const TREE: Ref = Ref::new(7);
const FIGURE: Ref = Ref::new(8);
const PARENTS: Ref = Ref::new(9);
const INFO: Ref = Ref::new(10);

/// The greatest side of a page that every reader takes.
const GREATEST: f64 = 14_000.0;

pub fn write(scene: &Scene) -> Vec<u8> {
    let lacking = scene.texts().any(|text| !windows_1252(text).1);
    let high = scene.height + if lacking { 20.0 } else { 0.0 };
    let shrunk = (GREATEST / high.max(scene.width)).min(1.0);
    let content = content(scene, high, shrunk, lacking);
    let mut pdf = Pdf::new();
    structure(&mut pdf, scene);
    let mut page = pdf.page(PAGE);
    page.parent(PAGES).contents(CONTENT).struct_parents(0);
    page.media_box(Rect::new(0.0, 0.0, (scene.width * shrunk) as f32, (high * shrunk) as f32));
    page.resources().fonts().pair(Name(b"F"), PLAIN).pair(Name(b"B"), BOLD);
    page.finish();
    for (id, name) in [(PLAIN, &b"Helvetica"[..]), (BOLD, b"Helvetica-Bold")] {
        pdf.type1_font(id).base_font(Name(name)).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    match packed(&content) {
        Some(packed) => pdf.stream(CONTENT, &packed).filter(Filter::FlateDecode).finish(),
        None => pdf.stream(CONTENT, &content).finish(),
    }
    pdf.finish()
}

/// What the document says of itself.
fn structure(pdf: &mut Pdf, scene: &Scene) {
    let mut catalog = pdf.catalog(CATALOG);
    catalog.pages(PAGES).lang(TextStr(&scene.language));
    catalog.viewer_preferences().display_doc_title(true);
    catalog.mark_info().marked(true);
    catalog.pair(Name(b"StructTreeRoot"), TREE);
    catalog.finish();
    pdf.document_info(INFO)
        .title(TextStr(&scene.title))
        .subject(TextStr(&scene.description))
        .creator(TextStr("Comity"));
    pdf.pages(PAGES).kids([PAGE]).count(1);
    let mut tree = pdf.indirect(TREE).dict();
    tree.pair(Name(b"Type"), Name(b"StructTreeRoot")).pair(Name(b"K"), FIGURE).pair(Name(b"ParentTree"), PARENTS);
    tree.finish();
    let told = format!("{}. {}", scene.title.trim_end_matches('.'), scene.description);
    let mut figure = pdf.struct_element(FIGURE);
    figure.kind(StructRole::Figure).parent(TREE).page(PAGE).alt(TextStr(&told)).pair(Name(b"K"), 0);
    figure.finish();
    let mut parents = pdf.indirect(PARENTS).dict();
    parents.insert(Name(b"Nums")).array().item(0).push().array().item(FIGURE);
    parents.finish();
}

fn packed(content: &[u8]) -> Option<Vec<u8>> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(content).ok()?;
    packer.finish().ok()
}

fn content(scene: &Scene, high: f64, shrunk: f64, lacking: bool) -> Vec<u8> {
    let mut content = Content::new();
    content.begin_marked_content_with_properties(Name(b"Figure")).properties().identify(0);
    // From the upper left corner downwards, as the scene is laid out.
    let shrunk = shrunk as f32;
    content.transform([shrunk, 0.0, 0.0, -shrunk, 0.0, high as f32 * shrunk]);
    content.set_line_join(LineJoinStyle::RoundJoin);
    for item in &scene.items {
        print(&mut content, item);
    }
    if lacking {
        let text = "Letters that this PDF's font does not have are drawn as ?; the SVG has them all.".to_owned();
        let at = (crate::frame::MARGIN, high - 10.0);
        let size = SIZE - 2.0;
        let note = Item::Text { at, text, size, bold: false, anchor: Anchor::Left, ink: SOFT, whole: None };
        print(&mut content, &note);
    }
    content.end_marked_content();
    content.finish().into_vec()
}

fn print(content: &mut Content, item: &Item) {
    match item {
        Item::Shape { outlines, fill, edge, .. } => {
            ink(content, *fill, true);
            if let Some(edge) = edge {
                ink(content, *edge, false);
                content.set_line_width(0.5);
            }
            outlines.iter().for_each(|outline| follow(content, outline, true));
            if edge.is_some() {
                content.fill_nonzero_and_stroke()
            } else {
                content.fill_nonzero()
            };
        }
        Item::Line { points, ink: of, width, dash } => {
            ink(content, *of, false);
            content.set_line_width(*width as f32);
            content.set_dash_pattern(dash.iter().map(|length| *length as f32), 0.0);
            follow(content, points, false);
            content.stroke();
            content.set_dash_pattern([], 0.0);
        }
        Item::Dots { centres, radius, ink: of, ring } => {
            ink(content, *of, false);
            if *ring {
                content.set_line_width(1.3);
                centres.iter().for_each(|centre| circle(content, *centre, *radius));
                content.stroke();
            } else {
                content.set_line_width((radius * 2.0) as f32).set_line_cap(LineCapStyle::RoundCap);
                for (x, y) in centres {
                    content.move_to(tenth(*x), tenth(*y)).line_to(tenth(*x), tenth(*y));
                }
                content.stroke().set_line_cap(LineCapStyle::ButtCap);
            }
        }
        Item::Text { at, text, size, bold, anchor, ink: of, .. } => {
            ink(content, *of, true);
            words(content, *at, text, *size, *bold, *anchor);
        }
    }
}

fn words(content: &mut Content, (x, y): Point, text: &str, size: f64, bold: bool, anchor: Anchor) {
    let (letters, all) = windows_1252(text);
    // Bold letters are a little wider than those that are measured.
    let wide = helvetica(&String::from_utf8_lossy(&letters), size) * if bold { 1.07 } else { 1.0 };
    let start = match anchor {
        Anchor::Left => x,
        Anchor::Middle => x - wide / 2.0,
        Anchor::Right => x - wide,
    };
    if !all {
        content.begin_marked_content_with_properties(Name(b"Span")).properties().actual_text(TextStr(text));
    }
    content.begin_text();
    content.set_font(Name(if bold { b"B" } else { b"F" }), size as f32);
    content.set_text_matrix([1.0, 0.0, 0.0, -1.0, tenth(start), tenth(y)]);
    content.show(Str(&letters));
    content.end_text();
    if !all {
        content.end_marked_content();
    }
}

fn follow(content: &mut Content, points: &[Point], closed: bool) {
    if let (true, [(left, top), (right, a), (b, bottom), (c, d)]) = (closed, points)
        && top == a
        && right == b
        && left == c
        && bottom == d
    {
        let (x, y) = (tenth(*left), tenth(*top));
        content.rect(x, y, tenth(*right) - x, tenth(*bottom) - y);
        return;
    }
    for (place, (x, y)) in points.iter().enumerate() {
        if place == 0 {
            content.move_to(tenth(*x), tenth(*y))
        } else {
            content.line_to(tenth(*x), tenth(*y))
        };
    }
    if closed && !points.is_empty() {
        content.close_path();
    }
}

/// Four curves that look like a circle.
fn circle(content: &mut Content, (x, y): Point, radius: f64) {
    let (x, y, r) = (x as f32, y as f32, radius as f32);
    let bend = r * 0.552_285;
    content.move_to(x - r, y);
    content.cubic_to(x - r, y - bend, x - bend, y - r, x, y - r);
    content.cubic_to(x + bend, y - r, x + r, y - bend, x + r, y);
    content.cubic_to(x + r, y + bend, x + bend, y + r, x, y + r);
    content.cubic_to(x - bend, y + r, x - r, y + bend, x - r, y);
}

fn ink(content: &mut Content, Ink(red, green, blue): Ink, fill: bool) {
    let [red, green, blue] = [red, green, blue].map(|part| (f32::from(part) / 255.0 * 1000.0).round() / 1000.0);
    if fill {
        content.set_fill_rgb(red, green, blue)
    } else {
        content.set_stroke_rgb(red, green, blue)
    };
}

fn tenth(value: f64) -> f32 {
    ((value * 10.0).round() / 10.0) as f32
}
