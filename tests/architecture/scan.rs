//! Reads Rust source as far as the house rules need it: code without comments and texts, the texts, the paths
//! that are named, and what belongs to tests. Not a parser: it must only never miss what rustfmt writes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// One text literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    pub line: usize,
    pub text: String,
}

/// A path as named in code, groups expanded: `use a::{b, c::d}` names `a::b` and `a::c::d`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub line: usize,
    pub segments: Vec<String>,
}

/// One file.
#[derive(Clone, Debug)]
pub struct Source {
    /// From the root of the package, with `/`.
    pub path: String,
    /// As written.
    pub text: String,
    /// Without comments and the insides of texts; the same lines.
    pub all_code: String,
    /// The same without `#[cfg(test)]` items.
    pub code: String,
    /// Texts outside `#[cfg(test)]` items.
    pub literals: Vec<Literal>,
    /// Files that this one declares under `#[cfg(test)]`, without the ending `.rs`.
    pub test_files: Vec<String>,
    /// The file itself belongs to tests.
    pub is_test: bool,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        let (all_code, all_literals) = lex(text);
        let tests = test_items(&all_code);
        let in_tests = |line: usize| tests.iter().any(|t| t.lines.contains(&line));
        let code = blank_lines(&all_code, &in_tests);
        let literals = all_literals.iter().filter(|l| !in_tests(l.line)).cloned().collect();
        let test_files = tests.iter().filter_map(|t| t.file(path, &all_literals)).collect();
        let is_test = all_code.trim_start().starts_with("#![cfg(test)]");
        Self { path: path.to_owned(), text: text.to_owned(), all_code, code, literals, test_files, is_test }
    }

    /// The room: the first folder or file under `src/`.
    pub fn room(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
    }

    /// How many `super` lead from this file to the crate.
    fn depth(&self) -> usize {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let parts = inside.split('/').count();
        if inside.ends_with("/mod.rs") { parts - 1 } else { parts }
    }

    /// What this path means from the crate's root: `["store", "orders"]`; none for anything else.
    pub fn in_crate<'a>(&self, named: &'a Named, rooms: &[&str]) -> Option<&'a [String]> {
        let first = named.segments.first()?;
        if first == "crate" || first == "expero" {
            return named.segments.get(1..);
        }
        let ups = named.segments.iter().take_while(|s| *s == "super").count();
        let rest = named.segments.get(ups..)?;
        let leads_out = ups >= self.depth() && rest.first().is_some_and(|r| rooms.contains(&r.as_str()));
        (ups > 0 && leads_out).then_some(rest)
    }
}

/// All files under `folder` of the package, tests marked.
pub fn tree(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join(folder), &mut files);
    files.sort();
    let mut sources: Vec<Source> = files
        .iter()
        .map(|file| {
            let path = file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            Source::new(&path, &std::fs::read_to_string(file).unwrap())
        })
        .collect();
    mark_tests(&mut sources);
    sources
}

