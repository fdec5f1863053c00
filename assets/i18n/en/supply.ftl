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
