### The order sheet: preview, printing, words on paper.

preview-title = Sheet of order { $number }
preview-job = Order { $number }
preview-a4 = A4
preview-roll = 80 mm roll
preview-full = Whole order
preview-slips = By storage place
preview-no-slips = No goods of this order stay in their place
preview-zoom = Zoom
preview-fit = Fit width
preview-pages = { $n } { $n ->
    [one] page
   *[other] pages
}
preview-printer = Printer
preview-default-printer = default printer
preview-looking-for-printers = Looking for printers…
preview-no-printer = No printer found
preview-nothing = Nothing to print
preview-print = Print
preview-save = Save as…
done-printed = Sheet of order { $number } sent to { $printer }
done-saved = Sheet saved: { $file }

print-error-nothing = Nothing to print: no goods of this order stay in their place.
print-error-font = A font of the program is damaged, no sheet was made. Install the program again.
print-error-qr = The code of the order could not be printed. Tell the administrator.
print-error-pdf = The sheet could not be made. Try again; if it does not help, tell the administrator.
print-error-no-system = This computer has no print system. Save the sheet as a file or call the administrator.
print-error-spooler-down = The print system does not answer. Check that it runs and try again. { $detail }
print-error-no-default = No default printer is set. Choose a printer in the list.
print-error-unknown-printer = Printer “{ $detail }” was not found. Choose another one.
print-error-timeout = The print system took too long. Check the printer and try again.
print-error-refused = The print system refused the sheet. { $detail }
print-error-temp-file = The temporary file for printing could not be written. Check the disk. { $detail }
service-error-file = The file was not written: { $detail }. Choose another folder or free some space.
service-error-unavailable = Printing and files are not available here.

sheet-order = Order No.
sheet-own-number = Number at the pharmacy
sheet-customer = Customer
sheet-hold-until = Hold until
sheet-created = Created
sheet-printed = Printed
sheet-payment = Payment
sheet-paid = Paid on the site
sheet-unpaid = At pick-up
sheet-goods = Goods
sheet-place = Place
sheet-packs = Qty
sheet-actual = Actual
sheet-price = Price, ₽
sheet-sum = Sum, ₽
sheet-series = Series
sheet-expires = use by
sheet-packs-unit = pcs
sheet-cold = refrigerator
sheet-cool = cool place
sheet-safe = safe
sheet-rx = Prescription
sheet-missing = Missing
sheet-no-place = no place
sheet-no-picks = no series chosen
sheet-comment = Comment
sheet-total = Total
sheet-collected-by = Collected by
sheet-cell = Cell
sheet-checked-by = Checked by
sheet-signature-hint = signature, date and time
sheet-page-of = Page {"{page}"} of {"{pages}"}
sheet-slip = The goods stay in their place
