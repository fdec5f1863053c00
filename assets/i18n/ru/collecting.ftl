### Сборка заказа.

collecting-title = Сборка заказа { $number }
collecting-extend = Продлить
collecting-hold = Резерв до
collecting-left = осталось { $left }
collecting-over = просрочен на { $left }
collecting-no-lines = В заказе нет ни одной строки
collecting-no-lines-hint = Позвоните покупателю или удалите заказ.
tab-reserve = Резерв
tab-history = История
why-lines-unreserved = { $n ->
    [one] Не зарезервирована { $n } позиция
    [few] Не зарезервированы { $n } позиции
   *[many] Не зарезервировано { $n } позиций
}: нажмите «Наличие»
