### Слова командной строки.

cli-no-data-folder = Не найдена папка пользователя. Укажите папку данных: --data ПАПКА.
cli-no-data = В папке { $path } нет данных Expero: ничего не сделано и не создано. Проверьте путь (--data или EXPERO_DATA). Новую аптеку в этой папке начинает команда expero settings set.
cli-no-data-yet = Данных Expero ещё нет ({ $path }): программа не настроена. Откройте окно (expero) или задайте настройки: expero settings set. Если данные лежат в другой папке, назовите её: --data ПАПКА.
cli-window-no-folder = Папки { $path } нет или она недоступна: окно не открыто, ничего не создано. Проверьте путь (--data или EXPERO_DATA). Для новой аптеки создайте пустую папку и повторите.
cli-window-other-files = В папке { $path } лежат чужие файлы, а данных Expero нет: окно не открыто, ничего не создано. Проверьте путь (--data или EXPERO_DATA). Для новой аптеки назовите пустую папку.
cli-data-begun = Данных здесь не было: начата новая аптека в папке { $path }.
cli-order-done = Заказ { $number }: выполнено.
cli-reserved = Зарезервировано упаковок: { $packs }, строк без товара: { $missing }.
cli-sold = Чек № { $number }, оплачено { $total }.
cli-bad-time = Время «{ $typed }» не понято. Пишите так: 25.11.2026 18:00, 2026-11-25 18:00 или +2h, +1d, +30m.
cli-cannot-write = Не удалось записать файл { $file }: { $why }. Проверьте папку и права.
cli-sheet-done = Лист заказа записан: { $file }
cli-unknown-setting = Нет настройки «{ $key }». Есть: { $known }.
cli-settings-exported = Записано в { $file }: { $n ->
    [one] { $n } настройка
    [few] { $n } настройки
   *[other] { $n } настроек
  }. Секретов и данных одной аптеки в файле нет.
cli-settings-imported = { $n ->
    [0] Ничего не изменилось: все настройки уже такие.
    [one] Изменена { $n } настройка.
    [few] Изменены { $n } настройки.
   *[other] Изменено { $n } настроек.
  }
cli-settings-would-change = { $n ->
    [0] Ничего бы не изменилось.
    [one] Изменилась бы { $n } настройка. Ничего не сохранено.
    [few] Изменились бы { $n } настройки. Ничего не сохранено.
   *[other] Изменилось бы { $n } настроек. Ничего не сохранено.
  }
cli-settings-unreadable = Файл настроек { $file } не прочитан ({ $why }). Ничего не изменено. Возьмите файл, записанный командой expero settings export.
cli-setting-stored = Сохранено: { $key }.
cli-no-stdin = Не удалось прочитать значение со стандартного ввода.
cli-no-runtime = Не удалось запустить фоновую задачу: { $why }.
cli-sync-busy = Обмен уже выполняет другая программа на этих данных. Здесь ничего не сделано.
cli-sync-report = Новых: { $new }, изменено: { $changed }, не прочитано: { $broken }; отправлено: { $sent }, отложено: { $postponed }, не принято сайтом: { $refused }; сброшено резервов: { $lapsed }.
cli-sync-unreachable = Сайт недоступен: статусы ждут отправки и уйдут сами. Проверьте сеть и настройки: expero doctor.
cli-sync-stopped = Обмен остановлен по просьбе, круг не закончен. Ничего не потеряно: остальное будет сделано при следующем обмене.
cli-sandbox-loopback = Учебный сервис слушает только этот компьютер: укажите адрес 127.0.0.1:ПОРТ.
cli-cannot-listen = Адрес { $address } занят или недоступен: { $why }. Укажите другой порт.
cli-problem-dismissed = Проблема № { $id } снята.
cli-problems-none = Непрочитанных заказов нет.

cli-second-window = На этих данных уже открыто окно Expero ({ $path }). Перейдите в него или закройте его и повторите.
cli-no-window = Окно не открылось: { $why }. Нужен графический экран; без окна работает expero sync.
cli-demo-goods = Учебные товары: записано { $n }.
cli-demo-orders = Учебные заказы: записано { $n }.
cli-demo-ready = Учебные данные готовы: { $path }
cli-tour-done = Обзор пройден, шагов: { $n }. Картинки: { $path }
cli-tour-failed = Обзор остановился на шаге «{ $step }»: ожидаемое состояние не наступило.
demo-pharmacy = Аптека «Учебная»
demo-hours = пн–пт 8:00–21:00, сб–вс 9:00–20:00
demo-address = г. Москва, ул. Примерная, д. 1
demo-user = Петрова А. И.
demo-till = Касса 1

