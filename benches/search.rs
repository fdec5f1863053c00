//! The search line over 100,000 names: what it finds within ten rows, and how long it takes, against the old way (a
//! scan with `LIKE`) and nucleo, the matcher of the helix editor.
//!
//! `cargo bench --bench search`. Recall@10 of a query: of the goods that hold every word as it was meant, how many are
//! among the first ten (ten or all of them when there are fewer).
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a bench"
)]

mod support;

use std::collections::HashSet;

use expero::desk;
use expero::domain::marking::other_layout;
use expero::store::goods_words::words;
use expero::store::{Database, Mode};
use expero::usecase::read::goods_search::GoodsSearch;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher};
use support::{Times, time};

const GOODS: usize = 100_000;
/// Queries of each kind.
const QUERIES: usize = 300;
const LETTERS: &[char] = &['а', 'е', 'и', 'о', 'н', 'т', 'р', 'с', 'л', 'к', 'м', 'п'];

/// One product: its row, its name, its words as they are searched.
struct Item {
    goods: i64,
    name: String,
    words: HashSet<String>,
}

fn main() {
    let folder = support::folder();
    let path = folder.path().join("expero.db");
    let mut db = Database::open(&path, Mode::Write).unwrap();
    let made = time(|| support::stock_named(&mut db, GOODS, |at, goods| goods.name = brand(at, &goods.name)));
    drop(db);
    println!("made {GOODS} goods in {:.1} s", made.as_secs_f64());
    let plain = rusqlite::Connection::open(&path).unwrap();
    let items = items(&plain);
    let count = |sql: &str| plain.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap();
    println!("{} words of four letters and more", count("SELECT count(*) FROM goods_word"));
    let mut db = Database::open(&path, Mode::Read).unwrap();
    let clock = support::clock();
    let mut ours = |text: &str| -> Vec<i64> {
        let query = GoodsSearch { text: text.to_owned(), limit: 30 };
        desk::answer(&mut db, &clock, query).unwrap().iter().map(|hit| hit.goods.0).collect()
    };
    println!("first search {:.2} ms, first mistyped one {:.2} ms", ms(|| ours("пар")), ms(|| ours("пораццтамол")));
    println!("\n{:<34}{:>10}{:>10}{:>10}{:>10}{:>12}", "ours", "p50 ms", "p99 ms", "max ms", "recall@10", "nothing");
    let mut random = fastrand::Rng::with_seed(7);
    for (title, spoil) in KINDS {
        let (mut times, mut recall, mut none) = (Times::default(), 0.0, 0);
        for _ in 0..QUERIES {
            let (meant, typed) = query(&items, &mut random, *spoil);
            let mut got = Vec::new();
            times.add(time(|| got = ours(&typed)));
            recall += recall_at_ten(&items, &meant, &got);
            none += usize::from(got.is_empty());
        }
        println!("{title:<34}{}{:>10.4}{none:>12}", three(&times), recall / QUERIES as f64);
    }
    let mut times = Times::default();
    for _ in 0..QUERIES {
        let (_, typed) = query(&items, &mut random, |text, _| text.to_owned());
        for end in 1..=typed.chars().count() {
            let letters: String = typed.chars().take(end).collect();
            times.add(time(|| ours(&letters)));
        }
    }
    println!("{:<34}{}", "every letter as typed", three(&times));
    peers(&plain, &items, &mut random);
}

/// A trade name that eight goods share, in the place of the first word of `name`: a large directory knows some
/// twelve thousand of them. Every tenth keeps its own.
fn brand(at: usize, name: &str) -> String {
    const SYLLABLES: [&str; 24] = [
        "ра", "но", "ви", "ле", "ко", "ми", "та", "зо", "ци", "фен", "дол", "про", "эк", "стри", "ам", "бе", "ло",
        "ксин", "вер", "пра", "сан", "ту", "ни", "гель",
    ];
    let mut random = fastrand::Rng::with_seed(at as u64 / 8);
    if random.u8(0..10) == 0 {
        return name.to_owned();
    }
    let word: String = (0..random.u8(2..5)).map(|_| SYLLABLES[random.usize(0..SYLLABLES.len())]).collect();
    let rest = name.split_once(' ').map_or("", |(_, rest)| rest);
    format!("{}{} {rest}", word.chars().next().unwrap().to_uppercase(), word.chars().skip(1).collect::<String>())
}

