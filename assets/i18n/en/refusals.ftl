### Why not: what happened, why, what to do next.

refusal-order-not-found = Order { $number } was not found. Refresh the list and check the number.
refusal-wrong-status = An order that is “{ $status }” cannot be used to { $event }. Refresh the list: it may have changed.
refusal-not-fully-reserved = { $n } { $n ->
    [one] line is
   *[other] lines are
} missing: an order is sold whole. Press “Stock” or talk to the customer.
refusal-empty-order = The order has no lines. Add goods or delete it.
refusal-hold-over = The hold ended at { $until } and cannot be extended. Delete the order and make a new one.
refusal-hold-in-past = { $wanted } is in the past. Choose a later time.
refusal-hold-not-later = The hold already lasts until { $current }. Choose a later time than that, not { $wanted }.
refusal-hold-too-far = { $wanted } is too far: a hold may last until { $latest } at most.
refusal-cash-too-little = { $given } received, { $total } to pay. { $short } is missing.
refusal-bad-quantity = { $packs } is not a quantity to sell: 1 to 9999 packs fit.
refusal-not-enough = “{ $name }”: { $available } free, { $wanted } wanted. Take fewer or offer an analog.
refusal-expired = “{ $name }”, series { $series } has expired. Take the pack off the shelf, it must not be sold.
refusal-short-dated = “{ $name }”, series { $series } expires on { $expires }: too soon for this order. Press “Stock”: another series will be chosen.
refusal-not-first-to-expire = “{ $name }”: series { $series } expires earlier ({ $expires }, place { $place }). Take it, or confirm that you need the chosen one.
refusal-line-gone = This line is not in the order any more: its lines changed. Refresh the order and choose the line again.
refusal-other-goods = The chosen series is of other goods, not “{ $name }”. Refresh the list of series and choose again.
refusal-beyond-ordered = “{ $name }”: { $ordered } ordered, { $wanted } cannot be chosen. Name 1 to { $ordered }.
refusal-not-in-bag = { $packs } { $packs ->
    [one] pack is
   *[other] packs are
} not in the bag: this order is collected by scanning. Scan what is missing.
refusal-surplus-in-bag = There is too much in the bag: “{ $name }”, { $packs } in all. Take it out and scan it back.
refusal-bad-cell = “{ $cell }” cannot name a cell. Use letters, digits, “-”, “/” or “.”, at most { $longest } characters.
refusal-cell-taken = Cell { $cell } holds order { $number }. Choose another cell.
refusal-no-free-cell = All cells are taken ({ $cells }). Name a cell yourself or raise their number in the settings.
refusal-nothing-to-return = “{ $what }”: no pack of it waits for the shelf. Check the goods or refresh the list.
refusal-empty-receipt = The receipt is empty. Scan goods or find them by name.
refusal-order-is-whole = An order is sold whole: one line cannot be taken out. Take the whole order out (Ctrl+Del).
refusal-receipt-not-empty = The receipt already holds other lines. Sell or clear it first.
refusal-already-sold = The order is sold already. Refresh the list.
refusal-reason-needs-text = The reason “other” needs words. Write them.
refusal-customer-missing = A name or a phone is needed to find the order at hand-over.
refusal-payment-mismatch = The sum or the way to pay does not fit any more: it changed. Check the sum and pay again.
refusal-goods-not-found = “{ $what }” was not found. Check the code or search by name.
refusal-not-practice = This is the data of a real pharmacy. Name another folder for practice: --data DIR.
refusal-problem-not-found = There is no open problem { $id }: it was put aside, or its order has arrived whole. See the list: expero problems.
refusal-bad-setting = Setting { $key } was not saved: { $problem }.

setting-fault-unknown = there is no such setting
setting-fault-secret = a secret is not kept among the other settings
setting-fault-not-whole = it must be a whole number { $between }
setting-fault-out-of-bounds = it must be a number { $between }
setting-fault-not-flag = it must be yes or no (true, false)
setting-fault-not-week = it must be hours by days: mo-fr 8:00-22:00, sa 9-18, su closed; daily 8-22; or 24/7
setting-fault-not-phones = it must be telephone numbers with commas between, each with its area code
setting-fault-not-mails = it must be mail addresses with commas between
setting-fault-not-word = it must be one of these words: { $words }
setting-fault-not-host = it must be a server name or its IP address, without “https://”, port or path
setting-fault-not-url-path = it must be a path without the address of the service: Latin letters, digits, "-", "_", "." between "/", such as v1/orders
setting-fault-not-order-url-path = it must be a path without the address of the service, one part of which is order_id in braces, as in the default
setting-fault-bad-secret = it must be Latin letters, digits and signs without spaces, at most { $longest } characters. Copy the token again
setting-fault-bad-text = it must be a text of at most { $longest } characters, without line breaks and control characters
setting-between-plain = from { $min } to { $max }
setting-between-minutes = from { $min } to { $max } minutes
setting-between-seconds = from { $min } to { $max } seconds
setting-between-days = from { $min } to { $max } days
setting-between-cells = from { $min } to { $max } cells
setting-between-percent = from { $min } to { $max } per cent

store-error-busy = The database is held by another program. Wait a moment and try again.
store-error-disk-full = The disk is full: nothing was written. Make room and try again.
store-error-read-only = The database cannot be written: no rights to the file. Call the administrator.
store-error-damaged = The database is damaged. A copy is kept; call the administrator to restore the data.
store-error-foreign = This is not a database of Expero. Check the data folder.
store-error-newer = The database was written by a newer program. Update the program.
store-error-migration = The database could not be upgraded. Nothing is lost; call the administrator.
store-error-shape = An unexpected value in the database. Nothing was done; call the administrator.
store-error-constraint = The database refused the row: it exists or has changed. Refresh and try again.
store-error-engine = Database error. Nothing was done, the data are whole. Try again; if it stays, call the administrator.
store-error-folder = The data folder cannot be used. Check that it exists and is yours.
store-error-closed = The program is closing, nothing was done.
refusal-import-gone = This table does not wait any more. Choose the file again.
refusal-import-older = The table tells the stock of { $at }, a later one of { $newest } was taken over. Export the table anew.
refusal-import-from-future = The file was written { $at }, which is to come. Check the clock of the computer and export the table anew.
refusal-import-suspicious = The table takes away { $gone } of { $all } batches in stock, as an incomplete export does. Check it; if it is right, say so (in the window once more, on the command line --yes).
setting-fault-not-column-map = it must be pairs of column and head with semicolons between: product_id=Article; price=Price
setting-between-packs = from { $min } to { $max } packs
refusal-directory-field = Not saved: { $why }
refusal-changed-meanwhile = “{ $name }”: somebody else changed it while you were editing. The new values are shown; make your change again
refusal-barcode-taken = Barcode { $barcode } belongs to “{ $name }”. Remove it there or check the digits
refusal-batch-not-found = There is no such batch any more. Open the product again
refusal-stock-moved = The stock changed while you were counting: it was { $had }, it is { $now }. Count again
refusal-fewer-than-kept = { $n } counted, but { $kept } are kept for orders. Release the orders first, then count again
refusal-bad-count = { $n } is no number of packs. A whole number from zero is needed
refusal-bad-count-note = The note is too long: at most 200 characters in one line
