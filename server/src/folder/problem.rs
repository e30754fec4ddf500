//! What is wrong in a city's folder, and where.

use std::fmt;

/// So many are told one by one; a file of another format would otherwise fill the screen.
const TOLD: usize = 200;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// File in the folder.
    pub file: String,
    /// Line of a table, or where in a map file.
    pub at: String,
    /// What is wrong, and what would be right.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, at, reason } = self;
        if at.is_empty() { write!(f, "{file}: {reason}") } else { write!(f, "{file}, {at}: {reason}") }
    }
}

/// All that is wrong.
#[derive(Debug, Default, thiserror::Error)]
pub struct Problems(pub(super) Vec<Problem>);

impl Problems {
    /// Something about a file as a whole.
    pub fn add(&mut self, file: &str, reason: impl Into<String>) {
        self.add_at(file, String::new(), reason);
    }

    /// Something in a line of a table.
    pub fn add_line(&mut self, file: &str, line: u64, reason: impl Into<String>) {
        self.add_at(file, format!("line {line}"), reason);
    }

    /// Something in a feature of a map file, counted from 0 as programs do; `slug` if it has one.
    pub fn add_feature(&mut self, file: &str, index: usize, slug: &str, reason: impl Into<String>) {
        let name = if slug.is_empty() { String::new() } else { format!(" ({slug})") };
        self.add_at(file, format!("feature {index}{name}"), reason);
    }

    /// Something about what a file calls `slug`.
    pub fn add_named(&mut self, file: &str, slug: &str, reason: impl Into<String>) {
        self.add_at(file, format!("“{slug}”"), reason);
    }

    fn add_at(&mut self, file: &str, at: String, reason: impl Into<String>) {
        self.0.push(Problem { file: file.to_owned(), at, reason: reason.into() });
    }

    /// `fine`, unless there are problems.
    pub(super) fn none_or<T>(self, fine: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(fine) } else { Err(self) }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in self.0.iter().take(TOLD) {
            writeln!(f, "{problem}")?;
        }
        if self.0.len() > TOLD {
            writeln!(f, "and {} more", self.0.len() - TOLD)?;
        }
        write!(f, "{} problems; nothing was changed", self.0.len())
    }
}
