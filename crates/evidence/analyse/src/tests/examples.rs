//! Every method's help has an example, and every example runs.

use std::path::Path;

use clap::Parser;

use super::{Alone, data, methods};
use crate::output;

/// The command lines of a method's help: the lines that begin with `comity analyse`, without these two words.
fn examples(help: &str) -> Vec<&str> {
    help.lines().filter_map(|line| line.trim().strip_prefix("comity analyse ")).collect()
}

/// The words of an example with its files made in `folder`; an output's file is named there too.
fn words(example: &str, folder: &Path) -> Vec<String> {
    let mut words = Vec::new();
    for word in example.split_whitespace() {
        assert!(!word.contains(['\'', '"', '\\', '$', '|', '<', '>', '*']), "{example}: {word} needs a shell");
        let writes = words.last().is_some_and(|word| word == "--out");
        let parts: Vec<String> =
            word.split_inclusive(['=', ',']).map(|part| placed(part, folder, writes, example)).collect();
        words.push(parts.concat());
    }
    words
}

/// A piece of a word; where it is the name of a file, the file's path.
fn placed(part: &str, folder: &Path, writes: bool, example: &str) -> String {
    let name = part.trim_end_matches(['=', ',']);
    let is_file = [".csv", ".gal", ".parquet", ".geojson", ".svg", ".pdf", ".gz"].iter().any(|end| name.ends_with(end));
    if !is_file {
        return part.to_owned();
    }
    let path = folder.join(name);
    if !writes {
        let text = data::file(name).unwrap_or_else(|| panic!("{example}: {name} is to be added to tests/data.rs"));
        std::fs::write(&path, text).unwrap();
    }
    format!("{}{}", path.display(), part.strip_prefix(name).unwrap_or_default())
}

#[test]
fn every_method_has_an_example_and_every_example_runs() {
    let (mut ran, mut wrong) = (0, Vec::new());
    for method in methods() {
        let help = method.get_after_help().map(ToString::to_string).unwrap_or_default();
        let name = method.get_name();
        let found = examples(&help);
        assert!(!found.is_empty(), "{name} has no example at the end of its help");
        for example in found {
            assert_eq!(example.split(' ').next(), Some(name), "the example of {name} is of another method");
            let folder = tempfile::tempdir().unwrap();
            let line = std::iter::once("comity analyse".to_owned()).chain(words(example, folder.path()));
            let alone = Alone::try_parse_from(line).unwrap_or_else(|error| panic!("{example}: {error}"));
            ran += 1;
            match run(&alone, folder.path()) {
                Ok(()) => {}
                Err(fault) => wrong.push(format!("comity analyse {example}\n    {fault}")),
            }
        }
    }
    assert!(ran >= methods().len() && ran > 20, "only {ran} examples ran");
    assert!(wrong.is_empty(), "{} of {ran} examples do not run:\n  {}", wrong.len(), wrong.join("\n  "));
}

/// Runs an example; its answer goes into every form of file that it has something for.
fn run(alone: &Alone, folder: &Path) -> Result<(), String> {
    let told = |fault: crate::Fault| fault.to_string();
    output::check(&alone.analyse.common.out).map_err(told)?;
    let answer = alone.analyse.method.answer().map_err(told)?;
    if answer.inputs.is_empty() || answer.result.is_null() || answer.warnings.is_empty() {
        return Err("the answer lacks inputs, a result, or the conditions under which it misleads".to_owned());
    }
    let sentence = answer.sentence.trim();
    if !sentence.ends_with('.') || sentence.contains("NaN") || sentence.contains("inf ") {
        return Err(format!("its sentence is {sentence:?}"));
    }
    let mut paths = alone.analyse.common.out.clone();
    let forms = [
        ("a.csv", !answer.sheet.header.is_empty()),
        ("a.geojson", !answer.features.is_empty()),
        ("a.svg", answer.chart.is_some()),
        ("a.pdf", answer.chart.is_some()),
    ];
    paths.extend(forms.iter().filter(|form| form.1).map(|form| folder.join(form.0)));
    output::files(&paths, &answer).map_err(told)?;
    if answer.sheet.rows.iter().any(|row| row.len() != answer.sheet.header.len()) {
        return Err("a row of its sheet is not as long as the header".to_owned());
    }
    Ok(())
}

#[test]
fn the_help_lists_every_method_by_its_question_in_one_line_or_more() {
    let list = crate::questions::by_question();
    for method in methods() {
        let name = method.get_name();
        assert!(list.lines().any(|line| line.starts_with(&format!("    {name} "))), "{name} is not in the list");
        let about = method.get_about().map(ToString::to_string).unwrap_or_default();
        assert!(about.len() > 20, "{name} does not say what it answers: {about:?}");
        for argument in method.get_arguments().filter(|argument| !argument.is_hide_set()) {
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.len() > 10, "{name}: nothing is said of {}", argument.get_id());
        }
    }
    let mut names: Vec<String> = methods().iter().map(|method| method.get_name().to_owned()).collect();
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all, "two methods have one name");
    for fixed in ["moran", "gi-star", "knox", "aoristic", "concentration", "survey", "wdd", "disparity"] {
        assert!(names.iter().any(|name| name == fixed), "{fixed} is missing");
    }
}
