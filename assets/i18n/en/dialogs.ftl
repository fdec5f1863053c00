### Dialogs of orders: extend, delete, history, new order.

dialog-busy = Working…

extend-title = Extend the hold of order { $number }
extend-now = Held until { $until } now
extend-until = Hold until
extend-hint = dd.mm.yyyy hh:mm
extend-hour = +1 h
extend-closing = Till closing
extend-day = +1 day
extend-do = Extend
extend-unreadable = The time cannot be read. Write date and time: 25.11.2026 13:00.
done-extended = Order { $number } is held until { $until }

delete-title = Delete order { $number }
delete-what = The order becomes “cancelled”, its goods are free again, the site is told. Its history stays.
delete-reason = Reason
delete-text = Explanation
delete-text-hint = Explanation, if needed
delete-text-needed = The reason “other” needs an explanation
delete-no-reason = Choose a reason
delete-do = Delete the order
done-deleted = Order { $number } is cancelled

history-title = History of order { $number }
history-when = When
history-who = Who
history-till = Till
history-what = What
history-status = Status
history-note = Note
actor-sync = exchange with the site
actor-cli = command line
note-cell = cell { $cell }
note-packs = { $n } { $n ->
    [one] pack
   *[other] packs
}
note-packs-freed = { $n } { $n ->
    [one] pack freed
   *[other] packs freed
}
note-reserved-missing = { $packs } packs, { $n } { $n ->
    [one] line missing
   *[other] lines missing
}
note-own = made in the pharmacy
note-until = until { $until }
note-by-customer = by the customer
note-by-site = by the site
note-receipt = receipt { $number }, { $paid }
note-cash = cash
note-card = card
note-prepaid = paid on the site
note-trial = trial order, no receipt
note-pdf = PDF file

new-order-title = New order
new-order-name = Customer's name
new-order-phone = Phone
new-order-comment = Comment
new-order-goods = Find goods
new-order-goods-hint = Name, INN or barcode · ↑ ↓ choose · Enter adds
new-order-lines = In the order: { $n }
new-order-more = More
new-order-less = Less
new-order-no-line = Choose a line of the order first
new-order-do = Make the order
new-order-nobody = A name or a phone of the customer is needed
new-order-nothing = Add at least one product
done-new-order = Order { $number } made
