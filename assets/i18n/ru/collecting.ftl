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

collecting-scan = Сканирование в пакет
collecting-scan-hint = Сканируйте упаковку…
line-bag = В пакете
bag-count = { $n } из { $of }
bag-surplus = { $n } из { $of }, лишних { $more }
bag-in-place = остаётся на месте
bag-stranger = { $n } — вынуть
line-not-in-order = нет в заказе
line-short-dated = есть { $n } уп., годны до { $date }: срок мал
line-expired = есть { $n } уп., срок истёк
why-bag-empty = В пакете ничего нет: отменять нечего
why-no-line-selected = Сначала выберите строку (↑ ↓)
why-line-not-reserved = По этой строке ничего не зарезервировано
why-no-surplus = Лишнего в пакете нет
why-cannot-set-cell = Ячейка нужна пакету принятого или собранного заказа
why-order-empty = В заказе нет ни одной строки
why-unusable = Срок { $n } { $n ->
    [one] зарезервированной серии
   *[other] зарезервированных серий
} не подходит: нажмите «Наличие»
why-not-bagged = Не отсканировано { $n } { $n ->
    [one] упаковка
    [few] упаковки
   *[many] упаковок
}
why-surplus = В пакете { $n } { $n ->
    [one] лишняя упаковка
    [few] лишние упаковки
   *[many] лишних упаковок
}: выньте их

check-ready = Проверка пройдена: заказ можно собрать.
check-ready-but = Заказ можно собрать, но посмотрите на отмеченное.
check-cell = Пакет — в ячейку { $cell }.
check-more = … и ещё замечаний: { $n }
check-scan = Сканировать

notice-more = и ещё изменений: { $n }
notice-packs = { $name } — { $n } уп.
notice-strangers = Выньте из пакета, в заказе этого больше нет (Ctrl+Backspace): { $what }
notice-left-behind = Верните на место из пакета: { $what }

collecting-undo = Вынуть последнюю
collecting-print = Печать
collecting-batch = Серия
collecting-cell = Ячейка { $cell }
collecting-collected = собрал { $who }, { $when }

batches-title = Выбрать серию
batches-none = Партий этого товара нет
batches-none-hint = Товара нет в справочнике или он ни разу не приходил.
batches-take = Взять { $n } из { $of }
batches-less = Меньше
batches-more = Больше
batches-choose = Выберите серию (↑ ↓)
batches-do = Взять эту серию
batches-anyway = Взять всё равно
batches-first = истекает первой
batches-by-hand = выбрана вручную
batches-not-first = Раньше истекает серия { $series } (годна до { $expires }): обычно берут её.
col-storage = Хранение
col-free = Свободно
done-batch = «{ $name }»: зарезервировано { $n } { $n ->
    [one] упаковка
    [few] упаковки
   *[many] упаковок
}

cell-title = Ячейка для заказа { $number }
cell-name = Ячейка
cell-hint = 12 или А-3
cell-next-free = Следующая свободная
cell-none = Без ячейки
cell-has-none = Пакет и так не в ячейке
cell-do = Поставить
cell-nothing = Назовите ячейку
done-cell = Заказ { $number }: пакет в ячейке { $cell }
done-no-cell = Заказ { $number }: пакет без ячейки
