### Customer orders.

orders-title = Customer orders
orders-loading = Loading orders…
orders-none = No orders yet
orders-none-hint = Orders from the site appear here by themselves. Ctrl+N makes a new one.
orders-none-found = Nothing found
orders-none-found-hint = Change or reset the filters, or choose another lane.
orders-found = { $count } · { $sum }

lane-all = All
lane-new = New
lane-to-collect = To collect
lane-ready = Ready
lane-overdue = Overdue
lane-to-shelf = Back to shelf
lane-not-sent = Not sent

orders-search = Search orders
orders-search-hint = Number, name, phone, goods · Ctrl+F
orders-period-of = What the period means
orders-period-created = Created
orders-period-hold = Held until
orders-from = Period from
orders-from-hint = from dd.mm.yy
orders-to = Period to
orders-to-hint = to dd.mm.yy
orders-status = Status
orders-any-status = Any status
orders-source = Source
orders-any-source = Any source
orders-source-site = Expero
orders-source-own = own
orders-test = trial
orders-payment = Payment
orders-any-payment = Any payment
orders-reset = Reset filters
orders-bad-date = the date cannot be read: dd.mm.yyyy

col-status = Status
col-site-number = Site No.
col-own-number = Own No.
col-source = Source
col-created = Created
col-customer = Customer
col-phone = Phone
col-lines = Lines
col-total = Sum
col-payment = Payment
col-hold-until = Held until
col-delivery = Site knows
col-comment = Comment

pane-no-order = Choose an order in the list
pane-created = created { $when }
pane-hold = held until { $until }
pane-sums-disagree = the site's sums disagree, ours are shown
lines-missing = { $n } { $n ->
    [one] line missing
   *[other] lines missing
}

line-goods = Goods
line-maker = Maker
line-ordered = Ordered
line-available = Available
line-reserved = Reserved
line-price = Price
line-sum = Sum
line-place = Place · series · expiry
line-no-place = no place
line-until = until { $date }
line-missing = 0 — out of stock
line-short = { $n } — { $missing } missing

done-accepted = Order { $number } accepted
done-acknowledged = Change of order { $number } seen
done-reserved = All goods of order { $number } are reserved
done-reserved-partly = Order { $number }: not everything is there, { $n } { $n ->
    [one] line missing
   *[other] lines missing
}
done-released = Order { $number }: { $n } { $n ->
    [one] pack released
   *[other] packs released
}
done-collected = Order { $number } is ready
