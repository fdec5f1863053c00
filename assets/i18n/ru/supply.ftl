### Недостающий товар: заявки поставщикам, звонки покупателям, замены.

requisition-open = открыта
requisition-ordered = заказана
requisition-received = получена
requisition-cancelled = отменена

call-agreed = согласен на замену
call-will_wait = подождёт
call-refused = отказался
call-no_answer = не ответил

order-replaces = замена { $number }
order-replaced-by = вместо него заказ { $number }

supply-late-extend = Товар придёт { $needed }, а резерв до { $until }. Продлите резерв до { $to }.
supply-late-too-far = Товар придёт { $needed }, а резерв можно держать не дольше { $latest }. Договоритесь о замене или удалите заказ.
supply-late-over = Резерв закончился { $until }: продлить его нельзя. Удалите заказ и создайте новый.
supply-late-accept = Товар придёт { $needed }, а резерв до { $until }. Сначала примите заказ, потом продлите резерв.

refusal-nothing-missing = Заявка не нужна: весь товар заказа есть на остатках или уже в резерве. Нажмите «Наличие».
refusal-order-is-over = Заказ в состоянии «{ $status }»: заказывать для него товар или звонить покупателю уже незачем. Обновите список.
refusal-needed-in-past = Срок { $wanted } уже прошёл. Укажите, когда товар нужен, позже текущего времени.
refusal-needed-too-far = Срок { $wanted } слишком далёк. Укажите время не позже { $latest }.
refusal-supplier-not-found = Поставщик не найден или скрыт. Выберите другого в списке.
refusal-supplier-name-bad = Название поставщика не подходит: нужно от 1 до 120 знаков. Исправьте название.
refusal-supplier-name-taken = Поставщик «{ $name }» уже есть в справочнике. Выберите его или укажите другое название.
refusal-bad-lead-days = Срок поставки { $days } дн. не подходит: укажите от 0 до 60 дней.
refusal-no-requisition = У заказа нет заявки. Сначала создайте её на вкладке «Заявка».
refusal-wrong-requisition-state = Заявка «{ $from }», перевести её в состояние «{ $to }» нельзя. Обновите список: она могла измениться.
refusal-no-replacement = Заказ в состоянии «{ $status }»: заменить товар можно только в новом или принятом. Если покупатель передумал, удалите заказ и создайте новый.
refusal-prepaid-not-replaced = Заказ оплачен на сайте, поэтому заменить в нём товар нельзя: деньги возвращает сайт. Попросите покупателя изменить заказ на сайте или удалите заказ, а новый создайте с оплатой в аптеке.
refusal-no-replacement-chosen = Замена не выбрана. Отметьте аналог, на который согласился покупатель.
refusal-line-not-replaced = Для «{ $name }» замена не выбрана, а заказ выкупается только целиком. Выберите аналог или отметьте, что покупатель подождёт.
refusal-bad-call-time = Время звонка { $wanted } не подходит. Укажите время позже текущего и в пределах 30 дней.
refusal-no-phone = Покупатель не оставил телефона. Дождитесь его в аптеке или удалите заказ.

note-requisition-new = создана
note-requisition-updated = обновлена

tab-requisition = Заявка
cmd-tab-reserve = Вкладка «Резерв»
cmd-tab-requisition = Вкладка «Заявка»
cmd-make-requisition = Создать/обновить заявку
cmd-extend-to-delivery = Продлить до поставки
cmd-mark-ordered = Заказана
cmd-mark-received = Получена
keys-scope-requisition = Вкладка «Заявка»

why-supply-busy = Выполняется…
why-nothing-missing = Заявка не нужна: весь товар есть на остатках или в резерве
why-bad-packs = Количество не подходит: нужно целое число от 1 до 9999
why-bad-needed = Срок не подходит: нужна дата позже текущего времени, например 27.11.2026
why-delivery-in-time = Товар придёт раньше конца резерва: продлевать не нужно
why-delivery-too-far = Поставка позже 30 дней: договоритесь о замене или удалите заказ
why-accept-first = Сначала примите заказ
why-no-requisition = Заявки ещё нет: создайте её
why-requisition-not-open = Отметить заказанной можно только открытую заявку
why-requisition-over = Заявка уже получена или отменена
why-order-is-over = Заказ уже завершён