fn peers(plain: &rusqlite::Connection, items: &[Item], random: &mut fastrand::Rng) {
    let mut like = plain.prepare("SELECT goods_id FROM goods WHERE search_key LIKE ?1 AND search_key LIKE ?2").unwrap();
    let mut matcher = Matcher::new(Config::DEFAULT);
    let names: Vec<(usize, &str)> = items.iter().map(|item| item.name.as_str()).enumerate().collect();
    println!("\npeers on the same queries (50 each)");
    for (title, spoil) in KINDS.iter().take(3) {
        let (mut scan, mut nucleo, mut recall) = (Times::default(), Times::default(), 0.0);
        for _ in 0..50 {
            let (meant, typed) = query(items, random, *spoil);
            let two: Vec<String> = words(&typed).split(' ').take(2).map(|word| format!("%{word}%")).collect();
            scan.add(time(|| like.query_map([&two[0], &two[two.len() - 1]], |r| r.get::<_, i64>(0)).unwrap().count()));
            let pattern = Pattern::parse(&typed, CaseMatching::Ignore, Normalization::Smart);
            let mut got = Vec::new();
            let named = names.iter().map(|(at, name)| Named { at: *at, name });
            nucleo.add(time(|| got = pattern.match_list(named, &mut matcher)));
            let first: Vec<i64> = got.iter().take(10).filter_map(|(n, _)| items.get(n.at)).map(|i| i.goods).collect();
            recall += recall_at_ten(items, &meant, &first);
        }
        println!("{:<34}{}", format!("LIKE over all: {title}"), three(&scan));
        println!("{:<34}{}{:>10.4}", format!("nucleo: {title}"), three(&nucleo), recall / 50.0);
    }
}

struct Named<'a> {
    at: usize,
    name: &'a str,
}

impl AsRef<str> for Named<'_> {
    fn as_ref(&self) -> &str {
        self.name
    }
}

fn ms<T>(work: impl FnOnce() -> T) -> f64 {
    time(work).as_secs_f64() * 1e3
}

fn three(times: &Times) -> String {
    let shown = |share| format!("{:>10.2}", times.percentile(share).as_secs_f64() * 1e3);
    format!("{}{}{}", shown(50), shown(99), shown(100))
}

fn items(plain: &rusqlite::Connection) -> Vec<Item> {
    let mut statement = plain.prepare("SELECT goods_id, name, search_key FROM goods").unwrap();
    let rows = statement.query_map([], |r| {
        let key: String = r.get(2)?;
        Ok(Item { goods: r.get(0)?, name: r.get(1)?, words: key.split(' ').map(str::to_owned).collect() })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// What a person means (the first word of a name and its numbers) and what they type.
fn query(items: &[Item], random: &mut fastrand::Rng, spoil: Spoil) -> (Vec<String>, String) {
    loop {
        let item = random.choice(items).unwrap();
        let all = words(&item.name);
        let mut meant: Vec<&str> = all.split(' ').take(1).filter(|word| word.chars().count() >= 5).collect();
        meant.extend(all.split(' ').filter(|word| word.chars().all(char::is_numeric)).take(2));
        if meant.first().is_some_and(|word| !word.chars().all(char::is_numeric)) {
            let typed = spoil(&meant.join(" "), random);
            return (meant.into_iter().map(str::to_owned).collect(), typed);
        }
    }
}

fn recall_at_ten(items: &[Item], meant: &[String], got: &[i64]) -> f64 {
    let right = |item: &&Item| meant.iter().all(|word| item.words.contains(word));
    let relevant: HashSet<i64> = items.iter().filter(right).map(|item| item.goods).collect();
    let hit = got.iter().take(10).filter(|goods| relevant.contains(goods)).count();
    hit as f64 / relevant.len().clamp(1, 10) as f64
}

type Spoil = fn(&str, &mut fastrand::Rng) -> String;

const KINDS: &[(&str, Spoil)] = &[
    ("as meant", |text, _| text.to_owned()),
    ("one slip", |text, random| slip(text, random)),
    ("two slips", |text, random| slip(&slip(text, random), random)),
    ("beginnings of words", |text, _| beginnings(text)),
    ("the other layout", |text, _| other_layout(text).unwrap_or_default()),
    ("the other layout, one slip", |text, random| other_layout(&slip(text, random)).unwrap_or_default()),
    ("Latin look-alikes", |text, _| look_alikes(text)),
];

/// One slip in the first word: a letter wrong, missing, too many, or two swapped.
fn slip(text: &str, random: &mut fastrand::Rng) -> String {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let mut letters: Vec<char> = first.chars().collect();
    let at = random.usize(0..letters.len() - 1);
    match random.u8(0..4) {
        0 => letters[at] = *random.choice(LETTERS).unwrap(),
        1 => drop(letters.remove(at)),
        2 => letters.insert(at, *random.choice(LETTERS).unwrap()),
        _ => letters.swap(at, at + 1),
    }
    format!("{} {rest}", letters.into_iter().collect::<String>())
}

/// The first word but for its last third.
fn beginnings(text: &str) -> String {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let keep = first.chars().count() * 2 / 3 + 1;
    format!("{} {rest}", first.chars().take(keep).collect::<String>())
}

fn look_alikes(text: &str) -> String {
    let latin = |c| match c {
        'а' => 'a',
        'е' => 'e',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'х' => 'x',
        'у' => 'y',
        other => other,
    };
    text.chars().map(latin).collect()
}
