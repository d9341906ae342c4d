//! The methods, listed by the question that each answers.

/// (the question, its methods)
const QUESTIONS: [(&str, &[&str]); 6] = [
    ("Where is it concentrated?", &[]),
    ("When does it happen, and is it changing?", &[]),
    ("Does it come back to the same place?", &[]),
    ("What do people say, and how sure can we be?", &[]),
    ("Did it work?", &[]),
    ("Is everyone treated and heard alike?", &[]),
];

/// The list for the end of the help.
pub fn by_question() -> String {
    let mut text = String::from("Methods by question:\n");
    for (question, methods) in QUESTIONS {
        text.push_str(&format!("  {question}\n      {}\n", methods.join(", ")));
    }
    text.push_str("\nAn example runs at the end of each method's help: comity analyse METHOD --help");
    text
}
