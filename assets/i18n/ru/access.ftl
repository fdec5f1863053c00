# Кто здесь работает, кому что можно.
refusal-access-wait = Слишком много неверных попыток. Следующая — через { $seconds } с. Продажи идут как обычно
refusal-access-wrong = { $seconds ->
    [0] Пароль или PIN не подошёл. Попробуйте ещё раз
   *[other] Пароль или PIN не подошёл. Следующая попытка — через { $seconds } с
 }
refusal-access-no-user = Такого пользователя нет, или он здесь больше не работает
refusal-access-not-allowed = { $what } — право администратора. Войдите администратором: Ctrl+F2
refusal-access-bad-name = Имя не подходит: нужно от 1 до { $most } букв
refusal-access-name-taken = Пользователь с таким именем уже есть. Допишите отчество или должность
refusal-access-too-short = Слишком коротко: нужно знаков не меньше { $least }
refusal-access-bad-secret = Без пробелов и не длиннее { $most } знаков
refusal-access-last-admin = Это последний администратор с паролем. Сначала назначьте другого
refusal-access-admin-needs-secret = Администратору нужен пароль: введите его
right-settings = Настройка
right-users = Изменение пользователей
right-log = Просмотр логов
right-data = Работа с данными целиком
role-pharmacist = фармацевт
role-admin = администратор
op-save-user = Изменение пользователя
op-forget-tries = Снятие ожидания после неверных паролей
op-begin-sign-in = Начало входа
op-end-sign-in = Вход
deed-user-added = Добавлен пользователь
deed-user-changed = Изменён пользователь
deed-tries-forgotten = Снято ожидание после неверных паролей
deed-signed-in = Вход
deed-sign-in-failed = Неверный пароль или PIN
deed-setting = Изменена настройка

### Вход, смена кассира, пользователи.
cmd-open-system = Настройки системы
cmd-switch-user = Сменить кассира
cmd-lock-till = Заблокировать
cmd-next-page = Следующая страница
cmd-previous-page = Предыдущая страница
cmd-new-user = Новый пользователь
cmd-edit-user = Изменить
cmd-forget-tries = Снять ожидание
cmd-copy-data = Сделать копию сейчас
sign-in-switch = Кто за кассой
sign-in-lock = Рабочее место заблокировано
sign-in-admin = Нужен администратор
sign-in-nobody = Пользователей нет
sign-in-secret = Пароль или PIN
sign-in-no-secret = Пароль не задан: Enter — войти
sign-in-checking = Проверяется…
sign-in-enter = Войти
sign-in-unsigned = Продавать без входа
sign-in-back = Снова работает: { $name }
user-unsigned = Без входа
users-name = Имя
users-role = Роль
users-secret = Пароль
users-secret-set = задан
users-secret-none = не задан
users-inactive = не работает
users-wrong = { $n ->
    [one] { $n } неверная попытка
    [few] { $n } неверные попытки
   *[many] { $n } неверных попыток
 }
users-no-admin = Администратора с паролем нет: настройки может менять каждый. Добавьте администратора
users-forgotten = Можно пробовать снова сразу
users-who = Кто
users-deed = Что сделано
users-no-deeds = Записей пока нет
users-saved = Пользователь сохранён
users-not-alike = Пароли не совпали. Введите оба раза одинаково
users-edit-title = Пользователь
users-new-title = Новый пользователь
users-new-secret = Новый пароль или PIN
users-again = Ещё раз
users-keeps = оставить прежний
users-note-pharmacist = Фармацевт продаёт и собирает заказы; настройки, пользователи и логи для него закрыты. Хватает PIN: знаков не меньше { $n }; без PIN войти может каждый
users-note-admin = Администратор может всё: и настройки, и пользователей, и логи, и копии данных. Нужен пароль: знаков не меньше { $n }
users-works-here = Работает в аптеке
cli-no-user = Пользователя { $name } нет. Список: expero users
cli-no-salt = Системе не хватило случайных чисел для пароля
deed-job-wanted = Запущено задание
refusal-access-code-taken = Контрагент с таким кодом уже есть
users-deed-secret = новый пароль
