//! The words printed on a sheet. The text room fills them from `assets/i18n`; this room has none of its own.

/// Every label of the order sheet and the slips, without colons or spaces around it unless noted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetWords {
    /// Before the large order number: «Заказ №».
    pub order: String,
    /// Before our own number: «Номер в аптеке».
    pub own_number: String,
    /// «Покупатель».
    pub customer: String,
    /// «Держать до».
    pub hold_until: String,
    /// «Создан».
    pub created: String,
    /// «Напечатан», before the time of printing at the foot.
    pub printed: String,
    /// «Оплата», label of the payment state.
    pub payment: String,
    /// State of a paid order: «Оплачен на сайте».
    pub paid: String,
    /// State of an unpaid order: «Оплата при получении».
    pub unpaid: String,
    /// Column of goods: «Товар».
    pub goods: String,
    /// Column of the shelf place: «Место».
    pub place: String,
    /// Column of packs ordered: «Кол-во».
    pub packs: String,
    /// Column of the empty boxes for what was really taken: «Факт».
    pub actual: String,
    /// Column of the price of a pack: «Цена, ₽».
    pub price: String,
    /// Column of the sum: «Сумма, ₽».
    pub sum: String,
    /// Before a series: «Серия».
    pub series: String,
    /// Before an expiry: «годен до».
    pub expires: String,
    /// After a number of packs: «уп.».
    pub packs_unit: String,
    /// Note of cold goods, before the band of degrees: «холодильник».
    pub cold: String,
    /// Note of goods for a cool place (up to 15 °C), before the band: «прохладное место».
    pub cool: String,
    /// Note of goods that stay in their place for another reason than cold: «сейф».
    pub safe: String,
    /// Note of prescription goods: «рецепт».
    pub rx: String,
    /// Before the number of packs that are not there: «не хватает».
    pub missing: String,
    /// In place of an empty shelf place: «не указано».
    pub no_place: String,
    /// Instead of batches when none is chosen yet: «серии не подобраны».
    pub no_picks: String,
    /// «Комментарий».
    pub comment: String,
    /// «Итого».
    pub total: String,
    /// Before the empty line for who collected the order: «Собрал».
    pub collected_by: String,
    /// Before the cell of the bag: «Ячейка».
    pub cell: String,
    /// Before the empty line for who checked it: «Проверил».
    pub checked_by: String,
    /// Under a signature line: «подпись, дата и время».
    pub signature_hint: String,
    /// Page number with `{page}` and `{pages}` in it: «Страница {page} из {pages}».
    pub page_of: String,
    /// Head of a slip: «Товар остаётся на месте».
    pub slip: String,
}
