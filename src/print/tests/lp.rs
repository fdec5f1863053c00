//! The print system, played by small scripts.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::print::{Paper, PrintError, PrintSystem, PrinterName};

/// Writes a script that may be run.
fn script(path: &Path, body: &str) {
    fs::write(path, format!("#!/bin/sh\n{body}\n")).expect("written");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("runnable");
}

fn system(folder: &Path) -> PrintSystem {
    PrintSystem { lp: folder.join("lp"), lpstat: folder.join("lpstat"), time_limit: Duration::from_secs(10) }
}

#[test]
fn without_the_programs_there_is_no_print_system() {
    let folder = tempfile::tempdir().expect("a folder");
    let system = system(folder.path());
    let missing = |name: &str| PrintError::NoPrintSystem { program: folder.path().join(name).display().to_string() };
    assert_eq!(system.list_printers(), Err(missing("lpstat")));
    assert_eq!(system.print_pdf(None, b"%PDF", "t", Paper::A4), Err(missing("lp")));
}

#[test]
fn printers_are_listed_with_the_default_one_marked() {
    let folder = tempfile::tempdir().expect("a folder");
    script(
        &folder.path().join("lpstat"),
        r#"case "$1" in -e) echo Kassa_80mm; echo Laser;; -d) echo "system default destination: Laser";; esac"#,
    );
    let printer = |name: &str, is_default| PrinterName { name: name.to_owned(), is_default };
    assert_eq!(system(folder.path()).list_printers(), Ok(vec![printer("Kassa_80mm", false), printer("Laser", true)]));
    script(&folder.path().join("lpstat"), "echo 'lpstat: No destinations added.' >&2; exit 1");
    assert_eq!(system(folder.path()).list_printers(), Ok(vec![]));
}

#[test]
fn the_job_reaches_lp_as_a_private_file_that_is_gone_afterwards() {
    let folder = tempfile::tempdir().expect("a folder");
    let seen = folder.path().join("seen");
    script(
        &folder.path().join("lp"),
        &format!(
            r#"for a in "$@"; do echo "$a" >> {0}; last="$a"; done; stat -c %a "$last" >> {0}; cat "$last" >> {0}"#,
            seen.display()
        ),
    );
    let system = system(folder.path());
    let title = "Заказ 1; rm -rf $(x)\u{202e}";
    system.print_pdf(Some("Laser 2"), b"%PDF-here", title, Paper::A4).expect("printed");
    let seen_text = fs::read_to_string(&seen).expect("args");
    let lines: Vec<&str> = seen_text.lines().collect();
    let before = ["-d", "Laser 2", "-t", "Заказ 1; rm -rf $(x)\\u{202e}", "-o", "media=A4", "-o", "print-scaling=fit"];
    assert_eq!(lines[..8], before);
    assert_eq!(lines[9..], ["600", "%PDF-here"]);
    assert!(lines[8].starts_with(&*std::env::temp_dir().to_string_lossy()) && !Path::new(lines[8]).exists());
    fs::remove_file(&seen).expect("removed");
    system.print_pdf(None, b"x", "t", Paper::Roll80).expect("printed");
    let seen_text = fs::read_to_string(&seen).expect("args");
    assert_eq!(seen_text.lines().take(4).collect::<Vec<_>>(), ["-t", "t", "-o", "print-scaling=none"]);
}

#[test]
fn each_refusal_is_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let system = system(folder.path());
    let says = |text: &str, printer: Option<&str>| {
        script(&folder.path().join("lp"), &format!("echo '{text}' >&2; exit 1"));
        system.print_pdf(printer, b"x", "t", Paper::A4)
    };
    assert_eq!(says("lp: Error - no default destination available.", None), Err(PrintError::NoDefaultPrinter));
    assert_eq!(
        says("lp: The printer or class does not exist.", Some("Old")),
        Err(PrintError::UnknownPrinter { printer: "Old".to_owned() })
    );
    let down = "lp: Error - scheduler not responding.".to_owned();
    assert_eq!(says(&down, None), Err(PrintError::SpoolerDown { message: down.clone() }));
    let full = "lp: No space left on device".to_owned();
    assert_eq!(says(&full, None), Err(PrintError::Refused { message: full.clone() }));
}

#[test]
fn a_program_that_hangs_is_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    script(&folder.path().join("lp"), "exec sleep 60");
    let system = PrintSystem { time_limit: Duration::from_millis(200), ..system(folder.path()) };
    let started = Instant::now();
    let answer = system.print_pdf(None, b"x", "t", Paper::A4);
    assert!(matches!(answer, Err(PrintError::TimedOut { .. })), "{answer:?}");
    assert!(started.elapsed() < Duration::from_secs(20));
}