/// Marks the files that others declare under `#[cfg(test)]`, with everything below them.
pub fn mark_tests(sources: &mut [Source]) {
    let tests: BTreeSet<String> = sources.iter().flat_map(|s| s.test_files.clone()).collect();
    for source in sources {
        source.is_test |=
            tests.iter().any(|t| source.path == format!("{t}.rs") || source.path.starts_with(&format!("{t}/")));
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

const fn is_word(c: char) -> bool {
    c == '_' || c.is_ascii_alphanumeric()
}

/// Code with comments and the insides of texts as spaces, and the texts.
pub fn lex(text: &str) -> (String, Vec<Literal>) {
    let mut lexer = Lexer { chars: text.chars().collect(), at: 0, line: 1, code: String::new(), literals: Vec::new() };
    while lexer.at < lexer.chars.len() {
        lexer.step();
    }
    (lexer.code, lexer.literals)
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    line: usize,
    code: String,
    literals: Vec<Literal>,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn sees(&self, what: &str) -> bool {
        what.chars().enumerate().all(|(i, c)| self.peek(i) == Some(c))
    }

    /// Moves over one character, kept or blanked; lines stay lines.
    fn take(&mut self, keep: bool) -> char {
        let c = self.chars[self.at];
        self.at += 1;
        self.line += usize::from(c == '\n');
        self.code.push(if keep || c == '\n' { c } else { ' ' });
        c
    }

    fn step(&mut self) {
        let after_word = self.at > 0 && is_word(self.chars[self.at - 1]);
        if self.sees("//") {
            while self.peek(0).is_some_and(|c| c != '\n') {
                self.take(false);
            }
        } else if self.sees("/*") {
            self.block_comment();
        } else if self.peek(0) == Some('"') {
            self.string(None);
        } else if let Some(hashes) = self.raw_string_ahead().filter(|_| !after_word) {
            while self.peek(0) != Some('"') {
                self.take(false);
            }
            self.string(Some(hashes));
        } else if self.peek(0) == Some('\'') {
            self.quote();
        } else {
            self.take(true);
        }
    }

    fn block_comment(&mut self) {
        let mut open = 0_usize;
        while self.at < self.chars.len() {
            if self.sees("/*") {
                open += 1;
                self.take(false);
            } else if self.sees("*/") {
                open -= 1;
                self.take(false);
            }
            self.take(false);
            if open == 0 {
                return;
            }
        }
    }

    /// How many `#` a raw text here has; none when there is no raw text.
    fn raw_string_ahead(&self) -> Option<usize> {
        let start = match (self.peek(0)?, self.peek(1)?) {
            ('r', _) => 1,
            ('b' | 'c', 'r') => 2,
            _ => return None,
        };
        let hashes = self.chars[self.at + start..].iter().take_while(|c| **c == '#').count();
        (self.peek(start + hashes) == Some('"')).then_some(hashes)
    }

    fn string(&mut self, raw: Option<usize>) {
        let line = self.line;
        self.take(true);
        let mut text = String::new();
        let end = format!("\"{}", "#".repeat(raw.unwrap_or(0)));
        while self.at < self.chars.len() && !self.sees(&end) {
            let c = self.take(false);
            text.push(c);
            if c == '\\' && raw.is_none() && self.at < self.chars.len() {
                text.push(self.take(false));
            }
        }
        if self.at < self.chars.len() {
            self.take(true);
            for _ in 0..raw.unwrap_or(0) {
                self.take(false);
            }
        }
        self.literals.push(Literal { line, text });
    }

    /// A character literal is blanked, a lifetime stays.
    fn quote(&mut self) {
        let is_char = self.peek(1) == Some('\\') || self.peek(2) == Some('\'');
        self.take(true);
        if !is_char {
            return;
        }
        if self.peek(0) == Some('\\') {
            self.take(false);
        }
        self.take(false);
        while self.peek(0).is_some_and(|c| c != '\'') {
            self.take(false);
        }
        if self.at < self.chars.len() {
            self.take(true);
        }
    }
}

/// An item under `#[cfg(test)]`.
struct TestItem {
    lines: std::ops::RangeInclusive<usize>,
    /// The module's name when it lies in a file of its own.
    file_of: Option<String>,
}

impl TestItem {
    fn file(&self, path: &str, literals: &[Literal]) -> Option<String> {
        let name = self.file_of.as_ref()?;
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        // `#[path = "x.rs"] mod tests;` lies beside the file that says so.
        if let Some(given) = literals.iter().find(|l| {
            self.lines.contains(&l.line) && std::path::Path::new(&l.text).extension().is_some_and(|e| e == "rs")
        }) {
            return Some(format!("{folder}/{}", given.text.trim_end_matches(".rs")));
        }
        Some(match file {
            "mod.rs" | "lib.rs" | "main.rs" => format!("{folder}/{name}"),
            _ => format!("{folder}/{}/{name}", file.trim_end_matches(".rs")),
        })
    }
}

fn test_items(code: &str) -> Vec<TestItem> {
    let mut items = Vec::new();
    let mut from = 0;
    while let Some(found) = code.get(from..).and_then(|rest| rest.find("#[cfg(test)]")) {
        let start = from + found;
        let end = item_end(code, start);
        let body = &code[start..end];
        let declared = body.trim_end().strip_suffix(';').map(str::trim_end).and_then(|b| b.rsplit_once("mod "));
        items.push(TestItem {
            lines: line_of(code, start)..=line_of(code, end.saturating_sub(1)),
            file_of: declared.map(|(_, name)| name.trim().to_owned()).filter(|n| n.chars().all(is_word)),
        });
        from = end;
    }
    items
}

/// Where the item that begins with the attribute at `start` ends.
fn item_end(code: &str, start: usize) -> usize {
    let mut depth = 0_i32;
    for (offset, c) in code[start..].char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' => depth -= 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    let end = start + offset + 1;
                    return if code[end..].starts_with(';') { end + 1 } else { end };
                }
            }
            ';' if depth == 0 => return start + offset + 1,
            _ => {}
        }
    }
    code.len()
}

