//! Words on the page: those of people, which may be in another direction of writing than the page, and sections.

use comity_kernel::Language;
use maud::{Markup, html};

use crate::texts::without_controls;

/// A person's text of one or more paragraphs. Each takes the direction of its own first letter and is marked with the
/// language of most of its letters: minutes are kept in both languages, one paragraph after the other.
///
/// Not in `<bdi>`: `dir="auto"` would not look inside it, and a block is isolated from its neighbours anyway.
pub fn users_text(text: &str) -> Markup {
    let tidy = without_controls(text).replace("\r\n", "\n");
    let paragraphs =
        tidy.split("\n\n").map(|paragraph| paragraph.trim_matches('\n')).filter(|found| !found.trim().is_empty());
    html! {
        div class="said" {
            @for paragraph in paragraphs {
                p dir="auto" lang=[Language::written(paragraph).map(Language::tag)] {
                    @for (index, line) in paragraph.lines().enumerate() {
                        @if index > 0 { br; }
                        (line)
                    }
                }
            }
        }
    }
}

/// A person's words within a sentence or a heading: a name, a title.
pub fn users_words(text: &str) -> Markup {
    html! { bdi { (without_controls(text)) } }
}

/// What is always written from left to right: codes, ranges, addresses of pages.
pub fn left_to_right(text: &str) -> Markup {
    html! { bdi dir="ltr" { (text) } }
}

/// A telephone number that can be called.
pub fn phone(number: &str) -> Markup {
    let dialled: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    html! { a href={ "tel:" (dialled) } { (left_to_right(number)) } }
}

/// A section of a page: its heading stands in the margin where there is room, above otherwise.
pub fn entry(heading: &str, body: Markup) -> Markup {
    html! {
        section class="entry" {
            h2 { (heading) }
            div class="entry-body" { (body) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_lines_and_directions_of_a_person_are_kept() {
        let text = users_text("Light is <out>\r\nagain\n\n\n\nمنذ أسبوع\u{202e}").into_string();
        assert_eq!(
            text,
            "<div class=\"said\"><p dir=\"auto\" lang=\"en\">Light is &lt;out&gt;<br>again</p>\
             <p dir=\"auto\" lang=\"ar\">منذ أسبوع</p></div>"
        );
    }

    #[test]
    fn a_telephone_number_reads_from_left_to_right() {
        assert_eq!(
            phone("+970 2 555-0100").into_string(),
            "<a href=\"tel:+97025550100\"><bdi dir=\"ltr\">+970 2 555-0100</bdi></a>"
        );
    }
}
