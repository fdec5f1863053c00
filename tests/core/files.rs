//! The data file and its folder: durability, strangers, damage, locks, rights. As root, permission bits do
//! not bite, so what cannot be written is made so by its shape (a folder in place of a file).

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Barrier};

use expero::domain::status::OrderStatus as S;
use expero::store::engine::params;
use expero::store::error::StoreError;
use expero::store::folder::DataFolder;
use expero::store::{Database, Mode, Sql};
use expero::usecase::UseError;
use expero::usecase::accept_order::AcceptOrder;
use expero::usecase::import_goods::ImportGoods;
use expero::usecase::read::lanes::LaneCounts;

use crate::support::{Shop, goods, site_order};

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("expero.db");
    (folder, path)
}

fn refused(path: &Path, mode: Mode) -> StoreError {
    match Database::open(path, mode) {
        Ok(_) => panic!("{} was opened", path.display()),
        Err(error) => error,
    }
}

fn pragma(db: &mut Database, name: &str) -> String {
    let text = format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}");
    db.read::<_, StoreError>(|sql| Ok(sql.query_opt(&text, params![], |r| r.text(0))?.unwrap())).unwrap()
}

fn run(sql: &Sql<'_>, statement: &str) -> Result<(), StoreError> {
    sql.each(statement, params![], |_| Ok(()))
}

/// A closed shop of some size, so that its file has a middle.
fn big_file(path: &Path) {
    let mut shop = Shop::file(path);
    let items = (0..2_000).map(|n| goods(&format!("p{n}"), &[(&format!("b{n}"), 365, 10)])).collect();
    shop.ok(ImportGoods { items });
}

fn mode_of(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_file_opens_again_with_everything_in_it() {
    let (_folder, path) = folder();
    let before = {
        let mut shop = Shop::file(&path);
        shop.goods("p1", &[("b1", 365, 10)]);
        shop.assembled(&site_order("A1", &[("p1", 2)]));
        shop.dump()
    };
    for _ in 0..3 {
        let mut shop = Shop::file(&path);
        assert_eq!(shop.dump(), before, "opening and migrating again changes nothing");
        shop.db.check_integrity().unwrap();
    }
    let mut read = Shop::over(Database::open(&path, Mode::Read).unwrap());
    assert_eq!(read.ask(LaneCounts).unwrap().ready, 1);
    let order = read.id("A1");
    let denied = read.act(expero::usecase::accept_order::AcceptOrder { order });
    assert!(denied.is_err(), "a connection for reading cannot write");
    assert!(matches!(refused(&path.with_extension("none"), Mode::Read), StoreError::ReadOnly { .. }));
}

#[test]
fn every_commit_goes_to_the_disk() {
    let (_folder, path) = folder();
    for mode in [Mode::Write, Mode::Read] {
        let mut db = Database::open(&path, mode).unwrap();
        assert_eq!(pragma(&mut db, "journal_mode"), "wal");
        assert_eq!(pragma(&mut db, "synchronous"), "2", "FULL");
        assert_eq!(pragma(&mut db, "foreign_keys"), "1");
        assert_eq!(pragma(&mut db, "query_only"), if mode == Mode::Read { "1" } else { "0" });
    }
}

#[test]
fn a_file_of_a_newer_program_is_refused_in_words_and_left_alone() {
    let (_folder, path) = folder();
    let mut shop = Shop::file(&path);
    let known = shop.number("SELECT max(version) FROM refinery_schema_history WHERE version > ?1", 0);
    shop.db
        .write::<_, StoreError>(|sql| {
            run(
                sql,
                "INSERT INTO refinery_schema_history SELECT version + 1, 'later', applied_on, checksum
                      FROM refinery_schema_history ORDER BY version DESC LIMIT 1",
            )
        })
        .unwrap();
    drop(shop);
    let before = fs::read(&path).unwrap();
    assert!(
        matches!(refused(&path, Mode::Write), StoreError::Newer { found, known: k } if (found, k) == (known + 1, known))
    );
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_strangers_database_is_refused_and_untouched() {
    let (_folder, path) = folder();
    // Another program's database: the same engine, another mark, its log not yet folded in.
    drop(Shop::file(&path));
    let mut other = Database::open(&path, Mode::Write).unwrap();
    other
        .write::<_, StoreError>(|sql| {
            run(sql, "PRAGMA application_id = 77")?;
            run(sql, "CREATE TABLE stranger (a TEXT)")
        })
        .unwrap();
    // A stopped program leaves its log behind: keep copies of both files, close, put them back.
    let wal = PathBuf::from(format!("{}-wal", path.display()));
    let left = (fs::read(&path).unwrap(), fs::read(&wal).unwrap());
    drop(other);
    fs::write(&path, &left.0).unwrap();
    fs::write(&wal, &left.1).unwrap();
    for mode in [Mode::Write, Mode::Read] {
        assert!(matches!(refused(&path, mode), StoreError::Foreign { path: at } if at == path));
        assert_eq!((fs::read(&path).unwrap(), fs::read(&wal).unwrap()), left, "not a byte was changed");
    }
    // Something that is no database at all.
    let text = path.with_extension("txt");
    fs::write(&text, "это не база данных, а письмо ".repeat(100)).unwrap();
    let before = fs::read(&text).unwrap();
    assert!(matches!(refused(&text, Mode::Write), StoreError::Foreign { .. }));
    assert_eq!(fs::read(&text).unwrap(), before);
}

#[test]
fn a_damaged_file_is_refused_and_one_copy_of_it_kept() {
    let (folder, path) = folder();
    big_file(&path);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 20_000].fill(0xA5);
    fs::write(&path, &bytes).unwrap();
    for _ in 0..3 {
        let error = refused(&path, Mode::Write);
        let StoreError::Damaged { path: at, detail } = error else { panic!("{error}") };
        assert_eq!(at, path);
        assert!(detail.contains("copy kept as"), "{detail}");
    }
    let copies: Vec<PathBuf> = fs::read_dir(folder.path())
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.to_string_lossy().ends_with("damaged-1.db") || p.to_string_lossy().ends_with("damaged-2.db"))
        .collect();
    assert_eq!(copies.len(), 1, "the same damage is kept once: {copies:?}");
    assert_eq!(fs::read(&copies[0]).unwrap(), bytes);
    assert_eq!(mode_of(&copies[0]), 0o600);
}