requisition-none = Заявка не нужна
requisition-none-hint = Весь товар заказа есть на остатках или уже в резерве.
requisition-not-yet = Заявки на этот заказ ещё нет. Проверьте строки и создайте её.
requisition-made = создана { $when }, { $who }
requisition-goods-came = Весь товар теперь есть: «Наличие» зарезервирует его и завершит заказ.
requisition-packs = Заказать, уп.
requisition-needed = Нужно к
requisition-find = Поставщик
requisition-find-hint = Найти или добавить · ↑ ↓ выбрать · Enter
requisition-fields-hint = Enter — к следующему полю, Esc — к строкам
requisition-no-suppliers = Поставщиков пока нет: напишите название и нажмите Enter
requisition-add-supplier = + Добавить поставщика «{ $name }»
requisition-nobody = не выбран
requisition-mark-typed = не сохранено
requisition-mark-not-yet = ещё не в заявке
requisition-mark-in = в заявке
requisition-mark-here = уже есть
col-missing = Не хватает
col-to-order = Заказать
col-supplier = Поставщик
col-lead-days = Срок, дней
col-delivers = Привезёт к
col-needed-by = Нужно к
col-in-requisition = Заявка
done-requisition-new = Создана заявка { $number }: { $n } { $n ->
    [one] позиция
    [few] позиции
   *[many] позиций
}
done-requisition-updated = Заявка { $number } обновлена: { $n } { $n ->
    [one] позиция
    [few] позиции
   *[many] позиций
}
done-requisition-unchanged = Заявка { $number } уже такая: менять нечего
done-requisition-marked = Состояние заявки изменено
done-extended-to-delivery = Резерв продлён: товар придёт раньше его конца
done-supplier-added = Поставщик «{ $name }» добавлен в справочник

tab-calls = Звонки
lane-call-again = Перезвонить
cmd-tab-calls = Вкладка «Звонки»
cmd-show-phone = Показать телефон
cmd-next-missing = Следующий товар
cmd-previous-missing = Предыдущий товар
cmd-analog-1 = Выбрать первый аналог
cmd-analog-2 = Выбрать второй аналог
cmd-analog-3 = Выбрать третий аналог
cmd-analog-4 = Выбрать четвёртый аналог
cmd-analog-more = Больше упаковок аналога
cmd-analog-less = Меньше упаковок аналога
cmd-replace-whole = Заменить всю строку
cmd-call-agreed = Согласен на замену
cmd-call-will-wait = Подождёт
cmd-call-refused = Отказался
cmd-call-no-answer = Не ответил
cmd-open-linked = Связанный заказ
keys-scope-calls = Вкладка «Звонки»

why-no-phone = Покупатель не оставил телефона
why-nothing-to-call-about = Весь товар заказа есть: звонить не о чем
why-one-missing-line = Отсутствует только один товар
why-no-analogs = Аналогов этого товара в наличии нет
why-no-such-analog = Столько аналогов в наличии нет
why-no-analog-chosen = Сначала выберите аналог: ↑ ↓ или Alt+1…4
why-nothing-of-line-there = Из этой строки ничего нет: она и так заменяется целиком
why-cannot-replace = Заменить товар можно только в новом или принятом заказе
why-prepaid-not-replaced = Заказ оплачен на сайте: деньги возвращает сайт, заменить товар нельзя
why-lines-without-analog = Замена не выбрана: { $n } { $n ->
    [one] позиция
    [few] позиции
   *[many] позиций
}
why-no-linked = У заказа нет связанного заказа

