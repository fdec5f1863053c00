//! «Загрузка товаров»: a table is chosen, shown with what is wrong or what it changes, taken over whole.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use egui::{Key, Modifiers};
use expero::desk::Desk;
use expero::domain::goods_import::{Extent, TablePreview};
use expero::text::Lang;
use expero::ui::services::{Job, Progress, Services, TableAsk, TableEnd, Wake};
use expero::usecase::read::goods_import::PlanTable;
use expero::usecase::read::settings::GetSetting;
use expero::usecase::take_table::{BeginTable, MakeWords, PutRows, SweepTables};

use super::pictures::picture;
use super::tables::parse;
use super::world::{Window, World};

/// A folder with one table, read as the program reads it; how often, and how it was meant.
struct Folder {
    desk: Desk,
    table: Mutex<String>,
    asked: Mutex<Vec<TableAsk>>,
}

impl Folder {
    fn holding(world: &World, table: &str) -> Arc<Self> {
        Arc::new(Self { desk: world.desk.clone(), table: Mutex::new(table.to_owned()), asked: Mutex::default() })
    }
}

impl Services for Folder {
    fn read_table(&self, ask: TableAsk, _lang: Lang, _progress: Arc<Progress>, _wake: Wake) -> Job<TableEnd> {
        let table = parse(&self.table.lock().unwrap(), &ask.map.clone().unwrap_or_default());
        self.asked.lock().unwrap().push(ask.clone());
        let taken_at = self.desk.clock().now();
        let (good, faults): (Vec<_>, Vec<_>) = table.rows.into_iter().partition(Result::is_ok);
        let rows: Vec<_> = good.into_iter().filter_map(Result::ok).collect();
        let faults: Vec<_> = faults.into_iter().filter_map(Result::err).collect();
        let goods = rows.iter().filter(|row| row.is_first).count() as u64;
        let mut preview = TablePreview {
            source: "stock.csv".to_owned(),
            taken_at,
            counts: (goods, table.cells.len() as u64),
            sample: table.cells.into_iter().take(5).collect(),
            head: table.head,
            fault_count: faults.len() as u64,
            faults,
            places: table.places,
            waiting: None,
        };
        if let (Ok(places), true) = (&preview.places, preview.fault_count == 0) {
            let columns = places.columns().collect();
            let begin = BeginTable { source: preview.source.clone(), taken_at, extent: ask.extent, columns };
            let import = self.desk.act(begin).wait().unwrap().value;
            self.desk.act(PutRows { import, rows }).wait().unwrap();
            preview.waiting = Some((import, self.desk.ask(PlanTable(import)).wait().unwrap()));
        }
        let path = ask.path.unwrap_or_else(|| PathBuf::from("/data/stock.csv"));
        Job::ready(Ok(TableEnd::Read { path, preview: Box::new(preview) }))
    }

    fn finish_import(&self) {
        self.desk.act(MakeWords { limit: 100 }).wait().unwrap();
        self.desk.act(SweepTables { limit: 100 }).wait().unwrap();
    }
}

fn opened<'a>(world: &'a World, folder: &Arc<Folder>) -> Window<'a> {
    let mut window = world.window_with(folder.clone());
    window.chord(Modifiers::ALT, Key::I);
    window.settle();
    window.must_say("Загрузка товаров");
    window
}

const GOOD: &str = "код;название;цена;остаток;партия;годен до\n\
                    п1;Нурофен таб. 200 мг №20;142,50;7;S1;31.03.2029\nп2;Цитрамон П №10;55;12;C1;31.12.2028";

#[test]
fn a_good_table_is_chosen_shown_and_taken_over_by_keys_alone() {
    let world = World::stocked();
    let folder = Folder::holding(&world, GOOD);
    let mut window = opened(&world, &folder);
    window.must_say("Файл не выбран");
    picture(&mut window, "import-empty");
    window.chord(Modifiers::COMMAND, Key::S);
    window.settle();
    assert_eq!(world.number("SELECT count(*) FROM goods WHERE code = 'п1'"), 0, "nothing is taken before it is shown");
    window.must_say("Сначала выберите файл без ошибок");
    window.key(Key::Escape);
    window.settle();
    window.key(Key::F3);
    window.settle();
    window.must_say("Новых товаров: 2");
    window.must_say("Партий с другим остатком: 2");
    assert_eq!(world.number("SELECT count(*) FROM goods WHERE code = 'п1'"), 0);
    picture(&mut window, "import-plan");
    window.chord(Modifiers::COMMAND, Key::S);
    window.settle();
    window.must_say("Товары загружены: 2, партий 2");
    window.must_say("stock.csv");
    assert_eq!(
        world.number(
            "SELECT sum(packs) FROM stock_move m JOIN batch b ON b.batch_id = m.batch_id
                             WHERE b.code IN ('S1', 'C1')"
        ),
        19
    );
    window.click("Сличение");
    window.settle();
    window.must_say("новая партия");
    picture(&mut window, "import-record");
    window.key(Key::Escape);
    window.must_say("Прежние загрузки");
}

