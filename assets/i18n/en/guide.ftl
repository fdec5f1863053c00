# First start.
cmd-open-guide = First start
cmd-new-admin = Create an administrator
cmd-start-practice = Practice mode
guide-title = First start
guide-later = Later
guide-done = Done, to work
guide-admin = Administrator
guide-admin-why = An administrator changes settings, reads the log and enters users. Think of a password yourself: the program has none of its own
guide-pharmacy = Pharmacy
guide-pharmacy-why = Name and address are printed on receipts and order sheets
guide-site = The site
guide-site-why = Type the token, check the authorisation and receive the first orders. Or try the program in practice mode first: it opens beside this window on data of its own and spoils nothing
guide-practice-starts = Practice mode opens in a new window
log-the-practice-mode-cannot-be-started = Practice mode cannot be started
