//! The page with the form for a concern, and what is sent from it.

use memchr::memmem;

use crate::client::{Answer, Trouble};

const CATEGORIES: [&str; 4] = ["noise", "litter", "lighting", "traffic"];
const PLACES: [&str; 8] = [
    "behind the school",
    "at the bus stop on the main road",
    "in the park by the lower gate",
    "under the railway bridge",
    "on the stairs to the market",
    "in front of the pharmacy",
    "between the two apartment houses",
    "at the playground",
];
const MATTERS: [&str; 6] = [
    "the lamp has been dark since last week and people take another way in the evening",
    "music is played from parked cars until long after midnight on most days",
    "broken glass lies on the path that the children take in the morning",
    "cars drive far too fast, and twice this month somebody was nearly hit",
    "rubbish is left beside the containers and nobody comes to take it away",
    "a group shouts at those who pass, and older people no longer go there alone",
];

/// What one connection needs to send the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The cookies, as they are sent back.
    pub cookie: String,
    token: String,
    areas: Vec<String>,
    categories: Vec<String>,
}

impl Form {
    /// Reads the page.
    ///
    /// # Errors
    /// [`Trouble::Missing`] if it has no cookie, token, area or category.
    pub fn read(answer: &Answer<'_>) -> Result<Self, Trouble> {
        let page = std::str::from_utf8(answer.body).unwrap_or_default();
        let cookie = answer.header("set-cookie").and_then(|value| value.split(';').next());
        let token = between(page, "name=\"csrf\" value=\"", "\"");
        let select = between(page, "name=\"area\"", "</select>").unwrap_or_default();
        let areas: Vec<String> = values(select, "<option value=\"");
        if areas.is_empty() {
            return Err(Trouble::Missing("an area to choose"));
        }
        let categories: Vec<String> = values(page, "name=\"category\" value=\"");
        Ok(Self {
            cookie: cookie.ok_or(Trouble::Missing("a cookie"))?.to_owned(),
            token: token.ok_or(Trouble::Missing("a form's token"))?.to_owned(),
            areas,
            categories: if categories.is_empty() { CATEGORIES.map(str::to_owned).to_vec() } else { categories },
        })
    }

    /// The body of the `number`th concern: another area, category and words each time, in 150 to 400 bytes.
    pub fn fill(&self, number: u64) -> String {
        // As if the page had been opened for each of them.
        let once = format!("load{number:022}");
        let place = pick(&PLACES, number).copied().unwrap_or_default();
        let matter = pick(&MATTERS, number / 8).copied().unwrap_or_default();
        let area = pick(&self.areas, number).map_or("", String::as_str);
        let category = pick(&self.categories, number / 3).map_or("", String::as_str);
        let words = format!("For {} days now, {place}, {matter}. This is concern {number}.", number % 60 + 2);
        let contact = if number.is_multiple_of(3) { format!("resident{number}@example.org") } else { String::new() };
        let fields = [
            ("csrf", self.token.as_str()),
            ("once", &once),
            ("area", area),
            ("category", category),
            ("words", &words),
            ("contact", &contact),
        ];
        fields.map(|(name, value)| format!("{name}={}", encode(value))).join("&")
    }
}

/// The receipt's code in the answer to a form.
pub fn code(body: &[u8]) -> Option<&str> {
    let start = memmem::find(body, b"class=\"receipt\"")?;
    let rest = std::str::from_utf8(body.get(start..)?).ok()?;
    let shown = between(rest, "<p class=\"code\">", "</p>")?;
    let text = shown.split('>').find_map(|piece| piece.split('<').next().filter(|text| text.len() >= 28))?;
    (text.chars().filter(char::is_ascii_alphanumeric).count() == 28).then_some(text)
}

fn pick<T>(list: &[T], number: u64) -> Option<&T> {
    let length = u64::try_from(list.len()).ok().filter(|length| *length > 0)?;
    list.get(usize::try_from(number % length).ok()?)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}

fn values(text: &str, before: &str) -> Vec<String> {
    let pieces = text.split(before).skip(1).filter_map(|piece| piece.split_once('"'));
    pieces.map(|(value, _)| value.to_owned()).filter(|value| !value.is_empty()).collect()
}

/// As browsers write forms: letters and digits as they are, spaces as plus, all else as `%XX`.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<input type="hidden" name="csrf" value="abc"><select id="area" name="area"><option value="" selected>
        Choose</option><option value="A1">One</option><option value="A2">Two</option></select>
        <input type="radio" name="category" value="noise"><input type="radio" name="category" value="other">"#;

    #[test]
    fn the_form_is_read_and_sent_back_whole() {
        let head = "HTTP/1.1 200 OK\r\nset-cookie: comity_visit=xyz; Path=/; HttpOnly\r\n\r\n";
        let form = Form::read(&Answer { status: 200, head, body: PAGE.as_bytes() }).unwrap();
        assert_eq!(form.cookie, "comity_visit=xyz");
        assert_eq!(form.areas, ["A1", "A2"]);
        assert_eq!(form.categories, ["noise", "other"]);
        let body = form.fill(3);
        assert!(
            body.starts_with(
                "csrf=abc&once=load0000000000000000000003&area=A2&category=other&words=For+5+days+now%2C+"
            ),
            "{body}"
        );
        assert!(body.ends_with("&contact=resident3%40example.org"), "{body}");
        assert_ne!(form.fill(4), body);
    }

    #[test]
    fn a_page_without_a_token_is_refused() {
        let head = "HTTP/1.1 200 OK\r\nset-cookie: a=b\r\n\r\n";
        let page = PAGE.replace("csrf", "other");
        let read = Form::read(&Answer { status: 200, head, body: page.as_bytes() });
        assert!(matches!(read, Err(Trouble::Missing("a form's token"))));
    }

    #[test]
    fn only_a_whole_code_in_a_receipt_counts() {
        let code_text = "0123-4567-89ab-cdef-0123-4567-89ab";
        let page = |text: &str| format!(r#"<section class="receipt"><p class="code"><bdi dir="ltr">{text}</bdi></p>"#);
        assert_eq!(code(page(code_text).as_bytes()), Some(code_text));
        assert_eq!(code(page("0123-4567").as_bytes()), None);
        assert_eq!(code(b"<p>no receipt</p>"), None);
    }
}
