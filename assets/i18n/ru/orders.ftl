### Список заказов клиентов.

orders-title = Список заказов клиентов
orders-loading = Загрузка заказов…
orders-none = Заказов пока нет
orders-none-hint = Заказы с сайта появятся здесь сами. Новый заказ можно сделать по Ctrl+N.
orders-none-found = Ничего не найдено
orders-none-found-hint = Измените или сбросьте фильтры, выберите другую вкладку.
orders-found = { $count } · { $sum }

lane-all = Все
lane-new = Новые
lane-to-collect = Собрать
lane-ready = Готовы
lane-overdue = Просрочены
lane-to-shelf = Вернуть на полку
lane-not-sent = Не отправлены

orders-search = Поиск заказов
orders-search-hint = Номер, имя, телефон, товар · Ctrl+F
orders-period-of = Что означает период
orders-period-created = Создан
orders-period-hold = Резерв до
orders-from = Период с
orders-from-hint = с дд.мм.гггг
orders-to = Период по
orders-to-hint = по дд.мм.гггг
orders-status = Статус
orders-any-status = Любой статус
orders-source = Источник
orders-any-source = Любой источник
orders-source-site = Expero
orders-source-own = свой
orders-test = пробный
orders-payment = Оплата
orders-any-payment = Любая оплата
orders-reset = Сбросить фильтры
orders-bad-date = дата не читается: нужно дд.мм.гггг

col-status = Статус
col-site-number = № сайта
col-own-number = Свой №
col-source = Источник
col-created = Создан
col-customer = Покупатель
col-phone = Телефон
col-lines = Строк
col-total = Сумма
col-payment = Оплата
col-hold-until = Резерв до
col-delivery = Сайт знает
col-comment = Комментарий

pane-no-order = Выберите заказ в списке
pane-created = создан { $when }
pane-hold = резерв до { $until }
pane-sums-disagree = суммы сайта не сходятся, показаны пересчитанные
lines-missing = { $n } { $n ->
    [one] позиция отсутствует
    [few] позиции отсутствуют
   *[many] позиций отсутствует
}

line-goods = Товар
line-maker = Производитель
line-ordered = Заказано
line-available = Доступно
line-reserved = Резерв
line-price = Цена
line-sum = Сумма
line-place = Место · серия · срок
line-no-place = место не указано
line-until = до { $date }
line-missing = 0 — нет в наличии
line-short = { $n } — не хватает { $missing }

done-accepted = Заказ { $number } принят
done-acknowledged = Изменение заказа { $number } просмотрено
done-reserved = Весь товар заказа { $number } зарезервирован
done-reserved-partly = Заказ { $number }: зарезервировано не всё, не хватает { $n } { $n ->
    [one] позиции
   *[other] позиций
}
done-released = Резерв заказа { $number } снят: { $n } { $n ->
    [one] упаковка
    [few] упаковки
   *[many] упаковок
}
done-collected = Заказ { $number } собран