calls-none = Звонить не о чем
calls-none-hint = Весь товар заказа есть на остатках или в резерве. Нажмите «Наличие» на вкладке «Резерв».
calls-again-at = Перезвонить { $at }
calls-no-phone = Покупатель не оставил телефона
calls-hide-phone = Скрыть телефон
calls-phone-noted = показ записан в историю заказа
calls-lacks = не хватает { $missing } из { $ordered }
calls-booked-at = цена в заказе { $price }
calls-instead = { $name } × { $packs } на { $sum }
calls-outcome = Итог разговора
calls-no-past = По этому заказу ещё не звонили
calls-when = Когда
calls-who = Кто звонил
calls-what = Итог
calls-again = Перезвонить
col-analog = Аналог в наличии
col-difference = Разница
analog-cheaper = дешевле
analog-dearer = дороже
analog-same-price = та же цена
analog-more = Больше
analog-less = Меньше
analogs-none = Аналогов в наличии нет
analogs-none-hint = Нет товара с тем же МНН, формой и дозировкой. Спросите, подождёт ли покупатель.
analogs-unknown-hint = Товара нет в справочнике, поэтому аналоги не подобрать. Спросите, подождёт ли покупатель.
call-refused-title = Покупатель отказался от заказа { $number }
call-refused-what = Заказ получит состояние «отменён» с причиной «покупатель отказался», резерв освободится, сайт узнает об этом. Звонок останется в истории.
call-again-title = Не ответил: заказ { $number }
call-again-at = Перезвонить
call-again-do = Записать звонок
call-again-half-hour = Через 30 минут
call-again-two-hours = Через 2 часа
call-again-morning = Завтра утром
done-replaced = Создан заказ { $number } с заменой, старый заказ отменён
done-will-wait = Покупатель подождёт: товар в заявке { $number }
done-call-refused = Заказ { $number } отменён: покупатель отказался
done-call-again = Заказ { $number }: перезвонить { $at }

requisitions-title = Заявки
requisitions-all = Все
requisitions-open = Открыты
requisitions-ordered = Заказаны
requisitions-received = Получены
requisitions-cancelled = Отменены
requisitions-any-supplier = Любой поставщик
requisitions-search = Поиск заявок
requisitions-search-hint = Заявка, заказ, товар, поставщик · Ctrl+F
requisitions-nobody = Поставщик не выбран
requisitions-late = позже резерва
requisitions-past = срок прошёл
requisitions-none = Заявок пока нет
requisitions-none-hint = Заявка создаётся в сборке заказа на вкладке «Заявка», когда товара не хватает.
requisitions-none-found-hint = Измените состояние, поставщика или слова поиска.
cmd-open-requisitions = Заявки
cmd-open-requisition-order = Открыть заказ
why-no-requisition-line = Сначала выберите строку заявки
col-requisition = Заявка
col-state = Состояние
col-order = Заказ
col-order-status = Статус заказа

shelf-title = Вернуть на полку
shelf-scan = Сканировать возврат
shelf-scan-hint = Сканируйте упаковку…
shelf-done = «{ $name }»: на полке { $n } уп., осталось { $left }
shelf-none = Возвращать нечего
shelf-none-hint = Упаковки снятых и отменённых заказов появятся здесь сами.
shelf-off-hint = Проверка возврата выключена: товар снятых заказов сразу свободен. Включается в настройках.
shelf-place = Место
shelf-batch = Серия · срок
shelf-since = Ждёт с
shelf-tick = Вернул на полку: { $name }
cmd-open-shelf = Вернуть на полку
cmd-tick-return = Вернул на полку
cmd-print-returns = Печать списка
cmd-print-slips = Ярлыки по местам
why-nothing-to-return = Возвращать нечего
preview-returns-title = Лист возврата на полку
done-printed-returns = Лист возврата отправлен на печать: { $printer }
cmd-save-xlsx = В Excel
cmd-save-csv = В CSV
why-nothing-listed = В списке пусто: сохранять нечего
