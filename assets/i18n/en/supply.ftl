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