#[test]
fn a_large_file_is_checked_when_its_last_program_was_cut_off_and_nobody_else_has_it_open() {
    let (_folder, path) = folder();
    let mut shop = Shop::file(&path);
    let mut site = site_order("A1", &[("p1", 2)]);
    site.comment = "я".repeat(9_000_000);
    shop.arrived(&site);
    drop(shop);
    let mut bytes = fs::read(&path).unwrap();
    assert!(bytes.len() > 16 * 1024 * 1024);
    // In several places: some pages of the file are free, and nobody minds what is on them.
    for eighth in 1..8 {
        let at = bytes.len() / 8 * eighth;
        bytes[at..at + 20_000].fill(0xA5);
    }
    fs::write(&path, &bytes).unwrap();
    // Closed well: not read through at opening; the full check finds it.
    let mut shop = Shop::file(&path);
    let found = shop.db.check_integrity();
    assert!(matches!(found, Err(StoreError::Damaged { .. })), "{found:?}");
    // A second program on a file in use does not read it through either.
    shop.goods("p1", &[("b1", 365, 1)]);
    drop(Shop::file(&path));
    let wal = PathBuf::from(format!("{}-wal", path.display()));
    let left = (fs::read(&path).unwrap(), fs::read(&wal).unwrap());
    drop(shop);
    fs::write(&path, &left.0).unwrap();
    fs::write(&wal, &left.1).unwrap();
    assert!(matches!(refused(&path, Mode::Write), StoreError::Damaged { .. }), "cut off and left alone");
}

