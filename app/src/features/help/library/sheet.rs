//! Reads a sheet of `app/help`: a title, then parts with a heading, a few lines about them, and what they say.
//! It must never guess: a line that fits nowhere is an error that names it.
//!
//! ```text
//! # Adding money
//! lead: A sentence under the title.
//!
//! ## How do I add money by card?
//! slug: card-top-up
//! also: other words, for it, searched but never shown
//! see: slugs-of, related-parts
//! go: /topup Add money
//!
//! A text may go over
//! several lines.
//!
//! 1. A step.
//! 2. The next one.
//!
//! - A point.
//! ```

use super::super::api::{Block, Way};

/// A sheet as it was written.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub title: String,
    /// Empty when there is none.
    pub lead: String,
    pub parts: Vec<Part>,
}

/// A part of a sheet.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Part {
    pub heading: String,
    pub slug: String,
    pub also: String,
    pub see: Vec<String>,
    pub ways: Vec<Way>,
    pub blocks: Vec<Block>,
}

/// A line that fits nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("reading a sheet of the help: line {line} {what}")]
pub struct SheetError {
    /// From 1.
    pub line: usize,
    pub what: &'static str,
}

/// Reads a sheet.
///
/// # Errors
/// [`SheetError`] names the line that is wrong.
pub fn read(text: &str) -> Result<Sheet, SheetError> {
    let mut sheet = Sheet::default();
    // Lines directly under a heading are about the part; after the first empty line comes what it says.
    let mut about = false;
    let mut open: Option<Block> = None;
    for (at, line) in text.lines().enumerate() {
        let wrong = |what| SheetError { line: at + 1, what };
        let line = line.trim_end();
        if let Some(title) = line.strip_prefix("# ") {
            title.clone_into(&mut sheet.title);
        } else if let Some(heading) = line.strip_prefix("## ") {
            close(&mut sheet, open.take());
            about = true;
            sheet.parts.push(Part {
                heading: heading.to_owned(),
                ..Part::default()
            });
        } else if line.is_empty() {
            close(&mut sheet, open.take());
            about = false;
        } else if let Some(part) = sheet.parts.last_mut() {
            if about {
                note(part, line).map_err(wrong)?;
            } else {
                open = Some(continued(open, line).map_err(wrong)?);
            }
        } else if let Some(lead) = line.strip_prefix("lead: ") {
            lead.clone_into(&mut sheet.lead);
        } else {
            return Err(wrong("stands before the first part"));
        }
    }
    close(&mut sheet, open);
    Ok(sheet)
}

fn close(sheet: &mut Sheet, block: Option<Block>) {
    if let (Some(part), Some(block)) = (sheet.parts.last_mut(), block) {
        part.blocks.push(block);
    }
}

/// A line about a part.
fn note(part: &mut Part, line: &str) -> Result<(), &'static str> {
    let (name, value) = line
        .split_once(": ")
        .ok_or("is no `name: value` under a heading")?;
    match name {
        "slug" => value.clone_into(&mut part.slug),
        "also" => value.clone_into(&mut part.also),
        "see" => part.see = value.split(", ").map(str::to_owned).collect(),
        "go" => {
            let (href, label) = value
                .split_once(' ')
                .ok_or("leads to a page without name")?;
            part.ways.push(Way {
                href: href.to_owned(),
                label: label.to_owned(),
            });
        }
        _ => return Err("says something about a part that nobody knows"),
    }
    Ok(())
}

