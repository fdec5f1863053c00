//! Invented customers for demo orders.
//!
//! Names are drawn from common first and last names, so a pair may belong to a
//! living person by chance; phones come from codes believed not to be given out.
//! Nothing here is taken from real data, and nothing here is masked: that is
//! the work of the rooms that show and store it.

use fastrand::Rng;

/// One customer and what they wrote under their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPerson {
    /// First and last name, Russian.
    pub name: String,
    /// Phone in E.164: `+79` and nine digits.
    pub phone: String,
    /// Short note to the order, Russian; empty for most.
    pub comment: String,
}

/// An endless, repeatable stream of customers.
#[derive(Debug, Clone)]
pub struct DemoPeople {
    rng: Rng,
    phone: u64,
}

#[rustfmt::skip]
const WOMEN: [&str; 44] = [
    "Анна", "Мария", "Елена", "Ольга", "Наталья", "Татьяна", "Ирина", "Светлана", "Екатерина", "Людмила",
    "Галина", "Юлия", "Валентина", "Нина", "Алла", "Вера", "Надежда", "Любовь", "Дарья", "Ксения", "Алина",
    "Полина", "Виктория", "Анастасия", "Маргарита", "Лариса", "Тамара", "Зоя", "Раиса", "Алёна", "Софья",
    "Елизавета", "Вероника", "Кристина", "Диана", "Яна", "Инна", "Оксана", "Жанна", "Лидия", "Эльвира",
    "Гульнара", "Айгуль", "Карина",
];

#[rustfmt::skip]
const MEN: [&str; 44] = [
    "Александр", "Сергей", "Андрей", "Дмитрий", "Алексей", "Михаил", "Владимир", "Николай", "Иван",
    "Евгений", "Виктор", "Юрий", "Павел", "Олег", "Игорь", "Константин", "Роман", "Максим", "Антон",
    "Денис", "Артём", "Кирилл", "Егор", "Никита", "Илья", "Степан", "Тимофей", "Матвей", "Глеб", "Фёдор",
    "Пётр", "Василий", "Григорий", "Борис", "Леонид", "Геннадий", "Анатолий", "Валерий", "Вадим", "Руслан",
    "Ринат", "Тимур", "Арсений", "Лев",
];

/// Men's last names; women's are made by adding «а».
#[rustfmt::skip]
const FAMILIES: [&str; 120] = [
    "Иванов", "Смирнов", "Кузнецов", "Попов", "Васильев", "Петров", "Соколов", "Михайлов", "Новиков",
    "Фёдоров", "Морозов", "Волков", "Алексеев", "Лебедев", "Семёнов", "Егоров", "Павлов", "Козлов",
    "Степанов", "Николаев", "Орлов", "Андреев", "Макаров", "Никитин", "Захаров", "Зайцев", "Соловьёв",
    "Борисов", "Яковлев", "Григорьев", "Романов", "Воробьёв", "Сергеев", "Кузьмин", "Фролов", "Александров",
    "Дмитриев", "Королёв", "Гусев", "Киселёв", "Ильин", "Максимов", "Поляков", "Сорокин", "Виноградов",
    "Ковалёв", "Белов", "Медведев", "Антонов", "Тарасов", "Жуков", "Баранов", "Филиппов", "Комаров",
    "Давыдов", "Беляев", "Герасимов", "Богданов", "Осипов", "Сидоров", "Матвеев", "Титов", "Марков",
    "Миронов", "Крылов", "Куликов", "Карпов", "Власов", "Мельников", "Денисов", "Гаврилов", "Тихонов",
    "Казаков", "Афанасьев", "Данилов", "Савельев", "Тимофеев", "Фомин", "Чернов", "Абрамов", "Мартынов",
    "Ефимов", "Федотов", "Щербаков", "Назаров", "Калинин", "Исаев", "Чернышёв", "Быков", "Маслов",
    "Родионов", "Коновалов", "Лазарев", "Воронин", "Климов", "Филатов", "Пономарёв", "Голубев", "Кудрявцев",
    "Прохоров", "Наумов", "Потапов", "Журавлёв", "Овчинников", "Трофимов", "Леонов", "Соболев", "Ермаков",
    "Колесников", "Гончаров", "Емельянов", "Никифоров", "Грачёв", "Котов", "Гришин", "Ефремов", "Архипов",
    "Громов", "Кириллов", "Малышев",
];

