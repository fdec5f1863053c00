//! A Russian sheet with everything on it.

use crate::domain::batch::StorageBand;
use crate::domain::ids::OrderId;
use crate::domain::money::Kopecks;
use crate::domain::order::sheet_code;
use crate::domain::packs::Packs;
use crate::print::{OrderSheet, SheetLine, SheetPick, SheetWords};

pub(super) fn words() -> SheetWords {
    let s = str::to_owned;
    SheetWords {
        order: s("Заказ №"),
        own_number: s("Номер в аптеке"),
        customer: s("Покупатель"),
        hold_until: s("Держать до"),
        created: s("Создан"),
        printed: s("Напечатан"),
        payment: s("Оплата"),
        paid: s("Оплачен на сайте"),
        unpaid: s("При получении"),
        goods: s("Товар"),
        place: s("Место"),
        packs: s("Кол-во"),
        actual: s("Факт"),
        price: s("Цена, ₽"),
        sum: s("Сумма, ₽"),
        series: s("Серия"),
        expires: s("годен до"),
        packs_unit: s("уп."),
        cold: s("холодильник"),
        cool: s("прохладное место"),
        safe: s("сейф"),
        rx: s("Рецепт"),
        missing: s("Не хватает"),
        no_place: s("место не указано"),
        no_picks: s("серии не подобраны"),
        comment: s("Комментарий"),
        total: s("Итого"),
        collected_by: s("Собрал"),
        cell: s("Ячейка"),
        checked_by: s("Проверил"),
        signature_hint: s("подпись, дата и время"),
        page_of: s("Страница {page} из {pages}"),
        slip: s("Товар остаётся на месте"),
    }
}

pub(super) fn pick(series: &str, place: &str, packs: i64, storage: (Option<i32>, Option<i32>)) -> SheetPick {
    let storage = StorageBand { min_celsius: storage.0, max_celsius: storage.1 };
    SheetPick {
        series: series.to_owned(),
        expires: "03.2027".to_owned(),
        place: place.to_owned(),
        storage,
        stays: storage.stays_in_place(),
        packs: Packs(packs),
    }
}

pub(super) fn line(name: &str, packs: i64, price: i64, picks: Vec<SheetPick>) -> SheetLine {
    SheetLine {
        name: name.to_owned(),
        manufacturer: "Фармстандарт-Лексредства, Россия".to_owned(),
        packs: Packs(packs),
        price: Kopecks(price),
        sum: Kopecks(price).times(Packs(packs)),
        picks,
        is_rx: false,
        missing: Packs::ZERO,
    }
}

const SHELF: (Option<i32>, Option<i32>) = (None, Some(25));
const COLD: (Option<i32>, Option<i32>) = (Some(2), Some(8));
const COOL: (Option<i32>, Option<i32>) = (None, Some(15));

pub(super) fn sheet() -> OrderSheet {
    let mut insulin = line(
        "Лантус СолоСтар, раствор для подкожного введения 100 ЕД/мл, 3 мл, шприц-ручки № 5",
        2,
        345_600,
        vec![pick("9F812A", "Холод 1-3", 2, COLD)],
    );
    insulin.is_rx = true;
    let mut strong = line("Трамадол, капсулы 50 мг № 20", 1, 18_950, vec![pick("TR-2231", "Сейф 1", 1, SHELF)]);
    strong.is_rx = true;
    if let Some(pick) = strong.picks.first_mut() {
        pick.stays = true;
    }
    let mut short = line("Називин, капли назальные 0,01 %, 5 мл", 3, 21_400, vec![pick("NZ0107", "В-04-2", 2, COOL)]);
    short.missing = Packs(1);
    let lines = vec![
        line("Парацетамол, таблетки 500 мг № 20", 4, 5_290, vec![pick("120523", "А-12-3", 4, SHELF)]),
        insulin,
        line(
            "Амоксиклав, таблетки, покрытые плёночной оболочкой, 875 мг + 125 мг № 14",
            5,
            42_350,
            vec![pick("LK4410", "Б-02-1", 3, SHELF), pick("LK4587", "Б-02-4", 2, SHELF)],
        ),
        strong,
        short,
        line("Бинт эластичный медицинский 10 см × 3 м", 1, 125_000, vec![]),
    ];
    let total = lines.iter().map(|l| l.sum).sum();
    OrderSheet {
        pharmacy_name: "Аптека «Ромашка» № 12".to_owned(),
        pharmacy_address: "г. Псков, Октябрьский проспект, д. 27, тел. (8112) 55-01-02".to_owned(),
        number: "4471-К".to_owned(),
        own_number: Some("000123".to_owned()),
        sheet_code: sheet_code(OrderId(123)),
        customer_name: "Анна\u{a0}С.".to_owned(),
        customer_phone: "+7\u{a0}•••\u{a0}•••\u{a0}41-07".to_owned(),
        hold_until: "24.11.2026 18:30".to_owned(),
        created: "23.11.2026 09:12".to_owned(),
        printed_at: "23.11.2026 09:15".to_owned(),
        lines,
        total,
        paid: false,
        comment: "Позвоните, пожалуйста, когда будет готово.".to_owned(),
        cell: "12".to_owned(),
        collected: "Петрова А. И., 23.11.2026 09:40".to_owned(),
    }
}

/// `count` lines named so that each can be found.
pub(super) fn long_sheet(count: usize) -> OrderSheet {
    let lines = (1..=count)
        .map(|n| {
            line(&format!("Товар номер {n:03}, таблетки 500 мг № 20"), 2, 10_000, vec![pick("S1", "А-1", 2, SHELF)])
        })
        .collect();
    OrderSheet { lines, ..sheet() }
}
