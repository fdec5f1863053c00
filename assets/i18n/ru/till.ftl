### Торговый терминал.

till-title = Торговый терминал
till-scan-name = Поиск и сканирование
till-scan-hint = Название, МНН или штрихкод
till-new-orders = { $n } { $n ->
    [one] новый
   *[other] новых
}
till-found = Найдено: { $n }
till-no-hits = Ничего не найдено
till-no-hits-hint = Проверьте написание или отсканируйте упаковку
till-nothing-found = По запросу «{ $text }» ничего не найдено. Проверьте написание или отсканируйте упаковку.
till-expires-soon = мало
till-empty = Чек пуст
till-empty-hint = Отсканируйте упаковку или начните вводить название
till-to-pay = К оплате
till-worth = на сумму { $sum }
till-prepaid = оплачен на сайте
till-trial = пробный заказ
till-trial-closed = Пробный заказ закрыт без чека
till-selling = Чек проводится…
till-sold = Чек № { $number } на { $sum }
till-until-next = Показано до следующего нажатия
till-order-chip = Заказ { $number }
till-check-bag = сверьте содержимое пакета с чеком
till-open-order = Открыть заказ в списке
till-handovers = Ближайшие выдачи
till-no-handovers = Собранных заказов нет
till-cell = яч. { $cell }
till-until = до { $at }
col-inn = МНН
col-place = Место
col-stock = Остаток
col-expiry = Срок
col-price = Цена
col-receipt-goods = Чек: товар
col-series = Серия
col-packs = Кол-во
col-sum = Сумма
tag-rx = По рецепту
tag-vital = ЖНВЛП
cash-due = К оплате
cash-given = Получено от покупателя, ₽
cash-change = Сдача
cash-take = Принять оплату
cash-short = Не хватает { $short }
cash-not-enough = Получено меньше, чем к оплате
cash-unreadable = Введите сумму, например 500 или 331,50
quantity-unreadable = Введите число от 0 до 9999
till-price-changed = Цена изменилась: было { $before }, стало { $now }. Назовите покупателю новую сумму и примите оплату заново.
till-now-paid = Заказ { $number } оплачен на сайте: деньги не берите, нажмите «Выдать».
till-now-paid-partly = Заказ { $number } оплачен на сайте. К оплате осталось { $sum } за остальной товар.
till-now-unpaid = Оплата заказа { $number } на сайте отменена. К оплате { $sum }: примите оплату в кассе.
