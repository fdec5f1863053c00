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

collecting-scan = Scan into the bag
collecting-scan-hint = Scan a pack…
line-bag = In the bag
bag-count = { $n } of { $of }
bag-surplus = { $n } of { $of }, { $more } too many
bag-in-place = stays in its place
bag-stranger = { $n } — take out
line-not-in-order = not in the order
line-short-dated = { $n } there, good until { $date }: too short
line-expired = { $n } there, expired
why-bag-empty = The bag is empty: nothing to take back
why-no-line-selected = Select a line first (↑ ↓)
why-line-not-reserved = Nothing is reserved for this line
why-no-surplus = Nothing in the bag is too much
why-cannot-set-cell = Only the bag of an accepted or collected order needs a cell
why-order-empty = The order has no lines
why-unusable = { $n } reserved { $n ->
    [one] batch does
   *[other] batches do
} not last long enough: press “Stock”
why-not-bagged = { $n } { $n ->
    [one] pack is
   *[other] packs are
} not scanned
why-surplus = { $n } { $n ->
    [one] pack is
   *[other] packs are
} too much in the bag: take them out

check-ready = Checked: the order can be collected.
check-ready-but = The order can be collected, but look at what is marked.
check-cell = The bag goes to cell { $cell }.
check-more = … and { $n } more
check-scan = Scan

notice-more = and { $n } more changes
notice-packs = { $name } — { $n }
notice-strangers = Take out of the bag, no longer in the order (Ctrl+Backspace): { $what }
notice-left-behind = Put back in its place from the bag: { $what }

collecting-undo = Take the last one out
collecting-print = Print
collecting-batch = Batch
collecting-cell = Cell { $cell }
collecting-collected = collected by { $who }, { $when }

batches-title = Choose a batch
batches-none = No batches of these goods
batches-none-hint = The goods are not in the directory or have never come.
batches-take = Take { $n } of { $of }
batches-less = Less
batches-more = More
batches-choose = Choose a batch (↑ ↓)
batches-do = Take this batch
batches-anyway = Take it anyway
batches-first = expires first
batches-by-hand = chosen by hand
batches-not-first = Batch { $series } expires earlier (on { $expires }): it usually goes first.
col-storage = Storage
col-free = Free
done-batch = “{ $name }”: { $n } { $n ->
    [one] pack
   *[other] packs
} reserved

cell-title = Cell for order { $number }
cell-name = Cell
cell-hint = 12 or A-3
cell-next-free = Next free one
cell-none = No cell
cell-has-none = The bag is in no cell
cell-do = Put there
cell-nothing = Name a cell
done-cell = Order { $number }: the bag is in cell { $cell }
done-no-cell = Order { $number }: the bag is in no cell
