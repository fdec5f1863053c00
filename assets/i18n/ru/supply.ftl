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
