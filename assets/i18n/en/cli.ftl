### Words of the command line.

cli-no-data-folder = No user folder was found. Name the data folder: --data DIR.
cli-no-data = There is no Expero data in { $path }: nothing was done and nothing made. Check the path (--data or EXPERO_DATA). A new pharmacy in this folder begins with expero settings set.
cli-no-data-yet = There is no Expero data yet ({ $path }): the program is not set up. Open the window (expero) or store a setting: expero settings set. If the data lies elsewhere, name its folder: --data DIR.
cli-window-no-folder = There is no folder { $path }, or it cannot be read: no window was opened and nothing made. Check the path (--data or EXPERO_DATA). For a new pharmacy make an empty folder and try again.
cli-window-other-files = The folder { $path } holds other files and no Expero data: no window was opened and nothing made. Check the path (--data or EXPERO_DATA). For a new pharmacy name an empty folder.
cli-data-begun = There was no data here: a new pharmacy begins in { $path }.
cli-order-done = Order { $number }: done.
cli-reserved = Packs reserved: { $packs }, lines without goods: { $missing }.
cli-sold = Receipt { $number }, paid { $total }.
cli-bad-time = The time “{ $typed }” was not understood. Write 25.11.2026 18:00, 2026-11-25 18:00, or +2h, +1d, +30m.
cli-cannot-write = The file { $file } could not be written: { $why }. Check the folder and your rights.
cli-sheet-done = Order sheet written: { $file }
cli-unknown-setting = There is no setting “{ $key }”. There are: { $known }.
cli-settings-exported = Written to { $file }: { $n ->
    [one] { $n } setting
   *[other] { $n } settings
  }. No secrets and nothing of one pharmacy are in the file.
cli-settings-imported = { $n ->
    [0] Nothing changed: all settings were so already.
    [one] { $n } setting changed.
   *[other] { $n } settings changed.
  }
cli-settings-would-change = { $n ->
    [0] Nothing would change.
    [one] { $n } setting would change. Nothing was stored.
   *[other] { $n } settings would change. Nothing was stored.
  }
cli-settings-unreadable = The file of settings { $file } could not be read ({ $why }). Nothing changed. Take a file that expero settings export wrote.
cli-setting-stored = Stored: { $key }.
cli-no-stdin = The value could not be read from standard input.
cli-no-runtime = The background task could not be started: { $why }.
cli-sync-busy = Another program on this data runs the exchange already. Nothing was done here.
cli-sync-report = New: { $new }, changed: { $changed }, unreadable: { $broken }; sent: { $sent }, put off: { $postponed }, not taken by the site: { $refused }; holds lapsed: { $lapsed }.
cli-sync-unreachable = The site cannot be reached: statuses wait and will be sent by themselves. Check the network and the settings: expero doctor.
cli-sync-stopped = Stopped on request before the round was over. Nothing is lost: what was not done comes with the next round.
cli-sandbox-loopback = The practice service listens on this machine only: name an address 127.0.0.1:PORT.
cli-cannot-listen = The address { $address } is taken or not ours: { $why }. Name another port.
cli-problem-dismissed = Problem { $id } was put aside.
cli-problems-none = There are no unreadable orders.

cli-second-window = An Expero window is open on this data already ({ $path }). Go to it, or close it and try again.
cli-no-window = The window did not open: { $why }. A graphical screen is needed; expero sync works without one.
cli-demo-goods = Practice goods: { $n } written.
cli-demo-orders = Practice orders: { $n } written.
cli-demo-ready = Practice data is ready: { $path }
cli-tour-done = The tour is done, steps: { $n }. Pictures: { $path }
cli-tour-failed = The tour stopped at step “{ $step }”: the expected state was not reached.
demo-pharmacy = “Practice” pharmacy
demo-hours = mo-fr 8:00-21:00, sa-su 9:00-20:00
demo-address = 1 Example Street, Moscow
demo-user = A. Petrova
demo-till = Till 1

