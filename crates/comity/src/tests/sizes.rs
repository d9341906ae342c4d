//! No file and no function outgrows what can be read at once.

use super::sources::{Source, sources};

const FILE: usize = 450;
const FUNCTION: usize = 80;

/// The functions of a formatted source: the line of each one's name, and how many lines it has.
fn functions(source: &Source) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = source.text.lines().collect();
    let begins = (0..lines.len()).filter(|place| is_function(lines[*place]));
    begins.map(|begin| (begin + 1, length(&lines[begin..]))).collect()
}

fn is_function(line: &str) -> bool {
    let mut words = line.trim_start().split(' ').skip_while(|word| {
        matches!(*word, "pub" | "const" | "async" | "unsafe" | "extern" | "default") || word.starts_with("pub(")
    });
    words.next() == Some("fn") && words.next().is_some_and(|name| name.contains('('))
}

/// From the name to the bracket that stands where the name's line begins.
fn length(lines: &[&str]) -> usize {
    let first = lines[0];
    if first.ends_with(['}', ';']) {
        return 1;
    }
    let indent = first.len() - first.trim_start().len();
    let end = format!("{}}}", " ".repeat(indent));
    let declared = format!("{}) ", " ".repeat(indent));
    let ends = |line: &&str| *line == end || (line.starts_with(&declared) && line.ends_with(';'));
    lines.iter().skip(1).position(ends).map_or(lines.len(), |place| place + 2)
}

#[test]
fn no_file_is_too_long() {
    let lines = |source: &Source| source.text.lines().count();
    let long: Vec<String> = sources()
        .iter()
        .filter(|source| lines(source) > FILE)
        .map(|source| format!("{}: {} lines", source.path, lines(source)))
        .collect();
    assert_eq!(long, [""; 0], "more than {FILE} lines");
}

#[test]
fn no_function_is_too_long() {
    let (mut long, mut seen) = (Vec::new(), 0);
    for source in sources() {
        for (line, length) in functions(&source) {
            seen += 1;
            if length > FUNCTION {
                long.push(format!("{}:{line}: {length} lines", source.path));
            }
        }
    }
    assert!(seen > 1000, "only {seen} functions were found");
    assert_eq!(long, [""; 0], "more than {FUNCTION} lines");
}

#[test]
fn functions_are_measured_as_they_stand() {
    let text = "fn one() {}\nimpl A {\n    pub(crate) async fn two(\n        a: u8,\n    ) -> u8 {\n        a\n    }\n\n    fn three(a: u8) -> u8;\n    fn four(\n        a: u8,\n    ) -> u8;\n}\nlet f = |x| x;\n";
    let source = Source { path: String::new(), text: text.to_owned() };
    assert_eq!(functions(&source), [(1, 1), (3, 5), (9, 1), (10, 3)]);
}
