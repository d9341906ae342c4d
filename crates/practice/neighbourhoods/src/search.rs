//! Finding names as people type them: without caring for capitals, accents, vowel marks or the shapes of Arabic letters.

use comity_places::Area;
use icu_normalizer::DecomposingNormalizerBorrowed;

/// The areas of which a name, in either language, or the code has `typed` in it; empty where nothing was typed.
pub fn by_name<'a>(areas: &'a [Area], typed: &str) -> Vec<&'a Area> {
    let wanted = folded(typed);
    if wanted.is_empty() {
        return Vec::new();
    }
    let found = |area: &&Area| {
        folded(&area.names.en).contains(&wanted)
            || folded(&area.names.ar).contains(&wanted)
            || folded(&area.code) == wanted
    };
    areas.iter().filter(found).collect()
}

/// The one area that is called exactly what was typed, or has it as its code.
pub fn exact<'a>(found: &[&'a Area], typed: &str) -> Option<&'a Area> {
    let wanted = folded(typed);
    let same = |area: &&&Area| {
        folded(&area.names.en) == wanted || folded(&area.names.ar) == wanted || folded(&area.code) == wanted
    };
    let mut called_so = found.iter().filter(same);
    called_so.next().filter(|_| called_so.next().is_none()).copied()
}

/// Letters and digits in small letters, words apart by one space; marks dropped; letters that stand for one another in
/// hurried Arabic written as one.
fn folded(text: &str) -> String {
    let small = text.to_lowercase();
    let mut out = String::with_capacity(small.len());
    for c in DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(small.chars()) {
        match c {
            _ if is_mark(c) => {}
            'ة' => out.push('ه'),
            'ى' | 'ی' => out.push('ي'),
            'ک' => out.push('ك'),
            'ٱ' => out.push('ا'),
            _ if c.is_alphanumeric() => out.push(c),
            _ if out.ends_with(' ') || out.is_empty() || matches!(c, '\'' | '’' | 'ʼ') => {}
            _ => out.push(' '),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Combining accents, Arabic vowel marks and hamza signs, and the stroke that only stretches a word.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{640}')
}

#[cfg(test)]
mod tests {
    use comity_places::Bilingual;

    use super::*;

    fn area(en: &str, ar: &str) -> Area {
        let names = Bilingual::new(en, ar);
        Area { code: "E05".into(), parent: None, level: None, names, path: "E05/".into(), population: None }
    }

    #[test]
    fn names_are_found_as_people_type_them() {
        let areas = [area("St. Anne's Crème", "حيّ الأقصى القديمة")];
        for typed in
            ["st annes", "ST. ANNE", "creme", "CRÈME", "اقصي", "القديمه", "حي الأقصى", "e05", "الأقـــصى", "  anne’s "]
        {
            assert_eq!(by_name(&areas, typed).len(), 1, "{typed}");
        }
        let longer = [area("Harbour", "الميناء"), area("Harbour East", "شرق الميناء")];
        let found = by_name(&longer, "harbour");
        assert_eq!(found.len(), 2);
        assert_eq!(exact(&found, " HARBOUR").map(|area| area.names.en.as_str()), Some("Harbour"));
        assert_eq!(exact(&found, "harb").map(|area| area.names.en.as_str()), None);
        let twins = [area("Harbour", ""), area("harbour", "")];
        assert!(exact(&by_name(&twins, "harbour"), "harbour").is_none());
        for typed in ["", "  ", "'", "\u{64b}", "annex", "e0", "stanne"] {
            assert_eq!(by_name(&areas, typed).len(), 0, "{typed}");
        }
    }
}
