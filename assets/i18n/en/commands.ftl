### Actions: label on button, in menu and list of keys; why an action is not available.

cmd-open-orders = Customer orders
cmd-accept = Accept
cmd-open-collecting = Collect order
cmd-print = Print order
cmd-sell-order = Sell order
cmd-extend = Extend hold
cmd-delete = Delete
cmd-new-order = New order
cmd-refresh = Refresh
cmd-history = History
cmd-acknowledge = Change seen
cmd-back = Back
cmd-reserve = Stock
cmd-release = Release
cmd-release-line = Release this line
cmd-undo-scan = Take the last pack out
cmd-take-surplus = Take the surplus out
cmd-choose-batch = Choose a batch
cmd-set-cell = Cell
cmd-set-collected = Set status “Order collected”
cmd-pay-cash = Pay in cash
cmd-pay-card = Pay by card
cmd-hand-over = Hand over
cmd-line-more = One pack more
cmd-line-less = One pack less
cmd-line-quantity = Quantity
cmd-line-remove = Remove line
cmd-order-remove = Take the order out of the receipt
cmd-keys = Keys
cmd-prompt-yes = Yes
cmd-prompt-no = No
cmd-search = Search
cmd-menu = Menu
cmd-toggle-theme = Dark or light theme
cmd-toggle-language = Русский
cmd-problems = Records not understood
cmd-quit = Quit

why-no-order = Select an order in the list first
why-cannot-accept = Only a new order can be accepted
why-cannot-collect = Only an accepted order can be collected
why-cannot-sell = Only a collected order can be sold
why-cannot-extend = Only the hold of an accepted or collected order can be extended
why-hold-over = The hold is over: delete the order
why-cannot-delete = The order is finished
why-cannot-print = Only an accepted or collected order can be printed
why-nothing-to-acknowledge = There is no unseen change from the site
why-lines-missing = { $n } { $n ->
    [one] line is
   *[other] lines are
} missing: an order is sold whole
why-nothing-reserved = Nothing is reserved for the order
why-all-reserved = Everything is reserved already
why-receipt-empty = The receipt is empty: add goods
why-prepaid = The order is paid on the site: press “Hand over”
why-not-prepaid = The order is not paid on the site: take the payment
why-receipt-busy = The receipt is being closed
why-no-line = The receipt has no lines
why-no-order-in-receipt = The receipt holds no order
why-order-is-whole = An order is sold whole: take the whole order out (Ctrl+Del)
why-receipt-not-empty = The receipt already holds lines: sell it first

key-esc = Esc
key-enter = Enter
key-delete = Del
key-backspace = Backspace
key-space = Space

keys-title = Keys
keys-scope-everywhere = Everywhere
keys-scope-till = Till
keys-scope-orders = Customer orders
keys-scope-collecting = Collecting
keys-extra = More
keys-arrows = ↑ ↓ PgUp PgDn Home End — through rows
keys-enter = Enter — add the goods found
keys-enter-line = ↑ ↓, then Enter — batches of the line while collecting
keys-star = 12* — quantity in the selected line
keys-tab = Tab — through buttons and fields
