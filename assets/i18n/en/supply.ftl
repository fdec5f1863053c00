### Missing goods: requisitions, calls to customers, replacements.

requisition-open = open
requisition-ordered = ordered
requisition-received = received
requisition-cancelled = cancelled

call-agreed = agreed to a replacement
call-will_wait = will wait
call-refused = refused
call-no_answer = no answer

order-replaces = replaces { $number }
order-replaced-by = replaced by order { $number }

supply-late-extend = The goods come at { $needed }, the hold ends at { $until }. Extend it until { $to }.
supply-late-too-far = The goods come at { $needed }, a hold may last until { $latest } at most. Agree on a replacement or delete the order.
supply-late-over = The hold ended at { $until } and cannot be extended. Delete the order and make a new one.
supply-late-accept = The goods come at { $needed }, the hold ends at { $until }. Accept the order first, then extend the hold.

refusal-nothing-missing = No requisition is needed: all goods of the order are in stock or reserved. Press “Stock”.
refusal-order-is-over = The order is “{ $status }”: nothing can be ordered or agreed for it any more. Refresh the list.
refusal-needed-in-past = { $wanted } is in the past. Choose a later time for the delivery.
refusal-needed-too-far = { $wanted } is too far. Choose a time until { $latest }.
refusal-supplier-not-found = The supplier was not found or is hidden. Choose another one.
refusal-supplier-name-bad = The name does not fit: 1 to 120 characters are needed. Correct it.
refusal-supplier-name-taken = A supplier “{ $name }” is there already. Choose it or give another name.
refusal-bad-lead-days = { $days } days until delivery do not fit: 0 to 60 do.
refusal-no-requisition = The order has no requisition. Make one on the tab “Requisition” first.
refusal-wrong-requisition-state = The requisition is “{ $from }” and cannot become “{ $to }”. Refresh the list: it may have changed.
refusal-no-replacement = The order is “{ $status }”: only a new or accepted one can be replaced. Delete it and make a new order.
refusal-prepaid-not-replaced = The order is paid on the site and cannot be replaced: the site gives the money back. Ask the customer to change it on the site, or delete it and make a new order to be paid here.
refusal-no-replacement-chosen = No replacement was chosen. Mark the analog that the customer agreed to.
refusal-line-not-replaced = Nothing takes the place of “{ $name }”, and an order is sold whole. Choose an analog or note that the customer waits.
refusal-bad-call-time = { $wanted } does not fit for a call. Choose a later time within 30 days.
refusal-no-phone = The customer left no phone. Wait for them in the pharmacy or delete the order.

note-requisition-new = made
note-requisition-updated = updated

tab-requisition = Requisition
cmd-tab-reserve = Tab “Reserve”
cmd-tab-requisition = Tab “Requisition”
cmd-make-requisition = Make or update requisition
cmd-extend-to-delivery = Extend to delivery
cmd-mark-ordered = Ordered
cmd-mark-received = Received
keys-scope-requisition = Tab “Requisition”

why-supply-busy = At work…
why-nothing-missing = No requisition is needed: all goods are in stock or reserved
why-bad-packs = The quantity does not fit: a whole number from 1 to 9999 is needed
why-bad-needed = The date does not fit: a later date is needed, such as 27.11.2026
why-delivery-in-time = The goods come before the hold ends: nothing to extend
why-delivery-too-far = The delivery is more than 30 days away: agree on a replacement or delete the order
why-accept-first = Accept the order first
why-no-requisition = There is no requisition yet: make it
why-requisition-not-open = Only an open requisition can be marked as ordered
why-requisition-over = The requisition is received or cancelled already
why-order-is-over = The order is finished

requisition-none = No requisition is needed
requisition-none-hint = All goods of the order are in stock or reserved.
requisition-not-yet = There is no requisition for this order yet. Check the lines and make it.
requisition-made = made { $when }, { $who }
requisition-goods-came = Everything is in stock now: “Stock” reserves it and completes the order.
requisition-packs = Order, packs
requisition-needed = Needed by
requisition-find = Supplier
requisition-find-hint = Find or add · ↑ ↓ choose · Enter
requisition-fields-hint = Enter — to the next field, Esc — to the lines
requisition-no-suppliers = There are no suppliers yet: type a name and press Enter
requisition-add-supplier = + Add supplier “{ $name }”
requisition-nobody = not chosen
requisition-mark-typed = not stored
requisition-mark-not-yet = not in it yet
requisition-mark-in = in it
requisition-mark-here = in stock now
col-missing = Missing
col-to-order = To order
col-supplier = Supplier
col-lead-days = Days
col-delivers = Delivers by
col-needed-by = Needed by
col-in-requisition = Requisition
done-requisition-new = Requisition { $number } made: { $n } { $n ->
    [one] line
   *[other] lines
}
done-requisition-updated = Requisition { $number } updated: { $n } { $n ->
    [one] line
   *[other] lines
}
done-requisition-unchanged = Requisition { $number } says so already: nothing to change
done-requisition-marked = The state of the requisition is changed
done-extended-to-delivery = The hold is extended: the goods come before its end
done-supplier-added = Supplier “{ $name }” is in the directory