#[test]
fn a_torn_first_page_never_opens() {
    let (_folder, path) = folder();
    big_file(&path);
    let mut bytes = fs::read(&path).unwrap();
    bytes[100..2_000].fill(0);
    fs::write(&path, &bytes).unwrap();
    let error = refused(&path, Mode::Write);
    assert!(matches!(error, StoreError::Damaged { .. } | StoreError::Foreign { .. }), "{error}");
    fs::write(&path, &bytes[..bytes.len() / 3]).unwrap();
    assert!(matches!(refused(&path, Mode::Write), StoreError::Damaged { .. } | StoreError::Foreign { .. }));
}

#[test]
fn an_empty_file_becomes_a_database_and_a_stop_before_the_first_table_does_no_harm() {
    let (_folder, path) = folder();
    fs::write(&path, "").unwrap();
    drop(Shop::file(&path));
    // The mark was written and the program stopped before the migration.
    let half = path.with_extension("half");
    let mut shop = Shop::file(&half);
    shop.db
        .write::<_, StoreError>(|sql| {
            let tables = sql.query(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goods_text_%'",
                params![],
                |r| r.text(0),
            )?;
            run(sql, "PRAGMA defer_foreign_keys = 1")?;
            tables.iter().try_for_each(|t| run(sql, &format!("DROP TABLE \"{t}\"")))
        })
        .unwrap();
    drop(shop);
    let mut shop = Shop::file(&half);
    shop.goods("p1", &[("b1", 365, 1)]);
}

#[test]
fn two_programs_that_make_the_same_file_at_once_both_open_it() {
    for _ in 0..10 {
        let (_folder, path) = folder();
        let barrier = Arc::new(Barrier::new(4));
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let (path, barrier) = (path.clone(), Arc::clone(&barrier));
                let open = move || {
                    barrier.wait();
                    Database::open(&path, Mode::Write).map(|db| db.check_integrity().is_ok())
                };
                std::thread::Builder::new().name("opener".to_owned()).spawn(open).unwrap()
            })
            .collect();
        for thread in threads {
            assert!(thread.join().unwrap().unwrap());
        }
    }
}

#[test]
fn what_cannot_be_written_is_said_to_be_so() {
    let (folder, path) = folder();
    fs::create_dir(&path).unwrap();
    assert!(matches!(refused(&path, Mode::Write), StoreError::ReadOnly { path: at } if at == path));
    let nowhere = folder.path().join("no/such/folder/expero.db");
    assert!(matches!(refused(&nowhere, Mode::Write), StoreError::ReadOnly { .. }));
    let file = folder.path().join("file");
    fs::write(&file, "x").unwrap();
    assert!(matches!(DataFolder::open(&file), Err(StoreError::Folder { .. })));
    assert!(matches!(DataFolder::open(&file.join("below")), Err(StoreError::Folder { .. })));
}

#[test]
fn a_locked_file_is_busy_and_works_again_without_restart() {
    let (_folder, path) = folder();
    let mut shop = Shop::file(&path);
    let order = shop.arrived(&site_order("A1", &[("p1", 2)]));
    shop.read(|sql| run(sql, "PRAGMA busy_timeout = 1"));
    let mut other = Database::open(&path, Mode::Write).unwrap();
    other
        .write::<_, StoreError>(|_| {
            let busy = shop.act(AcceptOrder { order });
            assert!(matches!(busy, Err(UseError::Store(StoreError::Busy))), "{busy:?}");
            assert_eq!(shop.load(order).status, S::New, "reading goes on");
            Ok(())
        })
        .unwrap();
    shop.ok(AcceptOrder { order });
}

#[test]
fn a_full_disk_loses_nothing_and_works_again_when_there_is_room() {
    let (_folder, path) = folder();
    let mut shop = Shop::file(&path);
    shop.goods("p1", &[("b1", 365, 10)]);
    let mut site = site_order("A1", &[("p1", 2)]);
    site.comment = "я".repeat(500_000);
    let pages = |sql: &Sql<'_>, n: i64| run(sql, &format!("PRAGMA max_page_count = {n}"));
    let now = shop.number("SELECT page_count + ?1 FROM pragma_page_count", 0);
    shop.read(|sql| pages(sql, now + 5));
    let before = shop.dump();
    let full = shop.act(crate::support::page(std::slice::from_ref(&site)));
    assert!(matches!(full, Err(UseError::Store(StoreError::DiskFull))), "{full:?}");
    assert_eq!(shop.dump(), before);
    shop.read(|sql| pages(sql, 1_000_000));
    shop.assembled(&site);
    shop.db.check_integrity().unwrap();
}

