### Сборка и возврат: серии, проверка перед «собран», что изменил покупатель, лист возврата.

batch-expired = срок истёк
batch-short-dated = срок слишком мал
batch-none-free = нет свободных

preflight-no-lines = В заказе нет ни одной строки. Позвоните покупателю или удалите заказ.
preflight-hold-over = Резерв закончился { $until }. Договоритесь с покупателем и создайте новый заказ.
preflight-not-reserved = «{ $name }»: зарезервировано { $reserved } из { $ordered }. Нажмите «Наличие» или предложите аналог.
preflight-expired = «{ $name }», серия { $series }: срок годности истёк { $expires }. Нажмите «Наличие», чтобы подобрать другую серию.
preflight-short-dated = «{ $name }», серия { $series }: годен только до { $expires }, к концу резерва срок слишком мал. Нажмите «Наличие».
preflight-not-bagged = «{ $name }»: не хватает в пакете { $packs } уп. Отсканируйте их.
preflight-surplus = «{ $name }»: в пакете лишние { $packs } уп. Выньте их и верните на место.
preflight-sums-disagree = Сумма заказа на сайте не сходится с его строками. Уточните цену у покупателя.
preflight-phone = Телефон покупателя не похож на настоящий. Уточните его при случае.
preflight-price-lower = К оплате { $to_pay } вместо { $booked }: цена ограничена или снизилась.
preflight-cold = «{ $name }», { $packs } уп.: хранить при { $storage }, место { $place }. Достать при выдаче.
preflight-prescription = «{ $name }»: при выдаче нужен рецепт.

change-added = «{ $name }»: добавлено { $packs } уп.
change-removed = «{ $name }»: убрано из заказа ({ $packs } уп.)
change-packs = «{ $name }»: было { $was } уп., стало { $now } уп.
change-price = «{ $name }»: цена была { $was }, стала { $now }

worklist-title = Вернуть на полку
worklist-made = Составлен
worklist-order = Заказ №
worklist-cell = Ячейка
