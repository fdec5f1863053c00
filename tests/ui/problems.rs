//! What the site sent and could not be read: seen from the bar, looked at and put aside by keys alone.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use expero::usecase::read::problems::Problems;

use super::shop::broken;
use super::world::World;

#[test]
fn a_record_that_could_not_be_read_is_looked_at_and_put_aside_by_keys() {
    let world = World::stocked();
    broken(&world, 2);
    let mut window = world.window();
    window.harness.get_by_label("Не разобрано: 2").click();
    window.settle();
    window.must_say("Неразобранные записи сайта");
    window.must_say("в заказе нет ни одной строки");
    window.must_not_say("много");
    window.key(Key::F2);
    window.must_say("много");
    window.must_not_say("Анна");
    window.key(Key::Delete);
    window.must_say("Не разобрано: 1");
    assert_eq!(world.desk.ask(Problems { limit: 9 }).wait().unwrap().len(), 1);
    window.key(Key::Delete);
    window.must_say("Неразобранных записей нет");
    window.key(Key::Delete);
    window.key(Key::Escape);
    assert_eq!(window.harness.state().dialogs_open(), 0);
    window.chord(Modifiers::COMMAND, Key::E);
    window.must_say("Неразобранных записей нет");
}
