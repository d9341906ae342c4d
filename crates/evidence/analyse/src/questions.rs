//! The methods, listed by the question that each answers.

use clap::{Command, Subcommand};

use crate::output::{WIDTH, wrapped};
use crate::{again, effect, fair, place, survey, time};

/// Each family's question, and its methods as clap knows them: no list to keep, so none that is out of date.
pub fn families() -> [(&'static str, Vec<Command>); 6] {
    [
        ("Where is it concentrated?", methods::<place::Methods>()),
        ("When does it happen, and is it changing?", methods::<time::Methods>()),
        ("Does it come back to the same place?", methods::<again::Methods>()),
        ("What do people say, and how sure can we be?", methods::<survey::Methods>()),
        ("Did it work?", methods::<effect::Methods>()),
        ("Is everyone treated and heard alike?", methods::<fair::Methods>()),
    ]
}

fn methods<M: Subcommand>() -> Vec<Command> {
    let family = M::augment_subcommands(Command::new("family"));
    let mut methods: Vec<Command> = family.get_subcommands().cloned().collect();
    methods.sort_by(|a, b| a.get_name().cmp(b.get_name()));
    methods
}

/// The list for the help: each question with its methods, and what each of them asks.
pub fn by_question() -> String {
    let families = families();
    let names = families.iter().flat_map(|(_, methods)| methods).map(|method| method.get_name().len());
    let width = names.max().unwrap_or(0);
    let mut text = String::from("Methods, by question:\n");
    for (question, methods) in families {
        text.push_str(&format!("\n  {question}\n"));
        for method in methods {
            let about = method.get_about().map(ToString::to_string).unwrap_or_default();
            let mark = format!("    {:width$}  ", method.get_name());
            text.push_str(&wrapped(about.trim_end_matches('.'), &mark, WIDTH));
        }
    }
    text.push_str("\n`comity analyse METHOD --help` has the settings of a method, and an example that runs.");
    text
}