doctor-folder = Data folder: { $path }
doctor-database = The database is sound.
doctor-database-bad = The database is damaged: { $why }. Stop work and restore a copy.
doctor-writable = The data can be written.
doctor-practice = This is practice data: it talks to the practice service on this computer only.
doctor-log = The log is kept: { $path }
doctor-no-log = No log is kept: the folder { $path } cannot be written. Check the rights and the space on the disk.
doctor-open-files = Other users of this computer may read these files: { $files }. Close them: only the owner needs access.
doctor-shared-folder = Other users of this computer may list the data folder; the data itself is closed to them.
doctor-task-runs = The background task is run by process { $process }.
doctor-task-starts = The background task is starting or stopping.
doctor-task-idle = Nobody runs the background task now. An open window or the command expero sync runs it.
doctor-clock-behind = The clock of this computer is { $minutes } min behind the site's. Holds are reckoned by the site's clock. Check date, time and time zone.
doctor-clock-ahead = The clock of this computer is { $minutes } min ahead of the site's. Holds are reckoned by the site's clock. Check date, time and time zone.
doctor-sweep-held = Holds do not lapse at present: { $why }.
doctor-held-clock-unmeasured = the site's clock was not heard yet, the next exchange will
doctor-held-clock-unconfirmed = the site's clock has changed, the next exchange will confirm it
doctor-held-clock-jumped = the clock of this computer was set. Press “Refresh” in the order list
doctor-held-clock-behind = the clock of this computer is more than a day behind. Check the date
doctor-route-check = Check of the token
doctor-route-self = Facts about the token
doctor-route-orders = List of orders
doctor-contents = Goods: { $goods }, orders: { $orders }, receipts: { $receipts }.
doctor-stock-bad = The books do not balance: overdrawn batches { $overdrawn }, left-over reservations { $dangling }. Tell the developer.
doctor-site = Site: { $address }, pharmacy “{ $pharmacy }”.
doctor-token = The token is set; it is kept in a file beside the data that only its owner may read.
doctor-no-token = The token is not set. Set it: expero settings set site.token.
doctor-no-pharmacy = The pharmacy's id at the site is not set (site.pharmacy_id): orders of every pharmacy of this token are taken.
doctor-plaintext = The address is not encrypted (http): the token and customers' data can be read on the way. Switch https on.
doctor-step = { $what }: answers as expected.
doctor-step-differs = { $what }: the answer differs from our contract; missing: { $missing }; extra: { $extra }.
doctor-step-failed = { $what }: { $why }
doctor-waiting = Statuses waiting to be sent: { $n }.
doctor-paused = The exchange is paused: { $why }
doctor-refused = Statuses not taken by the site: { $n }. Open the lane “Not sent” of the order list.
doctor-quarantined = Order { $order } could not be read: { $why }
doctor-faults = Problems found: { $n }.
doctor-unconfirmed = Not confirmed for a real site (the bodies of requests are our own design):
doctor-unconfirmed-bodies = methods, bodies of requests and answers
doctor-unconfirmed-refresh = how a token is refreshed
doctor-unconfirmed-https = whether https is there
doctor-unconfirmed-money = the unit of money (we count kopecks)
doctor-unconfirmed-parts = parts, compression and size limits
doctor-unconfirmed-signals = how the site tells a cancellation or an edit
doctor-unconfirmed-statuses = the words of statuses
doctor-unconfirmed-extension = how an extension is told
doctor-unconfirmed-stand = whether there is a test stand, and the key that links goods
doctor-unconfirmed-errors = the shape of errors

### Unreadable elements: why an order of the site was not taken.

problem-at-field = field { $path }: { $what }
problem-at-line = line { $line }: { $what }
problem-at-order = { $what }
problem-wants-kopecks = a whole number of kopecks was expected
problem-wants-packs = a whole number of packs was expected
problem-wants-whole = a whole number was expected
problem-wants-text = a text was expected
problem-wants-flag = true or false was expected
problem-wants-list = a list was expected
problem-wants-object = an object with fields was expected
problem-too-large = the number is too large
problem-missing = a required field is not there
problem-twice = the field is there twice
problem-empty-id = the id is empty
problem-long-id = the id is longer than 64 characters
problem-not-a-time = not a date and time
problem-no-lines = the order has no lines
problem-bad-quantity = less than one pack
problem-bad-price = the price is below zero
problem-no-order-id = the order has no id
problem-other-pharmacy = an order of another pharmacy, “{ $detail }”
problem-other = the element was not understood ({ $detail })
doctor-sound = Sounds: player { $player }
doctor-no-sound = No sounds: no player found ({ $players })
cli-tour-strokes = Five items sold: { $keys } keys, { $scans } scans
doctor-fiscal-none = No fiscal printer is connected: receipts are not printed (fiscal.device)
doctor-fiscal-simulator = The fiscal printer is a simulator: receipts go nowhere
doctor-fiscal-atol = The fiscal printer is behind a local service: not certified, never tried on a real device
doctor-unprinted = Receipts not printed: { $n }. Open “Shift” (Ctrl+F11) and print again
doctor-loose-cards = Card payments without a receipt: { $n }. Open the till: it shows what to do