doctor-folder = Папка данных: { $path }
doctor-database = База данных цела.
doctor-database-bad = База данных повреждена: { $why }. Остановите работу и восстановите копию.
doctor-writable = Данные можно записывать.
doctor-practice = Это учебные данные: обмен только с учебным сайтом на этом компьютере.
doctor-log = Журнал ведётся: { $path }
doctor-no-log = Журнал не ведётся: в папку { $path } нельзя писать. Проверьте права и место на диске.
doctor-open-files = Эти файлы могут читать другие пользователи компьютера: { $files }. Закройте их: доступ нужен только владельцу.
doctor-shared-folder = Папку данных могут просматривать другие пользователи компьютера; сами данные от них закрыты.
doctor-task-runs = Фоновую задачу выполняет процесс { $process }.
doctor-task-starts = Фоновая задача запускается или останавливается.
doctor-task-idle = Фоновую задачу сейчас никто не выполняет. Её выполняет открытое окно или команда expero sync.
doctor-clock-behind = Часы этого компьютера отстают от часов сайта на { $minutes } мин. Сроки резерва считаются по часам сайта. Проверьте дату, время и часовой пояс.
doctor-clock-ahead = Часы этого компьютера спешат против часов сайта на { $minutes } мин. Сроки резерва считаются по часам сайта. Проверьте дату, время и часовой пояс.
doctor-sweep-held = Резервы сейчас не истекают: { $why }.
doctor-held-clock-unmeasured = часы сайта ещё не сверены, это сделает следующий обмен
doctor-held-clock-unconfirmed = часы сайта изменились, следующий обмен их перепроверит
doctor-held-clock-jumped = часы этого компьютера переведены. Нажмите «Обновить» в списке заказов
doctor-held-clock-behind = часы этого компьютера отстают больше чем на сутки. Проверьте дату
doctor-route-check = Проверка токена
doctor-route-self = Сведения о токене
doctor-route-orders = Список заказов
doctor-contents = Товаров: { $goods }, заказов: { $orders }, чеков: { $receipts }.
doctor-stock-bad = Учёт не сходится: партий с минусом { $overdrawn }, лишних резервов { $dangling }. Сообщите разработчику.
doctor-site = Сайт: { $address }, аптека «{ $pharmacy }».
doctor-token = Идентификатор (токен) задан; хранится в файле рядом с данными, доступ только владельцу.
doctor-no-token = Идентификатор (токен) не задан. Задайте: expero settings set site.token.
doctor-no-pharmacy = Код аптеки на сайте не задан (site.pharmacy_id): принимаются заказы всех аптек этого токена.
doctor-plaintext = Адрес без шифрования (http): токен и данные покупателей видны в сети. Включите https.
doctor-step = { $what }: отвечает, как ожидалось.
doctor-step-differs = { $what }: ответ отличается от нашего договора; нет: { $missing }; лишнее: { $extra }.
doctor-step-failed = { $what }: { $why }
doctor-waiting = Статусов ждёт отправки: { $n }.
doctor-paused = Обмен остановлен: { $why }
doctor-refused = Статусов, не принятых сайтом: { $n }. Откройте полосу «Не отправлены» в списке заказов.
doctor-quarantined = Заказ { $order } не прочитан: { $why }
doctor-faults = Найдено проблем: { $n }.
doctor-unconfirmed = Для настоящего сайта не подтверждено (формат тел запросов — наш собственный):
doctor-unconfirmed-bodies = методы, тела запросов и ответов
doctor-unconfirmed-refresh = как обновляется токен
doctor-unconfirmed-https = доступен ли https
doctor-unconfirmed-money = единица денег (мы считаем копейки)
doctor-unconfirmed-parts = части, сжатие и ограничения размера
doctor-unconfirmed-signals = как сайт сообщает об отмене и изменении
doctor-unconfirmed-statuses = слова статусов
doctor-unconfirmed-extension = как передаётся продление
doctor-unconfirmed-stand = есть ли проверочный стенд и ключ связи товаров
doctor-unconfirmed-errors = вид ошибок

### Непонятные элементы: почему заказ сайта не прочитан.

problem-at-field = поле { $path }: { $what }
problem-at-line = строка { $line }: { $what }
problem-at-order = { $what }
problem-wants-kopecks = ожидалось целое число копеек
problem-wants-packs = ожидалось целое число упаковок
problem-wants-whole = ожидалось целое число
problem-wants-text = ожидался текст
problem-wants-flag = ожидалось «да» или «нет» (true, false)
problem-wants-list = ожидался список
problem-wants-object = ожидался набор полей
problem-too-large = число слишком велико
problem-missing = обязательное поле не передано
problem-twice = поле передано дважды
problem-empty-id = пустой идентификатор
problem-long-id = идентификатор длиннее 64 знаков
problem-not-a-time = не похоже на дату и время
problem-no-lines = в заказе нет ни одной строки
problem-bad-quantity = меньше одной упаковки
problem-bad-price = цена меньше нуля
problem-no-order-id = нет идентификатора заказа
problem-other-pharmacy = заказ другой аптеки, «{ $detail }»
problem-other = элемент не разобран ({ $detail })
doctor-sound = Звуки: проигрыватель { $player }
doctor-no-sound = Звуков не будет: не найден проигрыватель ({ $players })
cli-tour-strokes = Продажа пяти позиций: нажатий { $keys }, сканирований { $scans }
doctor-fiscal-none = Касса не подключена: чеки не печатаются (fiscal.device)
doctor-fiscal-simulator = Касса учебная: чеки никуда не передаются
doctor-fiscal-atol = Касса через местную службу: подключение не сертифицировано и на настоящей кассе не проверено
doctor-unprinted = Не напечатано чеков: { $n }. Откройте «Смена» (Ctrl+F11) и повторите печать
doctor-loose-cards = Оплат картой без чека: { $n }. Откройте терминал: он покажет, что с ними делать
