//! Which room may name what. The same table as in `src/lib.rs` and the design, in words a test can read.

/// One room: the other rooms (or parts of them) and the outside crates that it may name.
pub struct Room {
    pub name: &'static str,
    /// `domain` is the whole room; `usecase::read` only that part of it.
    pub rooms: &'static [&'static str],
    /// Outside crates; `std`, `core` and `alloc` are free but for [`OWNED`].
    pub crates: &'static [&'static str],
    /// Why the table says so; printed with a breach.
    pub why: &'static str,
}

/// All rooms, and the two files beside them.
pub const ROOMS: &[Room] = &[
    Room {
        name: "domain",
        rooms: &[],
        crates: &["chrono", "thiserror", "uuid"],
        why: "the rules of the trade are pure: no screens, SQL, HTTP, serde, files or real clock",
    },
    Room {
        name: "store",
        // The plain rows that questions answer, and who acts: written into every history row.
        rooms: &["domain", "usecase::read", "usecase::Actor"],
        crates: &["chrono", "refinery", "rusqlite", "sha2", "strsim", "thiserror"],
        why: "the store knows statements, the domain and the plain rows that questions answer",
    },
    Room {
        name: "usecase",
        rooms: &["domain", "store"],
        crates: &["chrono", "thiserror"],
        why: "an intention knows the domain and the store; nothing of it may wait for a network",
    },
    Room {
        name: "desk",
        rooms: &["domain", "store", "usecase"],
        // tokio::sync::oneshot only: an answer that a task can await.
        crates: &["tokio", "tracing"],
        why: "the desk runs use cases on its two threads and knows neither screens nor the network",
    },
    Room {
        name: "site",
        rooms: &["domain"],
        crates: &[
            "bytes",
            "chrono",
            "fastrand",
            "flate2",
            "futures_util",
            "httpdate",
            "percent_encoding",
            "reqwest",
            "rustls",
            "serde",
            "serde_json",
            "serde_path_to_error",
            "sha2",
            "thiserror",
            "tokio",
            "tracing",
            "uuid",
        ],
        why: "the site knows the wire and the domain, never the data or a screen",
    },
    Room {
        name: "sandbox",
        rooms: &["domain", "site"],
        crates: &[
            "axum",
            "bytes",
            "chrono",
            "fastrand",
            "flate2",
            "futures_util",
            "httpdate",
            "percent_encoding",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
            "tokio",
            "tracing",
            "uuid",
        ],
        why: "the sandbox stands on the other side of the wire: it may not look into our data or screens",
    },
    Room {
        name: "sync",
        // The message that `usecase::deliver` hands out, and an error that tells a failed write from a refusal.
        rooms: &["domain", "usecase", "desk", "site", "store::outbox::Message", "store::error"],
        crates: &["bytes", "chrono", "fastrand", "futures_util", "thiserror", "tokio", "tracing", "uuid"],
        why: "the background task writes through the desk like everybody else",
    },
    Room {
        name: "fiscal",
        // The one cryptography provider of the process: no HTTP client is made without it.
        rooms: &["domain", "usecase", "desk", "site::tls"],
        crates: &["chrono", "reqwest", "serde", "serde_json", "sha2", "tokio", "tracing", "uuid"],
        why: "a device prints what the data says: the job speaks to the data through the desk",
    },
    Room {
        name: "print",
        rooms: &["domain", "usecase::read", "text"],
        crates: &["chrono", "image", "printers", "printpdf", "qrcode", "sha2", "thiserror", "uuid"],
        why: "paper is made of plain rows: no data file, no screen",
    },
    Room {
        name: "sheets",
        rooms: &["domain", "usecase::read", "text"],
        crates: &["calamine", "chrono", "csv", "encoding_rs", "rust_xlsxwriter", "thiserror"],
        why: "a table is made of plain rows: no data file, no screen",
    },
    Room {
        name: "journal",
        // The file of the log, and the words of its records.
        rooms: &["domain", "store::log_file", "store::folder", "store::error", "store::Mode", "text"],
        crates: &["chrono", "fs4", "tracing", "tracing_subscriber"],
        why: "the log takes lines from everybody and asks nobody",
    },
    Room {
        name: "vault",
        rooms: &[],
        crates: &["argon2"],
        why: "a secret is a text like any other: whose it is, is nobody's business here",
    },
    Room {
        name: "text",
        rooms: &["domain"],
        crates: &["chrono", "fluent_templates"],
        why: "words depend on nothing but the domain",
    },
    Room {
        name: "ui",
        // `sync` and `journal` for what the status bar and the log show; `print` for the preview and the job;
        // `sheets` for the tables that a side job saves.
        rooms: &["domain", "usecase", "desk", "text", "print", "sheets", "sync::SyncStatus"],
        crates: &["chrono", "eframe", "egui", "egui_extras", "egui_plot", "tracing"],
        why: "a screen hands requests to the desk: it never waits for data, network or files",
    },
    Room {
        name: "cli",
        rooms: &[
            "domain", "store", "usecase", "desk", "site", "sandbox", "sync", "fiscal", "print", "sheets", "journal",
            "text", "ui", "vault",
        ],
        crates: &[
            "chrono",
            "clap",
            "directories",
            "eframe",
            "egui",
            "fastrand",
            "image",
            // The file dialog of the window's side jobs; on its own thread.
            "rfd",
            "rustls",
            "serde",
            "serde_json",
            "thiserror",
            "tokio",
            "tracing",
            "uuid",
        ],
        why: "the command line puts the rooms together; it speaks no SQL, no HTTP and knows no rules",
    },
    Room { name: "main", rooms: &["cli"], crates: &[], why: "the program is one call into the library" },
    Room {
        name: "lib",
        rooms: &[
            "domain", "store", "usecase", "desk", "site", "sandbox", "sync", "fiscal", "print", "sheets", "journal",
            "text", "ui", "cli", "vault",
        ],
        crates: &[],
        why: "the map names rooms and does nothing",
    },
];

