//! The window as a person meets it: by accessible label and by key, over the real store.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "ui/till_pictures.rs"]
mod till_pictures;
#[path = "ui/views.rs"]
mod views;
#[path = "ui/world.rs"]
mod world;

#[path = "ui/import.rs"]
mod import;
#[path = "ui/report.rs"]
mod report;
#[path = "ui/system.rs"]
mod system;
#[path = "support/tables.rs"]
mod tables;
#[path = "ui/till.rs"]
mod till;

#[path = "ui/prompt.rs"]
mod prompt;

#[path = "ui/pictures.rs"]
mod pictures;

#[path = "ui/shop.rs"]
mod shop;

#[path = "ui/orders.rs"]
mod orders;

#[path = "ui/order_pictures.rs"]
mod order_pictures;

#[path = "ui/calling.rs"]
mod calling;
#[path = "ui/card.rs"]
mod card;
#[path = "ui/collecting.rs"]
mod collecting;

#[path = "ui/collecting_pictures.rs"]
mod collecting_pictures;

#[path = "ui/sales.rs"]
mod sales;
#[path = "ui/set_aside.rs"]
mod set_aside;
#[path = "ui/settings.rs"]
mod settings;

#[path = "ui/sheet.rs"]
mod sheet;

#[path = "ui/fits.rs"]
mod fits;

#[path = "ui/hostile.rs"]
mod hostile;

#[path = "ui/access.rs"]
mod access;
#[path = "ui/again.rs"]
mod again;

#[path = "ui/remembered.rs"]
mod remembered;

#[path = "ui/problems.rs"]
mod problems;

#[path = "ui/signs.rs"]
mod signs;

#[path = "ui/directory.rs"]
mod directory;
#[path = "ui/log.rs"]
mod log;
#[path = "ui/marks.rs"]
mod marks;
#[path = "ui/missing.rs"]
mod missing;
