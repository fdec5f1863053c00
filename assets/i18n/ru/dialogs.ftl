### Диалоги заказов: продлить, удалить, история, новый заказ.

dialog-busy = Выполняется…

extend-title = Продлить резерв заказа { $number }
extend-now = Сейчас резерв действует до { $until }
extend-until = Держать до
extend-hint = дд.мм.гггг чч:мм
extend-hour = +1 ч
extend-closing = До закрытия
extend-day = +1 день
extend-do = Продлить
extend-unreadable = Время не читается. Напишите дату и время: 25.11.2026 13:00.
done-extended = Резерв заказа { $number } продлён до { $until }

delete-title = Удалить заказ { $number }
delete-what = Заказ получит состояние «отменён», его резерв освободится, сайт узнает об этом. История заказа останется.
delete-reason = Причина
delete-text = Пояснение
delete-text-hint = Пояснение, если нужно
delete-text-needed = Для причины «другое» нужно пояснение
delete-no-reason = Выберите причину
delete-do = Удалить заказ
done-deleted = Заказ { $number } отменён

history-title = История заказа { $number }
history-when = Когда
history-who = Кто
history-till = Касса
history-what = Что
history-status = Состояние
history-note = Примечание
actor-sync = обмен с сайтом
actor-cli = командная строка
note-cell = ячейка { $cell }
note-packs = { $n } { $n ->
    [one] упаковка
    [few] упаковки
   *[many] упаковок
}
note-packs-freed = освобождено { $n } { $n ->
    [one] упаковка
    [few] упаковки
   *[many] упаковок
}
note-reserved-missing = { $packs } уп., не хватает { $n } { $n ->
    [one] позиции
   *[other] позиций
}
note-own = сделан в аптеке
note-until = до { $until }
note-by-customer = покупателем
note-by-site = сайтом
note-receipt = чек { $number }, { $paid }
note-cash = наличные
note-card = карта
note-prepaid = оплачен на сайте
note-trial = пробный заказ, без чека
note-pdf = файл PDF

new-order-title = Новый заказ
new-order-name = Имя покупателя
new-order-phone = Телефон
new-order-comment = Комментарий
new-order-goods = Поиск товара
new-order-goods-hint = Название, МНН или штрихкод · ↑ ↓ выбрать · Enter добавить
new-order-lines = В заказе: { $n }
new-order-more = Больше
new-order-less = Меньше
new-order-no-line = Сначала выберите строку заказа
new-order-do = Создать заказ
new-order-nobody = Нужно имя или телефон покупателя
new-order-nothing = Добавьте хотя бы один товар
done-new-order = Создан заказ { $number }