/// Something that only some rooms may name.
pub struct Owned {
    pub what: &'static str,
    pub owners: &'static [&'static str],
    pub why: &'static str,
}

/// Something that some rooms may not name.
pub struct Banned {
    pub what: &'static str,
    pub rooms: &'static [&'static str],
    pub why: &'static str,
}

/// Texts in another alphabet than the code's that may stand in the source, with the reason.
pub struct Words {
    /// File or folder.
    pub path: &'static str,
    /// The texts themselves; empty: any.
    pub texts: &'static [&'static str],
    /// Why they are not in `assets/i18n`. For whoever reads the table.
    #[expect(dead_code, reason = "read by people")]
    pub reason: &'static str,
}

pub const RUSSIAN_WORDS: &[Words] = &[
    Words { path: "src/sandbox/catalogue/", texts: &[], reason: "names of goods and people of the demo shop" },
    Words {
        path: "src/cli/tour_steps.rs",
        texts: &[],
        reason: "goods and people of the demo shop that the tour plays with",
    },
    Words { path: "src/sandbox/arrivals.rs", texts: &[], reason: "people of the demo shop and what they write" },
    Words {
        path: "src/sandbox/model/tokens.rs", texts: &["Учебная аптека"], reason: "name of the demo shop"
    },
    Words { path: "src/domain/marking/", texts: &[], reason: "what the keys type in the Russian layout" },
    Words {
        path: "src/domain/goods_row.rs",
        texts: &[],
        reason: "how accounting programs name columns and write flags",
    },
    Words { path: "src/domain/opening.rs", texts: &[], reason: "how people write opening hours" },
    Words { path: "src/store/reservations.rs", texts: &["РТ-{number:06}"], reason: "prefix of a document's number" },
    Words { path: "src/usecase/new_order.rs", texts: &["С-{:06}"], reason: "prefix of an own order's number" },
    Words {
        path: "src/domain/batch.rs", texts: &["сейф"], reason: "how pharmacies name the place of strong goods"
    },
    Words {
        path: "src/usecase/make_requisition.rs", texts: &["ЗТ-{:06}"], reason: "prefix of a requisition's number"
    },
    Words {
        path: "src/usecase/settings.rs",
        texts: &["Касса 1", "Фармацевт", "да", "нет"],
        reason: "defaults that the owner edits, and what a Russian types for a flag",
    },
];