#[test]
fn a_table_rule_that_is_broken_rolls_everything_back() {
    let mut shop = Shop::new();
    let before = shop.dump();
    let broken = shop.db.write::<(), StoreError>(|sql| {
        run(sql, "UPDATE goods SET name = 'x'")?;
        run(sql, "INSERT INTO goods (code, name, search_key) VALUES ('p1', '', '')")
    });
    assert!(matches!(broken, Err(StoreError::Constraint { .. })), "{broken:?}");
    assert_eq!(shop.dump(), before);
    let dangling = shop.db.write::<(), StoreError>(|sql| run(sql, "DELETE FROM goods"));
    assert!(matches!(dangling, Err(StoreError::Constraint { .. })), "{dangling:?}");
}

#[test]
fn the_integrity_check_sees_dangling_references() {
    let mut shop = Shop::new();
    shop.db.check_integrity().unwrap();
    // Outside a transaction, as another program would do it.
    shop.db
        .read::<_, StoreError>(|sql| {
            run(sql, "COMMIT").and_then(|()| run(sql, "PRAGMA foreign_keys = 0")).and_then(|()| run(sql, "BEGIN"))
        })
        .unwrap();
    shop.db.write::<_, StoreError>(|sql| run(sql, "DELETE FROM goods")).unwrap();
    let broken = shop.db.check_integrity();
    assert!(matches!(&broken, Err(StoreError::Damaged { detail, .. }) if detail.contains("1 dangling")), "{broken:?}");
}

#[test]
fn one_window_at_a_time() {
    let (folder, _) = folder();
    let data = DataFolder::open(folder.path()).unwrap();
    let lock = data.lock_window().unwrap();
    assert!(lock.is_some());
    assert!(DataFolder::open(folder.path()).unwrap().lock_window().unwrap().is_none(), "a second window");
    drop(lock);
    assert!(data.lock_window().unwrap().is_some(), "closed, the next may open");
}

#[test]
fn a_folder_that_was_there_before_keeps_its_rights() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, _) = folder();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    DataFolder::open(folder.path()).unwrap();
    assert_eq!(mode_of(folder.path()), 0o755);
}

#[test]
fn only_the_owner_reads_the_data_and_the_secrets() {
    let (folder, _) = folder();
    let data = DataFolder::open(&folder.path().join("pharmacy")).unwrap();
    let mut shop = Shop::file(&data.database());
    shop.goods("p1", &[("b1", 365, 1)]);
    data.write_secret("token", "abc").unwrap();
    data.write_secret("token", "def").unwrap();
    let _lock = data.lock_window().unwrap();
    assert_eq!(mode_of(data.path()), 0o700);
    let files: Vec<PathBuf> = fs::read_dir(data.path()).unwrap().map(|e| e.unwrap().path()).collect();
    assert!(files.len() >= 6, "database, its log and index, secret, old secret, lock: {files:?}");
    for file in files {
        assert_eq!(mode_of(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn a_secret_is_replaced_whole_and_the_old_one_kept() {
    let (folder, _) = folder();
    let data = DataFolder::open(folder.path()).unwrap();
    assert_eq!(data.read_secret("token").unwrap(), None);
    data.write_secret("token", "first").unwrap();
    data.write_secret("token", "second\n").unwrap();
    assert_eq!(data.read_secret("token").unwrap().as_deref(), Some("second"));
    assert_eq!(fs::read_to_string(folder.path().join("token.old")).unwrap(), "first");
    assert!(!folder.path().join("token.new").exists());
    data.write_secret("token", "").unwrap();
    assert_eq!(data.read_secret("token").unwrap(), None);
    fs::create_dir(folder.path().join("odd.secret")).unwrap();
    assert!(matches!(data.read_secret("odd"), Err(StoreError::Folder { .. })));
    assert!(matches!(data.write_secret("odd", "x"), Err(StoreError::Folder { .. })));
}
