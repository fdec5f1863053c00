### Слова о заказах, общие для всех экранов.

app-name = Expero
status-new = новый
status-accepted = принят
status-assembled = собран
status-closed = закрыт
status-reserve_expired = резерв сброшен
status-cancelled = отменён
status-unknown = неизвестен
status-overdue = просрочен

event-accept = принять
event-collect = собрать
event-sell = продать
event-extend = продлить
event-delete = удалить
event-hold-ends = снять с резерва
event-site-cancels = отменить по просьбе сайта
event-site-edits = изменить по просьбе сайта

payment-unpaid = ожидает оплаты
payment-paid = оплачен
payment-at-till = на кассе
payment-refunded = возвращён
payment-unknown = оплата неизвестна

delivery-sent = отправлен
delivery-waiting = ждёт
delivery-refused = отказано
delivery-none = —

attention-site_edited = Покупатель изменил состав заказа на сайте. Проверьте строки и соберите заказ заново.
attention-site_cancelled = Покупатель или сайт отменил заказ. Уберите товар из пакета и отметьте, что видели.
attention-site_refused = Сайт не принял последнее состояние заказа. Обновите заказ и проверьте его.
attention-site_disagrees = На сайте у заказа другое состояние, наше остаётся: продажа уже проведена.
attention-site_won = Состояние заказа взято с сайта: там оно изменилось раньше. Проверьте заказ.
attention-site_unknown = Сайт не знает этого заказа. Позвоните покупателю и решите, что с ним делать.

history-arrived = заказ поступил
history-accepted = принят
history-reserved = товар зарезервирован
history-released = резерв снят
history-collected = собран
history-extended = резерв продлён
history-sold = продан
history-deleted = удалён
history-lapsed = резерв сброшен: срок истёк
history-site_edited = состав изменён на сайте
history-site_cancelled = отменён на сайте
history-site_updated = данные изменены на сайте
history-site_confirmed = сайт принял состояние
history-site_refused = сайт отказал
history-site_won = взято состояние сайта
history-site_disagrees = на сайте другое состояние
history-acknowledged = изменение просмотрено
history-printed = лист заказа напечатан
history-batch_chosen = серия выбрана вручную
history-cell_set = ячейка
history-shelf_returned = товар возвращён на полку
history-called = звонок покупателю
history-requisition = заявка поставщику
history-phone_shown = показан полный телефон

cancel-customer_refused = покупатель отказался
cancel-out_of_stock = нет товара
cancel-replaced = замена другим заказом
cancel-not_collected = не забрали
cancel-price = ошибка в цене
cancel-other = другое

span-days-hours = { $sign }{ $d } д { $h } ч
span-hours = { $sign }{ $h } ч
span-minutes = { $sign }{ $m } мин
ago-seconds = { $n } с назад
ago-minutes = { $n } мин назад
ago-hours = { $n } ч назад
ago-days = { $n } д назад

lines-count = { $n } { $n ->
    [one] строка
    [few] строки
   *[many] строк
}
