//! How wide words are, where they break, and how a PDF's own Helvetica writes them.

/// The widths of Helvetica's letters from space to tilde, in thousandths of the size (Adobe's font metrics).
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// The room that a text needs: other sans-serif letters, which a browser may take, are a little wider than Helvetica's.
pub fn width(text: &str, size: f64) -> f64 {
    helvetica(text, size) * 1.08
}

/// The width of a text in Helvetica. Letters beyond are taken as wide as an `n`, ideographs as wide as they are high.
pub fn helvetica(text: &str, size: f64) -> f64 {
    let letter = |letter: char| match letter {
        ' '..='~' => WIDTHS.get(letter as usize - 32).copied().map_or(0.556, |width| f64::from(width) / 1000.0),
        '\u{2e80}'..='\u{ffef}' if !is_right_to_left(letter) => 1.0,
        '…' => 1.0,
        _ => 0.556,
    };
    text.chars().map(letter).sum::<f64>() * size
}

/// The text in at most `lines` lines of at most `most` pixels; the last ends with … where words were left out.
pub fn wrap(text: &str, size: f64, most: f64, lines: usize) -> Vec<String> {
    let mut wrapped: Vec<String> = Vec::new();
    let mut now = String::new();
    for word in text.split_whitespace() {
        let longer = if now.is_empty() { word.to_owned() } else { format!("{now} {word}") };
        if now.is_empty() || width(&longer, size) <= most {
            now = longer;
        } else {
            wrapped.push(std::mem::replace(&mut now, word.to_owned()));
        }
    }
    if !now.is_empty() {
        wrapped.push(now);
    }
    if wrapped.len() > lines {
        let rest = wrapped.split_off(lines.saturating_sub(1)).join(" ");
        wrapped.push(rest);
    }
    wrapped.into_iter().map(|line| cut(&line, size, most)).collect()
}

/// The text, or its beginning and … where it is wider than `most`.
pub fn cut(text: &str, size: f64, most: f64) -> String {
    if width(text, size) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = width("…", size);
    for letter in text.chars() {
        used += width(letter.encode_utf8(&mut [0; 4]), size);
        if used > most {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}

/// Whether a letter belongs to a writing from right to left: Hebrew, Arabic, Syriac, Thaana and their forms.
pub fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{1e800}'..='\u{1efff}')
}

/// The text in Windows-1252, and whether it has all of it; what it lacks becomes `?`.
pub fn windows_1252(text: &str) -> (Vec<u8>, bool) {
    let (mut bytes, mut all) = (Vec::with_capacity(text.len()), true);
    for letter in text.chars() {
        match letter {
            // The minus sign is not in Windows-1252; the en dash is as long.
            '\u{2212}' => bytes.push(0x96),
            '\u{202f}' | '\u{2009}' => bytes.push(0xa0),
            '≤' => bytes.extend(b"<="),
            '≥' => bytes.extend(b">="),
            _ => bytes.push(byte(letter).unwrap_or_else(|| {
                all = false;
                b'?'
            })),
        }
    }
    (bytes, all)
}

fn byte(letter: char) -> Option<u8> {
    /// What Windows-1252 has from 0x80 to 0x9f; U+FFFD where it has nothing.
    const MIDDLE: &str = "€\u{fffd}‚ƒ„…†‡ˆ‰Š‹Œ\u{fffd}Ž\u{fffd}\u{fffd}‘’“”•–—˜™š›œ\u{fffd}žŸ";
    match letter {
        ' '..='~' | '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(letter)).ok(),
        '\u{fffd}' => None,
        _ => (0x80_u8..).zip(MIDDLE.chars()).find(|(_, there)| *there == letter).map(|(byte, _)| byte),
    }
}
