//! Settings as the window, the background task and the command line read them.

use std::path::PathBuf;

use crate::domain::goods_import::Extent;
use crate::domain::log::Level;
use crate::usecase::settings;
use crate::usecase::site_settings::{self, SiteSettings};
use crate::usecase::{Query, ReadCx, UseError};

/// The value of one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetSetting {
    /// Which.
    pub key: String,
}

impl Query for GetSetting {
    type Rows = String;

    fn run(self, cx: &ReadCx<'_>) -> Result<String, UseError> {
        settings::get(cx.sql, &self.key)
    }
}

/// Every setting that is no secret, with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlainSettings;

impl Query for PlainSettings {
    type Rows = Vec<(&'static str, String)>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Vec<(&'static str, String)>, UseError> {
        let plain = settings::ALL.iter().filter(|spec| spec.kind != settings::Kind::Secret);
        plain.map(|spec| Ok((spec.key, settings::get(cx.sql, spec.key)?))).collect()
    }
}

/// How to reach the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SiteSetup;

impl Query for SiteSetup {
    type Rows = SiteSettings;

    fn run(self, cx: &ReadCx<'_>) -> Result<SiteSettings, UseError> {
        site_settings::site(cx.sql)
    }
}

/// What the log keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogSetup;

/// The answer to [`LogSetup`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogSettings {
    /// Records of the exchange with the site begin here.
    pub exchange: Level,
    /// Those of all other parts begin here.
    pub others: Level,
    /// Days that are kept.
    pub keep_days: u32,
    /// `ru` or `en`.
    pub language: String,
    /// Copies of the data.
    pub copies: CopySettings,
}

/// Copies of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopySettings {
    /// One each night.
    pub nightly: bool,
    /// How many are kept.
    pub keep: usize,
    /// Where; empty for the folder beside the data.
    pub folder: String,
}

impl Query for LogSetup {
    type Rows = LogSettings;

    fn run(self, cx: &ReadCx<'_>) -> Result<LogSettings, UseError> {
        let level = |key| settings::get(cx.sql, key).map(|code| Level::from_code(&code).unwrap_or_default());
        Ok(LogSettings {
            exchange: level("log.exchange_level")?,
            others: level("log.level")?,
            keep_days: settings::get(cx.sql, "log.keep_days")?.parse().unwrap_or(30),
            language: settings::get(cx.sql, "ui.language")?,
            copies: CopySettings {
                nightly: settings::get(cx.sql, "backup.nightly")? == "true",
                keep: settings::get(cx.sql, "backup.keep")?.parse().unwrap_or(14),
                folder: settings::get(cx.sql, "backup.folder")?,
            },
        })
    }
}

/// The folder that is watched for tables of goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportFolder;

/// The answer to [`ImportFolder`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportSettings {
    /// Where; empty: nowhere.
    pub folder: PathBuf,
    /// How much of the stock its tables tell.
    pub extent: Extent,
    /// `ru` or `en`.
    pub language: String,
}

impl Query for ImportFolder {
    type Rows = ImportSettings;

    fn run(self, cx: &ReadCx<'_>) -> Result<ImportSettings, UseError> {
        let full = settings::get(cx.sql, "import.folder_full")? == "true";
        Ok(ImportSettings {
            folder: PathBuf::from(settings::get(cx.sql, "import.folder")?.trim()),
            extent: if full { Extent::Full } else { Extent::Named },
            language: settings::get(cx.sql, "ui.language")?,
        })
    }
}

/// What the window needs to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowSetup;

/// The answer to [`WindowSetup`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowSettings {
    /// `ru` or `en`.
    pub language: String,
    /// `light` or `dark`.
    pub theme: String,
    /// Who sits at the till.
    pub user: String,
    /// The till.
    pub till_title: String,
    /// `a4` or `roll80`.
    pub paper: String,
    /// When a put-off prompt returns.
    pub prompt_again_secs: u64,
    /// How large everything is drawn, per cent.
    pub scale: u16,
}

impl Query for WindowSetup {
    type Rows = WindowSettings;

    fn run(self, cx: &ReadCx<'_>) -> Result<WindowSettings, UseError> {
        Ok(WindowSettings {
            language: settings::get(cx.sql, "ui.language")?,
            theme: settings::get(cx.sql, "ui.theme")?,
            user: settings::get(cx.sql, "till.user")?,
            till_title: settings::get(cx.sql, "till.title")?,
            paper: settings::get(cx.sql, "print.paper")?,
            scale: settings::get(cx.sql, "ui.scale")?.parse().unwrap_or(100),
            prompt_again_secs: settings::get(cx.sql, "prompt.again_seconds")?.parse().unwrap_or(120),
        })
    }
}
