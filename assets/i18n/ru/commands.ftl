### Действия: подпись на кнопке, в меню и в списке клавиш; почему действие недоступно.

cmd-open-orders = Заказ от клиента
cmd-accept = Принять
cmd-open-collecting = Собрать заказ
cmd-print = Напечатать заказ
cmd-sell-order = Продать заказ
cmd-extend = Продлить резерв
cmd-delete = Удалить
cmd-new-order = Новый заказ
cmd-refresh = Обновить
cmd-history = История
cmd-acknowledge = Изменение просмотрено
cmd-back = Назад
cmd-reserve = Наличие
cmd-release = Снять резерв
cmd-release-line = Снять резерв строки
cmd-undo-scan = Вынуть последнюю упаковку
cmd-take-surplus = Вынуть лишнее
cmd-choose-batch = Выбрать серию
cmd-set-cell = Ячейка
cmd-set-collected = Установить состояние «Заказ собран»
cmd-pay-cash = Оплата наличными
cmd-pay-card = Оплата картой
cmd-hand-over = Выдать
cmd-line-more = Добавить упаковку
cmd-line-less = Убрать упаковку
cmd-line-quantity = Количество
cmd-line-remove = Убрать строку
cmd-order-remove = Убрать заказ из чека
cmd-keys = Клавиши
cmd-prompt-yes = Да
cmd-prompt-no = Нет
cmd-search = Поиск
cmd-menu = Меню
cmd-toggle-theme = Тёмная или светлая тема
cmd-toggle-language = English
cmd-problems = Неразобранные записи сайта
cmd-quit = Выход

why-no-order = Сначала выберите заказ в списке
why-cannot-accept = Принять можно только новый заказ
why-cannot-collect = Собирать можно только принятый заказ
why-cannot-sell = Продать можно только собранный заказ
why-cannot-extend = Продлить можно резерв принятого или собранного заказа
why-hold-over = Резерв уже закончился: удалите заказ
why-cannot-delete = Заказ уже завершён
why-cannot-print = Печатать можно принятый или собранный заказ
why-nothing-to-acknowledge = Непросмотренных изменений с сайта нет
why-lines-missing = Не хватает { $n } { $n ->
    [one] позиции
   *[other] позиций
}: заказ выкупается только целиком
why-nothing-reserved = По заказу ничего не зарезервировано
why-all-reserved = Весь товар уже зарезервирован
why-receipt-empty = Чек пуст: добавьте товар
why-prepaid = Заказ оплачен на сайте: нажмите «Выдать»
why-not-prepaid = Заказ не оплачен на сайте: примите оплату
why-receipt-busy = Чек уже проводится
why-no-line = В чеке нет строк
why-no-order-in-receipt = В чеке нет строк заказа
why-order-is-whole = Заказ выкупается только целиком: можно убрать весь заказ (Ctrl+Del)
why-receipt-not-empty = В чеке уже есть строки: сначала проведите чек

key-esc = Esc
key-enter = Enter
key-delete = Del
key-backspace = Backspace
key-space = Пробел

keys-title = Клавиши
keys-scope-everywhere = Везде
keys-scope-till = Торговый терминал
keys-scope-orders = Список заказов клиентов
keys-scope-collecting = Сборка заказа
keys-extra = Ещё
keys-arrows = ↑ ↓ PgUp PgDn Home End — по строкам
keys-enter = Enter — добавить найденный товар
keys-enter-line = ↑ ↓, потом Enter — серии строки при сборке
keys-star = 12* — количество в выбранной строке
keys-tab = Tab — по кнопкам и полям
