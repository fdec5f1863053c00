### Records of the site that could not be read.

problems-title = Records of the site that were not understood
problems-none = Nothing is left unread
problems-none-hint = Everything that the site sent was read.
problems-when = Received
problems-order = Order
problems-reason = Why it was not understood
problems-raw = The record as the site sent it (names and phones hidden)
problems-details = Show the record
problems-hide = Hide the record
problems-dismiss = Put aside as seen
done-problem-dismissed = The record is put aside and will not be shown again