const COMMENTS: [&str; 14] = [
    "Заберу вечером после работы",
    "Позвоните, если чего-то нет",
    "Можно аналог подешевле",
    "Нужен чек на электронную почту",
    "Заберёт муж",
    "Заберёт дочь",
    "Рецепт принесу с собой",
    "Срок годности, пожалуйста, побольше",
    "Если нет этой фирмы, замените",
    "Буду завтра утром",
    "Отложите, пожалуйста, до пятницы",
    "Не звонить, напишите сообщение",
    "Оплата наличными",
    "Нужен пакет",
];

/// Mobile codes with no known subscribers, so that a demo does not ring anybody.
const CODES: [&str; 5] = ["943", "944", "945", "946", "948"];
/// Seven digits in each of the five codes.
const PHONES: u64 = 50_000_000;
const PER_CODE: u64 = 10_000_000;
/// Shares no divisor with `PHONES`: phones look random and repeat only after all are used.
const STEP: u64 = 22_360_679;

impl DemoPeople {
    /// Starts the stream that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let phone = rng.u64(0..PHONES);
        Self { rng, phone }
    }

    fn name(&mut self) -> String {
        let family = self.rng.choice(FAMILIES).unwrap_or_default();
        if self.rng.u32(0..100) < 62 {
            let first = self.rng.choice(WOMEN).unwrap_or_default();
            format!("{first} {family}а")
        } else {
            let first = self.rng.choice(MEN).unwrap_or_default();
            format!("{first} {family}")
        }
    }

    fn phone(&mut self) -> String {
        self.phone = (self.phone + STEP) % PHONES;
        let code = usize::try_from(self.phone / PER_CODE).ok();
        let code = code.and_then(|at| CODES.get(at)).unwrap_or(&"943");
        format!("+7{code}{:07}", self.phone % PER_CODE)
    }

    fn comment(&mut self) -> String {
        if self.rng.u32(0..100) < 80 {
            return String::new();
        }
        self.rng.choice(COMMENTS).unwrap_or_default().to_owned()
    }
}

impl Iterator for DemoPeople {
    type Item = DemoPerson;

    fn next(&mut self) -> Option<DemoPerson> {
        Some(DemoPerson { name: self.name(), phone: self.phone(), comment: self.comment() })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn one_seed_gives_the_same_people_and_another_gives_others() {
        let people = |seed| DemoPeople::new(seed).take(500).collect::<Vec<_>>();
        assert_eq!(people(1), people(1));
        assert_ne!(people(1), people(2));
    }

    #[test]
    fn phones_are_e164_mobiles_and_do_not_repeat() {
        let phones: HashSet<String> = DemoPeople::new(3).take(20_000).map(|one| one.phone).collect();
        assert_eq!(phones.len(), 20_000);
        for phone in phones {
            let digits = phone.strip_prefix("+79").unwrap_or_default();
            assert!(digits.len() == 9 && digits.bytes().all(|one| one.is_ascii_digit()), "{phone}");
        }
    }

    #[test]
    fn names_are_varied_and_agree_in_gender() {
        let names: HashSet<String> = DemoPeople::new(4).take(5_000).map(|one| one.name).collect();
        assert!(names.len() > 3_000, "{} names", names.len());
        for name in names {
            let (first, last) = name.split_once(' ').unwrap_or_default();
            assert_eq!(WOMEN.contains(&first), last.ends_with('а'), "{name}");
        }
    }

    #[test]
    fn most_orders_carry_no_comment() {
        let silent = DemoPeople::new(5).take(1_000).filter(|one| one.comment.is_empty()).count();
        assert!((700..900).contains(&silent), "{silent}");
    }
}