tab-calls = Calls
lane-call-again = Call again
cmd-tab-calls = Tab “Calls”
cmd-show-phone = Show phone
cmd-next-missing = Next goods
cmd-previous-missing = Previous goods
cmd-analog-1 = Choose the first analog
cmd-analog-2 = Choose the second analog
cmd-analog-3 = Choose the third analog
cmd-analog-4 = Choose the fourth analog
cmd-analog-more = More packs of the analog
cmd-analog-less = Fewer packs of the analog
cmd-replace-whole = Replace the whole line
cmd-call-agreed = Agrees to the replacement
cmd-call-will-wait = Will wait
cmd-call-refused = Refused
cmd-call-no-answer = No answer
cmd-open-linked = Linked order
keys-scope-calls = Tab “Calls”

why-no-phone = The customer left no phone
why-nothing-to-call-about = All goods of the order are there: nothing to call about
why-one-missing-line = Only one product is missing
why-no-analogs = No analog of these goods is in stock
why-no-such-analog = There are not so many analogs in stock
why-no-analog-chosen = Choose an analog first: ↑ ↓ or Alt+1…4
why-nothing-of-line-there = Nothing of this line is there: it is replaced whole anyway
why-cannot-replace = Only a new or accepted order can be replaced
why-prepaid-not-replaced = The order is paid on the site: the site gives the money back, goods cannot be replaced
why-lines-without-analog = No replacement chosen: { $n } { $n ->
    [one] line
   *[other] lines
}
why-no-linked = No order is linked to this one

calls-none = Nothing to call about
calls-none-hint = All goods of the order are in stock or reserved. Press “Stock” on the tab “Reserve”.
calls-again-at = Call again { $at }
calls-no-phone = The customer left no phone
calls-hide-phone = Hide phone
calls-phone-noted = the look is written into the order’s history
calls-lacks = { $missing } of { $ordered } missing
calls-booked-at = booked at { $price }
calls-instead = { $name } × { $packs } for { $sum }
calls-outcome = How it ended
calls-no-past = Nobody has called about this order yet
calls-when = When
calls-who = Who called
calls-what = Outcome
calls-again = Call again
col-analog = Analog in stock
col-difference = Difference
analog-cheaper = cheaper
analog-dearer = dearer
analog-same-price = same price
analog-more = More
analog-less = Less
analogs-none = No analog is in stock
analogs-none-hint = Nothing has the same substance, form and strength. Ask whether the customer waits.
analogs-unknown-hint = The goods are not in the directory, so no analog can be looked for. Ask whether the customer waits.
call-refused-title = The customer refused order { $number }
call-refused-what = The order becomes “cancelled” with the reason “customer refused”, its goods are freed, the site is told. The call stays in the history.
call-again-title = No answer: order { $number }
call-again-at = Call again at
call-again-do = Note the call
call-again-half-hour = In 30 minutes
call-again-two-hours = In 2 hours
call-again-morning = Tomorrow morning
done-replaced = Order { $number } made with the replacement, the old one is cancelled
done-will-wait = The customer waits: the goods are in requisition { $number }
done-call-refused = Order { $number } is cancelled: the customer refused
done-call-again = Order { $number }: call again { $at }

requisitions-title = Requisitions
requisitions-all = All
requisitions-open = Open
requisitions-ordered = Ordered
requisitions-received = Received
requisitions-cancelled = Cancelled
requisitions-any-supplier = Any supplier
requisitions-search = Search requisitions
requisitions-search-hint = Requisition, order, goods, supplier · Ctrl+F
requisitions-nobody = No supplier chosen
requisitions-late = after the hold
requisitions-past = past
requisitions-none = No requisitions yet
requisitions-none-hint = A requisition is made while collecting an order, on the tab “Requisition”, when goods are missing.
requisitions-none-found-hint = Change the state, the supplier or the words.
cmd-open-requisitions = Requisitions
cmd-open-requisition-order = Open order
why-no-requisition-line = Select a line of a requisition first
col-requisition = Requisition
col-state = State
col-order = Order
col-order-status = Order status

shelf-title = Return to shelf
shelf-scan = Scan a return
shelf-scan-hint = Scan a pack…
shelf-done = “{ $name }”: { $n } packs back, { $left } left
shelf-none = Nothing to return
shelf-none-hint = Packs of lapsed and cancelled orders appear here by themselves.
shelf-off-hint = The check of returns is off: goods of lapsed orders are free at once. It is switched on in the settings.
shelf-place = Place
shelf-batch = Series · expiry
shelf-since = Waits since
shelf-tick = Back on the shelf: { $name }
cmd-open-shelf = Return to shelf
cmd-tick-return = Back on the shelf
cmd-print-returns = Print list
cmd-print-slips = Slips by place
why-nothing-to-return = Nothing to return
preview-returns-title = Return list
done-printed-returns = The return list was sent to print: { $printer }
cmd-save-xlsx = To Excel
cmd-save-csv = To CSV
why-nothing-listed = The list is empty: nothing to save
