### Refusals of the till: discounts, prescriptions, shifts, returns.

refusal-discount-too-high = A discount of { $wanted } is too high: you may give up to { $limit }. Give less or call an administrator.
refusal-prescription-missing = “{ $name }” is sold by prescription only. Note the prescription: number, day and doctor.
refusal-bad-prescription = A prescription needs its number, a day not later than today and the doctor. Complete it and try again.
refusal-codes-do-not-fit = More codes were scanned than packs are in the receipt: “{ $name }”. Scan the packs of this line again.
refusal-shift-closing = The shift is being closed: the Z report is printed. Wait and try again.
refusal-no-shift = No shift is open. It opens by itself with the first receipt.
refusal-receipts-not-printed = The shift cannot be closed: { $count ->
    [one] { $count } receipt is not printed
   *[other] { $count } receipts are not printed
}. Look at the fiscal printer and wait for them.
refusal-receipts-open = There { $count ->
    [one] is { $count } receipt
   *[other] are { $count } receipts
} open or put aside. Close the shift once more if they may wait for the next one.
refusal-draft-gone = This receipt is not put aside any more: it was taken at another till.
refusal-sale-not-found = There is no such sale. Refresh the journal of sales.
refusal-too-many-back = “{ $name }”: at most { $left } packs can come back, { $wanted } were asked for.
refusal-nothing-back = Nothing was chosen to come back. Set a quantity in at least one line.
refusal-good-medicine = Medicines of good quality are not taken back. Choose another reason or call an administrator.
refusal-admin-only = Only an administrator may do this.
