//! Names for goods beyond the catalogue file.
//!
//! A shop of 100 000 goods is made by counting, not by remembering: every
//! substance and form has a list of strengths, packs and makers, and the number
//! of a variant is read as digits in that mixed radix. Different numbers give
//! different names, so uniqueness costs no memory.

use std::collections::HashMap;

use super::CatalogueItem;

/// Makers that the variants are spread over, with their countries.
const MAKERS: [(&str, &str); 40] = [
    ("Озон", "Россия"),
    ("Вертекс", "Россия"),
    ("Канонфарма", "Россия"),
    ("Обновление", "Россия"),
    ("КРКА", "Словения"),
    ("Тева", "Израиль"),
    ("Акрихин", "Россия"),
    ("Гедеон Рихтер", "Венгрия"),
    ("Фармстандарт", "Россия"),
    ("Сандоз", "Словения"),
    ("Биохимик", "Россия"),
    ("Северная звезда", "Россия"),
    ("Синтез", "Россия"),
    ("Эгис", "Венгрия"),
    ("Татхимфармпрепараты", "Россия"),
    ("Берлин-Хеми", "Германия"),
    ("Дальхимфарм", "Россия"),
    ("Зентива", "Чехия"),
    ("Медисорб", "Россия"),
    ("Борисовский ЗМП", "Беларусь"),
    ("Изварино Фарма", "Россия"),
    ("Штада", "Германия"),
    ("Авексима", "Россия"),
    ("Белмедпрепараты", "Беларусь"),
    ("Др. Редди'с", "Индия"),
    ("Сотекс", "Россия"),
    ("Польфарма", "Польша"),
    ("Фармасинтез", "Россия"),
    ("Хемофарм", "Сербия"),
    ("Велфарм", "Россия"),
    ("Актавис", "Исландия"),
    ("Промомед", "Россия"),
    ("Сан Фарма", "Индия"),
    ("Герофарм", "Россия"),
    ("Софарма", "Болгария"),
    ("Биосинтез", "Россия"),
    ("Гленмарк", "Индия"),
    ("Оболенское", "Россия"),
    ("Белупо", "Хорватия"),
    ("Ирбитский ХФЗ", "Россия"),
];

/// Product lines, so that a common substance does not run out of names.
const LINES: [&str; 8] = ["", " форте", " экспресс", " нео", " актив", " макс", " лайт", " про"];

/// Packs of tablets and capsules beside those in the file.
const COUNTS: [&str; 9] = ["№10", "№14", "№20", "№28", "№30", "№50", "№60", "№90", "№100"];

/// Long first words of a form and how a till shortens them.
const SHORT: [(&str, &str); 6] = [
    ("таблетки", "таб."),
    ("капсулы", "капс."),
    ("раствор", "р-р"),
    ("суспензия", "сусп."),
    ("порошок", "пор."),
    ("суппозитории", "супп."),
];

/// Goods of one substance and form: what may be combined.
#[derive(Debug, Default)]
struct Group {
    members: usize,
    strengths: Vec<String>,
    packs: Vec<String>,
}

/// What sets a variant apart from the item it was made of.
#[derive(Debug)]
pub(super) struct Variant {
    pub(super) name: String,
    pub(super) strength: String,
    pub(super) maker: String,
    pub(super) country: String,
    pub(super) price_kopecks: i64,
}

/// The combinations for a whole catalogue, built once.
#[derive(Debug, Default)]
pub(super) struct Variants {
    groups: Vec<Group>,
    /// For each item: its group and its place there.
    places: Vec<(usize, usize)>,
}

impl Variants {
    pub(super) fn of(items: &[CatalogueItem]) -> Self {
        let mut found = Self::default();
        let mut known: HashMap<(&str, &str), usize> = HashMap::new();
        for item in items {
            let next = found.groups.len();
            let at = *known.entry((&item.inn, &item.form)).or_insert(next);
            if at == next {
                found.groups.push(Group::default());
            }
            let Some(group) = found.groups.get_mut(at) else {
                continue;
            };
            found.places.push((at, group.members));
            group.members += 1;
            add(&mut group.strengths, &item.strength);
            add(&mut group.packs, &item.pack);
            if is_counted(item) {
                for count in COUNTS {
                    add(&mut group.packs, count);
                }
            }
        }
        found
    }

