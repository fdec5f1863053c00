### Tables for files: CSV and Excel.

sheets-requisitions = Requisitions
sheets-requisitions-file = Requisitions { $date }
sheets-supplier = Supplier
sheets-no-supplier = No supplier chosen
sheets-product-code = Product code
sheets-goods = Goods
sheets-maker = Maker
sheets-packs = Packs
sheets-needed-by = Needed by
sheets-requisition = Requisition
sheets-state = Requisition state
sheets-created = Created
sheets-order = Order
sheets-order-status = Order status
sheets-hold-until = Held until
sheets-note = Attention
sheets-late = comes after the hold

sheets-error-too-many-rows = Too many rows for one sheet: { $detail }. Narrow the filter and save in parts.
sheets-error-workbook = The table could not be made. Save it as CSV; if it happens again, tell the administrator. { $detail }

done-table-saved = Table saved: { $file }

cli-requisitions-none = There are no requisitions.
cli-table-done = Table written: { $file }, lines: { $n }
