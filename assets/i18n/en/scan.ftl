### The scanner: what is wrong with a code and what to fix; collecting by scanner.

scan-fault-not-a-code = This is neither a barcode nor a marking code. Scan the code on the pack again or find the product by name.
scan-fault-box-code = This is the code of a transport box, not of a pack. Scan the code on the pack itself.
scan-fault-no-gtin = The code has no product number (01). Scan the square DataMatrix on the pack as a whole.
scan-fault-gs-lost = The scanner lost the GS separator and the parts of the code cannot be told apart. Switch on sending of GS (ASCII 29) in the scanner and scan again.
scan-fault-layout-mixed = The keyboard layout changed in the middle of the code. Do not press keys while scanning and scan again.
scan-fault-caps-lock = The scanner changes the case of letters, the marking code is spoilt. Switch off Caps Lock and case conversion in the scanner, then scan again.
scan-fault-truncated = The code is cut short: { $at } characters came. Scan again; if it happens again, check that the scanner sends the whole code and does not stop at the GS separator.
scan-fault-glued = Two codes came in one. Scan packs one at a time and switch on Enter after each code in the scanner.
scan-fault-bad-check-digit = The check digit of { $number } does not fit: the code was misread. Scan again or type the digits.
scan-fault-unknown-ai = Unknown part of the code “{ $ai }”. The scanner may have lost the GS separator: switch on its sending (ASCII 29) and scan again.
scan-fault-bad-date = The expiry date in the code is wrong: { $text }. Scan again; if it happens again, put the pack aside and tell the supplier.
scan-fault-bad-symbol = The code has a character that cannot be there: “{ $symbol }” (place { $at }). Check the keyboard language of the scanner and scan again.

scan-nothing-expected = all packs are in the bag
refusal-bad-scan = The code was not read. Scan again.
refusal-wrong-goods = “{ $scanned }” is not in this order. Still to collect: { $expected }. Put the pack back.
refusal-too-many-packs = One pack too many: “{ $name }” is complete ({ $packs }). Put the pack back on the shelf.
refusal-pack-too-old = “{ $name }”: expires on { $expires }, this order needs { $needed } or later. Take another pack.
refusal-code-in-bag = This pack is already in the bag of order { $number }. Find that bag or take another pack.
refusal-code-sold = This pack was sold already (receipt { $number }). Put it aside and find out where it came from: a code cannot be sold twice.
refusal-no-pack-free = “{ $name }”: no free packs for this order. Press “In stock” and check the stock.
refusal-bag-empty = There is nothing to take out of the bag. Refresh the window (F5).
refusal-batch-in-bag = “{ $name }”: a pack of series { $series } is in the bag. Take it out (undo the scan) before choosing another series.

scan-head-ticked = { $n } of { $of }
scan-head-same = Already in the bag
scan-head-out = Taken out
scan-head-not-out = Not taken out
scan-head-wrong-goods = Wrong goods
scan-head-too-many = One too many
scan-head-too-old = Expires too soon
scan-head-code-in-bag = Code is in a bag
scan-head-code-sold = Code is sold
scan-head-unread = Code not read
scan-head-refused = Not laid in
scan-other-batch = another batch was taken, the reservation follows it
scan-nothing-changed = this pack is in the bag already, nothing changed
scan-left = { $n } { $n ->
    [one] pack
   *[other] packs
} still to collect
scan-all-in = all packs are in the bag
scan-taken-out = { $name } · { $n } { $n ->
    [one] pack is
   *[other] packs are
} still in the bag
scan-in-bag = { $n } of { $of } in the bag
scan-hint = Scan a pack: it ticks its line.
scan-hint-new = Accept the order (F6), then scan its packs.
scan-hint-collected = The order is collected: the bag waits for its customer
scan-hint-over = This order needs no collecting any more.
scan-behind-dialog = The scan was not taken: a dialog is open. Close it and scan the pack again.