fn line_of(code: &str, at: usize) -> usize {
    1 + code.get(..at).map_or(0, |before| before.matches('\n').count())
}

fn blank_lines(code: &str, blank: &dyn Fn(usize) -> bool) -> String {
    let mut out = String::with_capacity(code.len());
    for (line, number) in code.lines().zip(1..) {
        out.push_str(if blank(number) { "" } else { line });
        out.push('\n');
    }
    out
}

/// Every path named in `code`. A single name counts only after `use`.
pub fn paths(code: &str) -> Vec<Named> {
    let mut reader = PathReader { chars: code.chars().collect(), at: 0, line: 1, out: Vec::new() };
    let mut last_word = String::new();
    while reader.at < reader.chars.len() {
        if reader.path_begins() {
            let (before, known) = (reader.out.len(), reader.at);
            let only = reader.path(&mut Vec::new());
            if let Some(word) = only {
                if last_word == "use" {
                    reader.out.push(Named { line: reader.line, segments: vec![word.clone()] });
                }
                last_word = word;
            } else {
                last_word.clear();
            }
            debug_assert!(reader.at > known && reader.out.len() >= before);
        } else {
            reader.next();
        }
    }
    reader.out
}

struct PathReader {
    chars: Vec<char>,
    at: usize,
    line: usize,
    out: Vec<Named>,
}

impl PathReader {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn next(&mut self) {
        self.line += usize::from(self.peek(0) == Some('\n'));
        self.at += 1;
    }

    fn back(&self, behind: usize) -> Option<char> {
        self.at.checked_sub(behind).and_then(|i| self.chars.get(i)).copied()
    }

    fn path_begins(&self) -> bool {
        let starts = self.peek(0).is_some_and(|c| c == '_' || c.is_ascii_alphabetic());
        let inside_word = self.back(1).is_some_and(is_word);
        let after_colons = self.back(1) == Some(':') && self.back(2) == Some(':');
        let continues = after_colons && self.back(3).is_some_and(|c| is_word(c) || c == '>');
        starts && !inside_word && !continues
    }

    fn skip_space(&mut self) {
        while self.peek(0).is_some_and(char::is_whitespace) {
            self.next();
        }
    }

    /// Reads one path under `prefix`; answers the word when it was only one without prefix.
    fn path(&mut self, prefix: &mut Vec<String>) -> Option<String> {
        let known = prefix.len();
        let line = self.line;
        loop {
            let mut word = String::new();
            while let Some(c) = self.peek(0).filter(|c| is_word(*c)) {
                word.push(c);
                self.at += 1;
            }
            prefix.push(word);
            if self.peek(0) != Some(':') || self.peek(1) != Some(':') {
                break;
            }
            match self.peek(2) {
                Some('{') => {
                    self.at += 3;
                    self.group(prefix);
                    prefix.truncate(known);
                    return None;
                }
                Some('*') => {
                    self.at += 3;
                    prefix.push("*".to_owned());
                    break;
                }
                Some(c) if c == '_' || c.is_ascii_alphabetic() => self.at += 2,
                _ => {
                    self.at += 2;
                    break;
                }
            }
        }
        let mut segments = prefix.clone();
        prefix.truncate(known);
        if segments.len() == 1 {
            return segments.pop();
        }
        if segments.last().is_some_and(|s| s == "self") {
            segments.pop();
        }
        self.out.push(Named { line, segments });
        None
    }

    fn group(&mut self, prefix: &mut Vec<String>) {
        loop {
            self.skip_space();
            match self.peek(0) {
                None => return,
                Some('}') => {
                    self.at += 1;
                    return;
                }
                Some(c) if c == '_' || c.is_ascii_alphabetic() => {
                    self.path(prefix);
                    // `as other`
                    while self.peek(0).is_some_and(|c| c != ',' && c != '}') {
                        self.next();
                    }
                }
                Some(_) => self.next(),
            }
        }
    }
}
