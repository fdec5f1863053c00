### Лист заказа: просмотр, печать, слова на бумаге.

preview-title = Лист заказа { $number }
preview-job = Заказ { $number }
preview-a4 = A4
preview-roll = Лента 80 мм
preview-full = Весь заказ
preview-slips = По местам хранения
preview-no-slips = В заказе нет товара, который остаётся на своём месте
preview-zoom = Масштаб
preview-fit = По ширине
preview-pages = { $n } { $n ->
    [one] страница
    [few] страницы
   *[many] страниц
}
preview-printer = Принтер
preview-default-printer = принтер по умолчанию
preview-looking-for-printers = Поиск принтеров…
preview-no-printer = Принтер не найден
preview-nothing = Нечего печатать
preview-print = Печать
preview-save = Сохранить как…
done-printed = Лист заказа { $number } отправлен на печать: { $printer }
done-saved = Лист сохранён: { $file }

print-error-nothing = Нечего печатать: в заказе нет товара, который остаётся на своём месте.
print-error-font = Шрифт программы повреждён, лист не построен. Переустановите программу.
print-error-qr = Код заказа не удалось напечатать. Сообщите администратору.
print-error-pdf = Лист не удалось построить. Повторите; если не поможет, сообщите администратору.
print-error-no-system = На этом компьютере нет системы печати. Сохраните лист в файл или позовите администратора.
print-error-spooler-down = Система печати не отвечает. Проверьте, что она запущена, и повторите. { $detail }
print-error-no-default = Принтер по умолчанию не выбран. Выберите принтер в списке.
print-error-unknown-printer = Принтер «{ $detail }» не найден. Выберите другой.
print-error-timeout = Система печати слишком долго не отвечает. Проверьте принтер и повторите.
print-error-refused = Система печати не приняла лист. { $detail }
print-error-temp-file = Не удалось записать временный файл для печати. Проверьте место на диске. { $detail }
service-error-file = Файл не записан: { $detail }. Выберите другую папку или освободите место.
service-error-unavailable = Печать и файлы здесь недоступны.

sheet-order = Заказ №
sheet-own-number = Номер в аптеке
sheet-customer = Покупатель
sheet-hold-until = Держать до
sheet-created = Создан
sheet-printed = Напечатан
sheet-payment = Оплата
sheet-paid = Оплачен на сайте
sheet-unpaid = При получении
sheet-goods = Товар
sheet-place = Место
sheet-packs = Кол-во
sheet-actual = Факт
sheet-price = Цена, ₽
sheet-sum = Сумма, ₽
sheet-series = Серия
sheet-expires = годен до
sheet-packs-unit = уп.
sheet-cold = холодильник
sheet-cool = прохладное место
sheet-safe = сейф
sheet-rx = Рецепт
sheet-missing = Не хватает
sheet-no-place = место не указано
sheet-no-picks = серии не подобраны
sheet-comment = Комментарий
sheet-total = Итого
sheet-collected-by = Собрал
sheet-cell = Ячейка
sheet-checked-by = Проверил
sheet-signature-hint = подпись, дата и время
sheet-page-of = Страница {"{page}"} из {"{pages}"}
sheet-slip = Товар остаётся на месте