    /// Returns variant `round` (from 1) of the item at `index`.
    ///
    /// Medicines go by substance, as generics do; for the rest only the article
    /// number changes, since a tonometer has no other makers.
    pub(super) fn nth(&self, item: &CatalogueItem, index: usize, round: usize) -> Variant {
        let place = self.places.get(index).copied();
        let group = place.and_then(|(at, _)| self.groups.get(at));
        let (Some((_, place)), Some(group), false) = (place, group, item.inn.is_empty()) else {
            return Variant {
                name: format!("{}, арт. {round}", item.name),
                strength: item.strength.clone(),
                maker: item.maker.clone(),
                country: item.country.clone(),
                price_kopecks: item.price_kopecks,
            };
        };
        let mut number = (round - 1) * group.members + place;
        let (maker, country) = *digit(&mut number, &MAKERS).unwrap_or(&("", ""));
        let strength = digit(&mut number, &group.strengths).unwrap_or(&item.strength);
        let pack = digit(&mut number, &group.packs).unwrap_or(&item.pack);
        let line = *digit(&mut number, &LINES).unwrap_or(&"");
        let label = capitalised(&item.inn);
        let form = shortened(&item.form);
        // What is left of the number is a whole catalogue further on.
        let edition = if number == 0 { String::new() } else { format!(", {}", number + 1) };
        Variant {
            name: format!("{label}{line} {form} {strength} {pack} ({maker}{edition})"),
            strength: strength.clone(),
            maker: maker.to_owned(),
            country: country.to_owned(),
            price_kopecks: price_of(item, pack),
        }
    }
}

/// Takes the lowest digit of `number` in base `list.len()` and the value it stands for.
fn digit<'a, T>(number: &mut usize, list: &'a [T]) -> Option<&'a T> {
    let base = list.len().max(1);
    let value = list.get(*number % base);
    *number /= base;
    value
}

fn add(list: &mut Vec<String>, value: &str) {
    if !list.iter().any(|known| known == value) {
        list.push(value.to_owned());
    }
}

fn count_of(pack: &str) -> Option<i64> {
    pack.strip_prefix('№')?.parse().ok().filter(|count| *count > 0)
}

/// Tablets and capsules sold by tens; a pack of one is a course and stays so.
fn is_counted(item: &CatalogueItem) -> bool {
    let solid = item.form.starts_with("таблетки") || item.form.starts_with("капсулы");
    solid && count_of(&item.pack).is_some_and(|count| count >= 10)
}

/// Scales the price with the number of pieces where both packs count pieces.
fn price_of(item: &CatalogueItem, pack: &str) -> i64 {
    match (count_of(&item.pack), count_of(pack)) {
        (Some(from), Some(to)) => (item.price_kopecks * to / from).max(500),
        _ => item.price_kopecks,
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn shortened(form: &str) -> String {
    SHORT
        .iter()
        .find_map(|(long, short)| Some(format!("{short}{}", form.strip_prefix(long)?)))
        .unwrap_or_else(|| form.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::catalogue::load;

    #[test]
    fn variants_of_one_item_never_repeat_a_name() {
        let items = load().unwrap_or_default();
        let variants = Variants::of(&items);
        for (index, item) in items.iter().enumerate().step_by(97) {
            let names: std::collections::HashSet<String> =
                (1..=5_000).map(|round| variants.nth(item, index, round).name).collect();
            assert_eq!(names.len(), 5_000, "{}", item.name);
        }
    }

    #[test]
    fn a_bigger_pack_costs_more_and_a_bottle_keeps_its_price() {
        let items = load().unwrap_or_default();
        let tablets = items.iter().find(|item| item.pack == "№20");
        let bottle = items.iter().find(|item| item.pack == "100 мл");
        assert!(tablets.is_some_and(|item| price_of(item, "№40") == item.price_kopecks * 2));
        assert!(bottle.is_some_and(|item| price_of(item, "№40") == item.price_kopecks));
    }

    #[test]
    fn names_read_as_a_till_shows_them() {
        assert_eq!(shortened("таблетки жевательные"), "таб. жевательные");
        assert_eq!(shortened("сироп"), "сироп");
        assert_eq!(capitalised("ибупрофен"), "Ибупрофен");
    }
}