/// The block with one more line; a line without a sign of its own goes on where the last one ended.
fn continued(open: Option<Block>, line: &str) -> Result<Block, &'static str> {
    match (open, item(line)) {
        (None, Line::Plain) => Ok(Block::Text(line.to_owned())),
        (None, Line::Step(text)) => Ok(Block::Steps(vec![text.to_owned()])),
        (None, Line::Point(text)) => Ok(Block::Points(vec![text.to_owned()])),
        (Some(Block::Text(mut text)), Line::Plain) => {
            join(&mut text, line);
            Ok(Block::Text(text))
        }
        (Some(Block::Steps(mut steps)), Line::Step(text)) => {
            steps.push(text.to_owned());
            Ok(Block::Steps(steps))
        }
        (Some(Block::Points(mut points)), Line::Point(text)) => {
            points.push(text.to_owned());
            Ok(Block::Points(points))
        }
        (Some(Block::Steps(items)), Line::Plain) => Ok(Block::Steps(longer(items, line))),
        (Some(Block::Points(items)), Line::Plain) => Ok(Block::Points(longer(items, line))),
        _ => Err("is of another kind than the line before: put an empty line between"),
    }
}

/// The items, the last of which goes on.
fn longer(mut items: Vec<String>, line: &str) -> Vec<String> {
    if let Some(last) = items.last_mut() {
        join(last, line.trim_start());
    }
    items
}

enum Line<'a> {
    Plain,
    Step(&'a str),
    Point(&'a str),
}

fn item(line: &str) -> Line<'_> {
    if let Some(text) = line.strip_prefix("- ") {
        return Line::Point(text);
    }
    match line.split_once(". ") {
        Some((number, text))
            if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) =>
        {
            Line::Step(text)
        }
        _ => Line::Plain,
    }
}

/// Chinese has no space where a line ends.
fn join(text: &mut String, line: &str) {
    let words = text.ends_with(|c: char| c.is_ascii()) && line.starts_with(|c: char| c.is_ascii());
    if words {
        text.push(' ');
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Title\nlead: A lead.\n\n## One?\nslug: one\nalso: uno, eins\nsee: two, three\ngo: /send Send money\n\nFirst\nand second.\n\n1. Do\n   this.\n2. Then that.\n\n- A\n- B\n\n## Two?\nslug: two\n\n充值\n很快。\n";

    #[test]
    fn a_sheet_is_read_as_it_is_meant() {
        let sheet = read(TEXT).unwrap();
        assert_eq!(
            (sheet.title.as_str(), sheet.lead.as_str()),
            ("Title", "A lead.")
        );
        let [one, two] = sheet.parts.as_slice() else {
            panic!("{sheet:?}");
        };
        assert_eq!((one.heading.as_str(), one.slug.as_str()), ("One?", "one"));
        assert_eq!(one.also, "uno, eins");
        assert_eq!(one.see, ["two", "three"]);
        assert_eq!(
            one.ways,
            [Way {
                href: "/send".into(),
                label: "Send money".into()
            }]
        );
        assert_eq!(
            one.blocks,
            [
                Block::Text("First and second.".into()),
                Block::Steps(vec!["Do this.".into(), "Then that.".into()]),
                Block::Points(vec!["A".into(), "B".into()]),
            ]
        );
        assert_eq!(two.blocks, [Block::Text("充值很快。".into())]);
    }

    #[test]
    fn a_line_that_fits_nowhere_is_named() {
        for (text, line) in [
            ("# T\nstray\n", 2),
            ("# T\n\n## A\nslug: a\nnonsense\n", 5),
            ("# T\n\n## A\nslug: a\nmood: fine\n", 5),
            ("# T\n\n## A\ngo: /send\n", 4),
            ("# T\n\n## A\nslug: a\n\n- one\n1. two\n", 7),
            ("# T\n\n## A\nslug: a\n\ntext\n- one\n", 7),
        ] {
            assert_eq!(read(text).unwrap_err().line, line, "{text}");
        }
    }

    #[test]
    fn a_number_in_a_text_is_no_step() {
        let sheet = read("# T\n\n## A\nslug: a\n\nIt costs 1. 2 more. Yes.\n").unwrap();
        assert_eq!(
            sheet.parts[0].blocks,
            [Block::Text("It costs 1. 2 more. Yes.".into())]
        );
    }
}
