### Collecting an order.

collecting-title = Collecting order { $number }
collecting-extend = Extend
collecting-hold = Held until
collecting-left = { $left } left
collecting-over = overdue by { $left }
collecting-no-lines = The order has no lines
collecting-no-lines-hint = Call the customer or delete the order.
tab-reserve = Reserve
tab-history = History
why-lines-unreserved = { $n } { $n ->
    [one] line is not reserved
   *[other] lines are not reserved
}: press “Stock”
