### Таблицы для файлов: CSV и Excel.

sheets-requisitions = Заявки
sheets-requisitions-file = Заявки { $date }
sheets-supplier = Поставщик
sheets-no-supplier = Поставщик не выбран
sheets-product-code = Код товара
sheets-goods = Товар
sheets-maker = Производитель
sheets-packs = Упаковок
sheets-needed-by = Нужно к
sheets-requisition = Заявка
sheets-state = Состояние заявки
sheets-created = Создана
sheets-order = Заказ
sheets-order-status = Состояние заказа
sheets-hold-until = Резерв до
sheets-note = Внимание
sheets-late = придёт позже резерва

sheets-error-too-many-rows = Строк слишком много для одного листа: { $detail }. Сузьте отбор и сохраните по частям.
sheets-error-workbook = Таблицу не удалось построить. Сохраните её в CSV; если повторится, сообщите администратору. { $detail }

done-table-saved = Таблица сохранена: { $file }

cli-requisitions-none = Заявок нет.
cli-table-done = Таблица записана: { $file }, строк: { $n }
