### Неразобранные записи сайта.

problems-title = Неразобранные записи сайта
problems-none = Неразобранных записей нет
problems-none-hint = Всё, что прислал сайт, прочитано.
problems-when = Получено
problems-order = Заказ
problems-reason = Почему не разобрано
problems-raw = Запись, как её прислал сайт (имена и телефоны скрыты)
problems-details = Показать запись
problems-hide = Скрыть запись
problems-dismiss = Отложить как просмотренную
done-problem-dismissed = Запись отложена: о ней больше не напомнит
