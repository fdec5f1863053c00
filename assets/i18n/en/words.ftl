### Words about orders, shared by all screens.

app-name = Expero
status-new = new
status-accepted = accepted
status-assembled = collected
status-closed = closed
status-reserve_expired = hold lapsed
status-cancelled = cancelled
status-unknown = unknown
status-overdue = overdue

event-accept = accept
event-collect = collect
event-sell = sell
event-extend = extend
event-delete = delete
event-hold-ends = release
event-site-cancels = cancel at the site's wish
event-site-edits = change at the site's wish

payment-unpaid = to be paid
payment-paid = paid
payment-at-till = at the till
payment-refunded = refunded
payment-unknown = payment unknown

delivery-sent = sent
delivery-waiting = waiting
delivery-refused = refused
delivery-none = —

attention-site_edited = The customer changed the order on the site. Check the lines and collect it again.
attention-site_cancelled = The customer or the site cancelled the order. Empty the bag and mark it as seen.
attention-site_refused = The site refused the last status of the order. Refresh it and check.
attention-site_disagrees = The site holds another status; ours stays because the order is sold.
attention-site_won = The status was taken from the site, where it changed first. Check the order.
attention-site_unknown = The site does not know this order. Call the customer and decide what to do.

history-arrived = order arrived
history-accepted = accepted
history-reserved = goods reserved
history-released = reservation released
history-collected = collected
history-extended = hold extended
history-sold = sold
history-deleted = deleted
history-lapsed = hold lapsed: time is over
history-site_edited = lines changed on the site
history-site_cancelled = cancelled on the site
history-site_updated = data changed on the site
history-site_confirmed = the site took the status
history-site_refused = the site refused
history-site_won = status taken from the site
history-site_disagrees = the site holds another status
history-acknowledged = change seen
history-printed = order sheet printed
history-batch_chosen = series chosen by hand
history-cell_set = cell
history-shelf_returned = goods back on the shelf
history-called = customer called
history-requisition = requisition
history-phone_shown = full phone shown

cancel-customer_refused = customer refused
cancel-out_of_stock = out of stock
cancel-replaced = replaced by another order
cancel-not_collected = not collected
cancel-price = wrong price
cancel-other = other

span-days-hours = { $sign }{ $d } d { $h } h
span-hours = { $sign }{ $h } h
span-minutes = { $sign }{ $m } min
ago-seconds = { $n } s ago
ago-minutes = { $n } min ago
ago-hours = { $n } h ago
ago-days = { $n } d ago

lines-count = { $n } { $n ->
    [one] line
   *[other] lines
}
