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
