### Collecting and putting back: series, the check before “collected”, what the customer changed, the worklist.

batch-expired = expired
batch-short-dated = expires too soon
batch-none-free = none free

preflight-no-lines = The order has no lines. Call the customer or delete it.
preflight-hold-over = The hold ended at { $until }. Agree with the customer and make a new order.
preflight-not-reserved = “{ $name }”: { $reserved } of { $ordered } reserved. Press “Stock” or offer an analog.
preflight-expired = “{ $name }”, series { $series } expired on { $expires }. Press “Stock” to choose another series.
preflight-short-dated = “{ $name }”, series { $series } expires on { $expires }, too soon after the hold. Press “Stock”.
preflight-not-bagged = “{ $name }”: { $packs } missing in the bag. Scan them.
preflight-surplus = “{ $name }”: { $packs } too many in the bag. Take them out and put them back in their place.
preflight-sums-disagree = The site’s sum of the order does not fit its lines. Ask the customer about the price.
preflight-phone = The customer’s phone does not look like a real one. Ask for it when you can.
preflight-price-lower = { $to_pay } to pay instead of { $booked }: the price is capped or has fallen.
preflight-cold = “{ $name }”, { $packs } pack(s): keep at { $storage }, place { $place }. Fetch at hand-over.
preflight-prescription = “{ $name }”: a prescription is needed at hand-over.

change-added = “{ $name }”: { $packs } added
change-removed = “{ $name }”: removed from the order ({ $packs })
change-packs = “{ $name }”: { $was } before, { $now } now
change-price = “{ $name }”: price { $was } before, { $now } now

worklist-title = Back to the shelf
worklist-made = Made
worklist-order = Order No.
worklist-cell = Cell
