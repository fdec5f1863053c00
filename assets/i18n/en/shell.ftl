### The window's frame: messages, dialogs, the prompt, freshness.

practice-mode = PRACTICE MODE
loading = Loading…
message-close = Close
dialog-close = Close
dialog-cancel = Cancel
dialog-ok = Done

prompt-title = Order updates
prompt-text = The list of internet orders has updates. Would you like to take the changes on now?

freshness-keys = F1 — keys
freshness-polled = Orders received { $ago }
freshness-polled-reason = The site answered last at { $at }. Orders are asked for every { $n } s: all is well.
freshness-late-reason = The site answered last at { $at }, and orders are asked for every { $n } s. Check the internet; the till goes on, the exchange comes back by itself.
freshness-never = Orders not received yet
freshness-never-reason = The site has not answered since the start. Wait a minute; if nothing changes, check the internet.
freshness-not-configured = Site not connected
freshness-not-configured-reason = The site's address or token is not set. Call the administrator; selling works without the site.
freshness-paused = Exchange stopped
freshness-paused-reason = Until the cause is gone no orders come and no statuses go. Nothing is lost. Call the administrator.
freshness-stock = Stock sent { $time } ({ $rows } { $n ->
    [one] row
   *[other] rows
})
freshness-stock-reason = The site has the stock and prices of this pharmacy. The next time comes by itself.
freshness-waiting = Waiting to be sent: { $n }
freshness-waiting-reason = The statuses are kept here and go to the site by themselves as soon as it answers.
freshness-waiting-since = The oldest waits since { $at }.
freshness-unprinted = Receipts not printed: { $n }
freshness-refused = Refused by the site: { $n }
freshness-refused-reason = The site refused a status. Open the order list, find the marked orders and check them.
freshness-quarantined = Not understood: { $n }
freshness-quarantined-reason = The site sent records that cannot be read. They are put aside, the other orders are taken. Tell the administrator.
freshness-skew = Clock differs from the site by { $n } min
freshness-skew-reason = The clocks of this computer and the site differ. Check the computer's time: holds depend on it.
freshness-other-cause = The last exchange with the site failed.
freshness-stock-never = The stock was not sent
freshness-stock-never-reason = The site never got the stock. Check the settings of the service and run Send the full stock
freshness-stock-stamps = Sent { $sent }, checked { $checked }. Period: { $n } min