#[test]
fn a_wrong_table_names_its_rows_and_cannot_be_taken_over() {
    let world = World::stocked();
    let bad = "код;название;цена;остаток;партия\nп1;Нурофен;дорого;7;S1\nп2;Цитрамон;55;-1;C1\n;Аспирин;1;1;A";
    let folder = Folder::holding(&world, bad);
    let mut window = opened(&world, &folder);
    window.key(Key::F3);
    window.settle();
    for words in ["Строка 2", "Строка 3", "Строка 4", "Ничего не загружено"] {
        window.must_say(words);
    }
    picture(&mut window, "import-faults");
    window.chord(Modifiers::COMMAND, Key::S);
    window.settle();
    assert_eq!(world.number("SELECT count(*) FROM goods_import WHERE state = 'done'"), 0);
}

#[test]
fn a_person_says_which_column_is_which_and_the_next_table_is_read_so_too() {
    let world = World::stocked();
    let folder = Folder::holding(&world, "Артикул;Номенклатура;Цена;Остаток\nп1;Нурофен;142,50;7");
    let mut window = opened(&world, &folder);
    window.key(Key::F3);
    window.settle();
    window.must_say("В таблице нет колонок");
    picture(&mut window, "import-columns");
    for (column, head) in [("Код товара *", "Артикул"), ("Наименование *", "Номенклатура")]
    {
        window.click(column);
        window.settle();
        window.click(head);
        window.settle();
    }
    window.must_say("Новых товаров: 1");
    window.chord(Modifiers::COMMAND, Key::S);
    window.settle();
    window.must_say("Товары загружены: 1, партий 1");
    window.settle();
    let kept = world.desk.ask(GetSetting { key: "import.map".into() }).wait().unwrap();
    assert_eq!(kept, "product_id=Артикул; name=Номенклатура");
}

#[test]
fn a_full_table_that_empties_the_shelves_is_taken_only_when_it_is_said_twice() {
    let world = World::stocked();
    let folder = Folder::holding(&world, GOOD);
    let mut window = opened(&world, &folder);
    window.key(Key::F3);
    window.settle();
    window.click("Полные остатки: чего нет в таблице, того нет на полке");
    window.settle();
    assert_eq!(folder.asked.lock().unwrap().last().unwrap().extent, Extent::Full);
    window.must_say("Таблица убирает");
    picture(&mut window, "import-doubt");
    let packs = "SELECT coalesce(sum(packs), 0) FROM stock_move m JOIN batch b ON b.batch_id = m.batch_id
                 WHERE b.code NOT IN ('S1', 'C1')";
    let before = world.number(packs);
    window.chord(Modifiers::COMMAND, Key::S);
    window.settle();
    assert_eq!(world.number(packs), before, "not at the first word");
    window.must_say("Всё равно загрузить");
    window.chord(Modifiers::COMMAND, Key::S);
    window.settle();
    let kept = "SELECT coalesce(sum(packs), 0) FROM reservation WHERE released_at IS NULL";
    assert_eq!(world.number(packs), world.number(kept), "only what orders keep is left");
}

#[test]
fn leaving_drops_what_was_read() {
    let world = World::stocked();
    let folder = Folder::holding(&world, GOOD);
    let mut window = opened(&world, &folder);
    window.key(Key::F3);
    window.settle();
    window.key(Key::Escape);
    window.settle();
    window.must_not_say("Загрузка товаров");
    assert_eq!(world.number("SELECT count(*) FROM goods_import WHERE state = 'staging'"), 0);
    assert_eq!(world.number("SELECT count(*) FROM goods_import_row"), 0);
}
