//! The arguments.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

/// A till joined to an internet-order service. Without a command the window opens.
#[derive(Debug, Parser)]
#[command(name = "expero", version, about)]
pub(super) struct Args {
    /// Folder with the data of the pharmacy; by default the per-user data folder.
    #[arg(long, global = true, env = "EXPERO_DATA", value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Practice mode: its own data, a practice service on this machine, orders that keep arriving.
    Demo(DemoArgs),
    /// A practice service on this machine; prints one JSON line with its address and token when ready.
    Sandbox(SandboxArgs),
    /// The background task without a window.
    Sync(SyncArgs),
    /// Lists orders.
    Orders(OrdersArgs),
    /// Does something with one order.
    Order(OrderArgs),
    /// Lists orders of the site that could not be read, or puts one of them aside.
    Problems(ProblemsArgs),
    /// Lists what is to be ordered from which supplier, or writes the list as a table.
    Requisitions(RequisitionsArgs),
    /// Reads or changes a setting.
    Settings(SettingsArgs),
    /// Lists users, adds one, or sets a new password, which comes by standard input.
    Users(UsersArgs),
    /// Takes in a table of goods with batches, prices and stock: all of it or nothing.
    Import {
        #[command(subcommand)]
        action: ImportAction,
    },
    /// What became of the orders that the site sent in a period.
    Report(ReportArgs),
    /// Why the site shows so many packs of a product; products that it is never offered.
    Stock {
        #[command(subcommand)]
        action: StockAction,
    },
    /// Copies the data while the till works, and checks the copy.
    Backup {
        /// To this file; left out: into the folder of copies.
        file: Option<PathBuf>,
    },
    /// Puts a copy in the place of the data, which is kept beside it. Close the program first.
    Restore {
        /// The copy.
        file: PathBuf,
    },
    /// Says what is configured, reachable, writable and pending.
    Doctor,
}

#[derive(Debug, ClapArgs)]
pub(super) struct DemoArgs {
    /// Drives the window through a day, saves numbered pictures and the order sheet into DIR, and ends.
    #[arg(long, value_name = "DIR", conflicts_with = "prepare_only")]
    pub(super) tour: Option<PathBuf>,
    /// Seed of everything that is made up.
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// Products in the directory.
    #[arg(long, default_value_t = 1_000)]
    pub(super) goods: usize,
    /// Orders of the past days.
    #[arg(long, default_value_t = 40)]
    pub(super) orders: usize,
    /// Orders that arrive in a minute.
    #[arg(long, default_value_t = 2)]
    pub(super) orders_per_minute: u32,
    /// Makes the data and ends without a window.
    #[arg(long)]
    pub(super) prepare_only: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct SandboxArgs {
    /// Address of this machine to listen at.
    #[arg(long, default_value = "127.0.0.1:0")]
    pub(super) listen: std::net::SocketAddr,
    /// The token that it accepts.
    #[arg(long)]
    pub(super) token: Option<String>,
    /// Seed of everything that is made up.
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// No limits on how often it may be asked.
    #[arg(long)]
    pub(super) no_budget: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct SyncArgs {
    /// One poll, one delivery pass, one expiry sweep; exit code 1 if the site could not be reached.
    #[arg(long, conflicts_with = "seconds")]
    pub(super) once: bool,
    /// Stop after so many seconds.
    #[arg(long = "for", value_name = "SECONDS")]
    pub(super) seconds: Option<u64>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct OrdersArgs {
    /// An array of objects instead of a table.
    #[arg(long)]
    pub(super) json: bool,
    /// Only orders in this status.
    #[arg(long, value_enum)]
    pub(super) status: Option<StatusWord>,
}

/// A status in the words of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(super) enum StatusWord {
    New,
    Accepted,
    Assembled,
    Closed,
    ReserveExpired,
    Cancelled,
    Unknown,
}

#[derive(Debug, ClapArgs)]
pub(super) struct OrderArgs {
    /// Site or own number.
    pub(super) number: String,
    #[command(subcommand)]
    pub(super) action: OrderAction,
}

#[derive(Debug, Subcommand)]
pub(super) enum OrderAction {
    /// Takes a new order on.
    Accept,
    /// Reserves all that is in stock.
    Reserve,
    /// Sets «Заказ собран».
    Collect,
    /// Holds the goods longer: `2026-11-25 18:00`, `25.11.2026 18:00`, RFC 3339, or `+2h`, `+1d`, `+30m`.
    Extend {
        /// Until when.
        #[arg(allow_hyphen_values = true)]
        until: String,
    },
    /// Sells the collected order whole.
    Sell {
        /// How it is paid; an order paid on the site needs nothing.
        #[arg(long, value_enum, default_value_t = PaidWord::Cash)]
        paid: PaidWord,
    },
    /// Cancels the order.
    Delete {
        /// `customer_refused`, `out_of_stock`, `replaced`, `not_collected`, `price`, or any other words.
        reason: String,
    },
    /// Writes the order sheet.
    Sheet {
        /// Where to.
        file: PathBuf,
    },
    /// Shows what happened to the order.
    History {
        /// An array of objects instead of a table.
        #[arg(long)]
        json: bool,
    },
}

/// How an order is paid at the till.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PaidWord {
    Cash,
    Card,
}

#[derive(Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct ProblemsArgs {
    /// An array of objects instead of a table.
    #[arg(long)]
    pub(super) json: bool,
    #[command(subcommand)]
    pub(super) action: Option<ProblemsAction>,
}

