//! Long lists in pages, from a key and not from an offset, so that a page costs the same wherever it is.

/// Which part of a list is asked for: what comes after `after`, `size` rows at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    pub after: Option<String>,
    pub size: usize,
}

/// A part of a list; `next` asks for the following part, where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    pub rows: Vec<T>,
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page of `size` from rows fetched with a limit of `size + 1`; `key` names the row to go on after.
    pub fn cut(mut rows: Vec<T>, size: usize, key: impl Fn(&T) -> String) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        let next = if more { rows.last().map(key) } else { None };
        Self { rows, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_has_no_next() {
        let key = |n: &i32| n.to_string();
        assert_eq!(Page::cut(vec![1, 2, 3], 2, key), Page { rows: vec![1, 2], next: Some("2".into()) });
        assert_eq!(Page::cut(vec![1, 2], 2, key).next, None);
    }
}
