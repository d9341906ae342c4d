//! Neighbours as GAL files list them.

use crate::Error;

/// The content of a GAL file.
#[derive(Clone, Debug, PartialEq)]
pub struct Gal {
    /// The name of each area, in the order of the file.
    pub names: Vec<String>,
    /// The names of each area's neighbours.
    pub neighbours: Vec<Vec<String>>,
}

/// Reads a GAL file: a first line with the number of areas (alone, or as `0 number file column`), then for each area a
/// line with its name and the number of its neighbours, and a line with their names (which may be empty or absent where
/// there are none).
///
/// Errors: every departure from that, as an [`Error::Value`] named `line` with the line's number from 0.
pub fn gal(text: &str) -> Result<Gal, Error> {
    let mut lines = text.lines().enumerate().map(|(row, line)| (row, line.split_whitespace().collect::<Vec<_>>()));
    let wrong = |row, found: &[&str], expected| Error::value("line", row, format!("{:?}", found.join(" ")), expected);
    let (row, header) = lines.next().unwrap_or_default();
    let count = match header.as_slice() {
        [count] | [_, count] | [_, count, _, _] => count.parse::<usize>().ok(),
        _ => None,
    };
    let count = count.ok_or_else(|| wrong(row, &header, "the number of areas"))?;
    let mut read = Gal { names: Vec::new(), neighbours: Vec::new() };
    let mut filled = lines.filter(|(_, words)| !words.is_empty());
    while let Some((row, words)) = filled.next() {
        let (name, many) = match words.as_slice() {
            [name, many] => many.parse::<usize>().map(|many| (*name, many)),
            _ => "".parse::<usize>().map(|many| ("", many)),
        }
        .map_err(|_| wrong(row, &words, "an area and the number of its neighbours"))?;
        let others = if many == 0 { Vec::new() } else { filled.next().map(|(_, words)| words).unwrap_or_default() };
        if others.len() != many {
            return Err(wrong(row + 1, &others, "as many neighbours as the line before says"));
        }
        read.names.push(name.to_owned());
        read.neighbours.push(others.into_iter().map(str::to_owned).collect());
    }
    if read.names.len() != count {
        let found = format!("{count} where {} areas follow", read.names.len());
        return Err(Error::value("line", row, found, "the number of the areas that follow"));
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_headers_and_areas_without_neighbours() {
        for text in [
            "3\na 1\nb\nb 1\na\nc 0\n\n",
            "0 3 shape POLYID\r\na 1\r\nb\r\nb 1\r\na\r\nc 0\r\n",
            "3\nc 0\na 1\nb\nb 1\na",
        ] {
            let mut read = gal(text).unwrap();
            if read.names[0] == "c" {
                read.names.rotate_left(1);
                read.neighbours.rotate_left(1);
            }
            assert_eq!(read.names, ["a", "b", "c"]);
            assert_eq!(read.neighbours, [vec!["b"], vec!["a"], vec![]]);
        }
    }

    #[test]
    fn what_is_wrong_is_told_by_its_line() {
        let told = |text| gal(text).unwrap_err().to_string();
        assert_eq!(told(""), "line number 1 is \"\", expected the number of areas");
        assert_eq!(told("x\n"), "line number 1 is \"x\", expected the number of areas");
        assert_eq!(told("1\na b c\n"), "line number 2 is \"a b c\", expected an area and the number of its neighbours");
        assert_eq!(told("1\na 2\nb\n"), "line number 3 is \"b\", expected as many neighbours as the line before says");
        assert_eq!(
            told("2\na 0\n"),
            "line number 1 is 2 where 1 areas follow, expected the number of the areas that follow"
        );
    }
}