#[derive(Debug, Subcommand)]
pub(super) enum ProblemsAction {
    /// Puts a problem aside: it was dealt with. Who did so and when is kept.
    Dismiss {
        /// Number of the problem, as listed.
        id: i64,
    },
}

#[derive(Debug, ClapArgs)]
pub(super) struct RequisitionsArgs {
    /// An array of objects instead of a table.
    #[arg(long)]
    pub(super) json: bool,
    /// Only requisitions in this state.
    #[arg(long, value_enum)]
    pub(super) state: Option<RequisitionWord>,
    /// Writes a CSV that a Russian Excel opens.
    #[arg(long, value_name = "FILE")]
    pub(super) csv: Option<PathBuf>,
    /// Writes an Excel workbook.
    #[arg(long, value_name = "FILE")]
    pub(super) xlsx: Option<PathBuf>,
}

/// The state of a requisition in the words of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(super) enum RequisitionWord {
    Open,
    Ordered,
    Received,
    Cancelled,
}

#[derive(Debug, ClapArgs)]
pub(super) struct SettingsArgs {
    #[command(subcommand)]
    pub(super) action: SettingsAction,
}

#[derive(Debug, Subcommand)]
pub(super) enum SettingsAction {
    /// Prints a setting; a secret is never printed.
    Get {
        /// Which; all when left out.
        key: Option<String>,
    },
    /// Changes a setting; a missing value is read from standard input.
    Set {
        /// Which.
        key: String,
        /// To what.
        #[arg(allow_hyphen_values = true)]
        value: Option<String>,
    },
    /// Writes the settings that many pharmacies may share: no secrets, nothing of this place alone.
    Export {
        /// To this file.
        file: PathBuf,
    },
    /// Stores all settings of a file, or none.
    Import {
        /// From this file.
        file: PathBuf,
        /// Only says what would change.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct UsersArgs {
    /// An array of objects instead of a table.
    #[arg(long)]
    pub(super) json: bool,
    #[command(subcommand)]
    pub(super) action: Option<UsersAction>,
}

#[derive(Debug, Subcommand)]
pub(super) enum UsersAction {
    /// Enters a user; the password or PIN is read from standard input, nothing means none.
    Add {
        /// As receipts and histories name the person.
        name: String,
        /// What the person may do.
        #[arg(long, value_enum, default_value_t = RoleWord::Pharmacist)]
        role: RoleWord,
    },
    /// Sets a new password or PIN, read from standard input.
    Password {
        /// Whose.
        name: String,
    },
}

/// A role in the words of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RoleWord {
    Pharmacist,
    Admin,
}

#[derive(Debug, Subcommand)]
pub(super) enum ImportAction {
    /// Goods from CSV (UTF-8 or Windows-1251; `;`, `,` or tab) or XLSX; columns are known by their names.
    Goods {
        /// The table.
        file: PathBuf,
        /// Which head each column has, as `product_id=Article; price=Retail price`, or a file with such a line each. It is
        /// remembered.
        #[arg(long, value_name = "M")]
        map: Option<String>,
        /// The table is all there is: the stock of batches that it does not name goes.
        #[arg(long)]
        full: bool,
        /// Only says what would be taken in.
        #[arg(long)]
        dry_run: bool,
        /// A full table that takes away more than half of the stock is meant.
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum StockAction {
    /// On hand, kept, held back, sent: as a sum.
    Why {
        /// Code or barcode of the product.
        code: String,
    },
    /// The product is not offered on the site any more.
    Stop {
        /// Code or barcode of the product.
        code: String,
    },
    /// The product is offered again.
    Offer {
        /// Code or barcode of the product.
        code: String,
    },
    /// Rows of the last full stock that the site refused.
    Refused,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ReportArgs {
    /// First day, as 01.11.2026; left out: a week before the last.
    #[arg(long, value_name = "DAY")]
    pub(super) from: Option<String>,
    /// Last day; left out: today.
    #[arg(long, value_name = "DAY")]
    pub(super) to: Option<String>,
    /// Writes it as a workbook.
    #[arg(long, value_name = "FILE")]
    pub(super) xlsx: Option<PathBuf>,
    /// Writes it as CSV.
    #[arg(long, value_name = "FILE")]
    pub(super) csv: Option<PathBuf>,
}
