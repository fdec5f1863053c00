//! Tones of the window: made here as WAV bytes, played by the player that the system has.
//!
//! A player is a program of its own (no sound library is linked): on Linux the first of `pw-play`, `paplay` and
//! `aplay` that is installed and works, on macOS `afplay`. Windows has no program that plays a file without a
//! scripting engine; there the system's own beep sounds, once or twice. Everything happens on one thread: the
//! screen only drops a tone into its box. A computer without a player is silent and says so once in the log.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use crate::ui::services::Tone;

/// Tones that may wait; more would sound long after what they speak of.
const BOX: usize = 3;
/// A player that takes longer hangs (no sound server answers) and is ended.
const PATIENCE: Duration = Duration::from_secs(4);
/// Samples a second.
const RATE: u32 = 22_050;

#[cfg(all(unix, not(target_os = "macos")))]
const PLAYERS: &[&str] = &["pw-play", "paplay", "aplay"];
#[cfg(target_os = "macos")]
const PLAYERS: &[&str] = &["afplay"];
#[cfg(windows)]
const PLAYERS: &[&str] = &["rundll32.exe"];

/// The thread that plays, and the box in front of it.
#[derive(Clone, Debug)]
pub(super) struct Speaker(Option<SyncSender<Tone>>);

impl Speaker {
    /// Starts the thread; without one the speaker is silent.
    pub(super) fn start() -> Self {
        let (sender, tones) = sync_channel(BOX);
        let started = std::thread::Builder::new().name("expero-sound".to_owned()).spawn(move || play_all(&tones));
        match started {
            Ok(_) => Self(Some(sender)),
            Err(error) => {
                tracing::warn!(%error, "no thread for sounds");
                Self(None)
            }
        }
    }

    /// Drops a tone into the box; a full box drops it.
    pub(super) fn play(&self, tone: Tone) {
        if let Some(sender) = &self.0 {
            // A tone that finds no room would come too late to mean anything.
            let _ = sender.try_send(tone);
        }
    }
}

/// The players of this system that are installed, best first.
pub(super) fn installed() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let find = |name: &&str| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file());
    PLAYERS.iter().filter_map(find).collect()
}

/// The players that this system could have, in words of the system.
pub(super) fn known() -> String {
    PLAYERS.join(", ")
}

fn play_all(tones: &Receiver<Tone>) {
    let mut players = installed();
    if players.is_empty() {
        tracing::info!("no player of sounds is installed: the window stays silent");
    }
    let mut files: Option<Files> = None;
    while let Ok(tone) = tones.recv() {
        // One that is installed and does not work (no sound server) gives way to the next.
        while let Some(player) = players.first() {
            match files_of(&mut files).and_then(|files| play(player, files, tone)) {
                Ok(()) => break,
                Err(error) => {
                    tracing::warn!(player = %player.display(), %error, "a player of sounds does not work");
                    players.remove(0);
                }
            }
        }
    }
}

fn files_of(files: &mut Option<Files>) -> io::Result<&Files> {
    if files.is_none() {
        *files = Some(Files::write()?);
    }
    files.as_ref().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
}

fn play(player: &Path, files: &Files, tone: Tone) -> io::Result<()> {
    if cfg!(windows) {
        let times = if matches!(tone, Tone::NewOrder | Tone::ScanOk) { 1 } else { 2 };
        return (0..times).try_for_each(|_| run(Command::new(player).arg("user32.dll,MessageBeep")));
    }
    let mut command = Command::new(player);
    if player.file_name().is_some_and(|name| name == "aplay") {
        command.arg("-q");
    }
    run(command.arg(files.of(tone)))
}

/// Runs a player to its end and reaps it; one that hangs is ended.
fn run(command: &mut Command) -> io::Result<()> {
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    wait(child, PATIENCE)
}

fn wait(mut child: Child, patience: Duration) -> io::Result<()> {
    let since = Instant::now();
    loop {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(io::Error::other(status.to_string())),
            None if since.elapsed() > patience => {
                child.kill()?;
                child.wait()?;
                return Err(io::Error::from(io::ErrorKind::TimedOut));
            }
            None => std::thread::sleep(Duration::from_millis(15)),
        }
    }
}

/// The tones as files in a folder of our own, gone with it.
struct Files(PathBuf);

impl Files {
    fn write() -> io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("expero-sound-{}", uuid::Uuid::new_v4()));
        // It must not be there: nobody else may lay files into it.
        fs::create_dir(&folder)?;
        let files = Self(folder);
        for tone in Tone::ALL {
            fs::OpenOptions::new().write(true).create_new(true).open(files.of(tone))?.write_all(&wav(tone))?;
        }
        Ok(files)
    }

    fn of(&self, tone: Tone) -> PathBuf {
        self.0.join(match tone {
            Tone::NewOrder => "new-order.wav",
            Tone::ScanOk => "scan-ok.wav",
            Tone::ScanRefused => "scan-refused.wav",
            Tone::WrongGoods => "wrong-goods.wav",
            Tone::TooMany => "too-many.wav",
            Tone::TooOld => "too-old.wav",
            Tone::CodeTaken => "code-taken.wav",
        })
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        // What cannot be removed the system removes with its temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Notes of a tone: hertz (0 is a rest) and milliseconds.
const fn notes(tone: Tone) -> &'static [(u32, u32)] {
    match tone {
        // Two notes up: a bell.
        Tone::NewOrder => &[(659, 140), (880, 260)],
        // One short high note.
        Tone::ScanOk => &[(1760, 70)],
        // Two low buzzes: heard over a noisy hall and never taken for the other.
        Tone::ScanRefused => &[(196, 180), (0, 60), (196, 260)],
        // One long buzz: another thing altogether.
        Tone::WrongGoods => &[(165, 520)],
        // Three short ones: enough, enough, enough.
        Tone::TooMany => &[(294, 90), (0, 50), (294, 90), (0, 50), (294, 90)],
        // Three notes down: it runs out.
        Tone::TooOld => &[(392, 150), (311, 150), (233, 300)],
        // Up and down: it belongs to somebody else.
        Tone::CodeTaken => &[(247, 120), (494, 120), (247, 120), (494, 160)],
    }
}

/// A mono 16-bit WAV file. Every note fades in and out, so that it does not click.
fn wav(tone: Tone) -> Vec<u8> {
    let mut samples: Vec<i16> = Vec::new();
    for &(hertz, millis) in notes(tone) {
        let count = RATE * millis / 1000;
        let fade = (RATE / 200).max(1);
        samples.extend((0..count).map(|n| {
            let edge = n.min(count - n).min(fade);
            let loud = f64::from(edge) / f64::from(fade) * 0.35;
            let turn = f64::from(n) * f64::from(hertz) / f64::from(RATE) * std::f64::consts::TAU;
            sample(turn.sin() * loud)
        }));
    }
    let data = u32::try_from(samples.len() * 2).unwrap_or(u32::MAX);
    let mut out = Vec::with_capacity(samples.len() * 2 + 44);
    out.extend(b"RIFF");
    out.extend((36 + data).to_le_bytes());
    out.extend(b"WAVEfmt ");
    out.extend(16_u32.to_le_bytes());
    // Plain samples, one channel.
    out.extend([1_u16, 1].iter().flat_map(|v| v.to_le_bytes()));
    out.extend([RATE, RATE * 2].iter().flat_map(|v| v.to_le_bytes()));
    out.extend([2_u16, 16].iter().flat_map(|v| v.to_le_bytes()));
    out.extend(b"data");
    out.extend(data.to_le_bytes());
    out.extend(samples.iter().flat_map(|s| s.to_le_bytes()));
    out
}

#[expect(clippy::cast_possible_truncation, reason = "a value between -1 and 1 becomes one of i16")]
fn sample(value: f64) -> i16 {
    (value.clamp(-1.0, 1.0) * f64::from(i16::MAX)) as i16
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn a_tone_is_a_wav_file_as_long_as_its_header_says_and_no_two_are_alike() {
        let all: Vec<Vec<u8>> = Tone::ALL.into_iter().map(wav).collect();
        for (tone, bytes) in Tone::ALL.into_iter().zip(&all) {
            assert_eq!(bytes.get(..4), Some(b"RIFF".as_slice()));
            assert_eq!(bytes.get(8..16), Some(b"WAVEfmt ".as_slice()));
            let size = |at: usize| u32::from_le_bytes(bytes.get(at..at + 4).unwrap().try_into().unwrap()) as usize;
            assert_eq!((size(4) + 8, size(40) + 44), (bytes.len(), bytes.len()), "{tone:?}");
            assert!(bytes.iter().skip(44).any(|b| *b != 0), "{tone:?} is silent");
        }
        assert!(all.iter().enumerate().all(|(n, a)| all.iter().skip(n + 1).all(|b| a != b)));
    }

    #[cfg(unix)]
    #[test]
    fn a_player_that_hangs_is_ended_and_one_that_fails_is_an_error() {
        let hangs = Command::new("sleep").arg("60").spawn().unwrap();
        assert_eq!(wait(hangs, Duration::ZERO).unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert!(run(&mut Command::new("false")).is_err());
        assert!(run(&mut Command::new("true")).is_ok());
        assert!(run(&mut Command::new("no-such-player-of-sounds")).is_err());
    }

    #[test]
    fn the_files_lie_in_a_folder_of_their_own_and_go_with_it() {
        let files = Files::write().unwrap();
        let folder = files.0.clone();
        assert_eq!(fs::read(files.of(Tone::ScanOk)).unwrap(), wav(Tone::ScanOk));
        drop(files);
        assert!(!folder.exists());
    }

    #[test]
    fn a_full_box_never_holds_the_screen_up() {
        let (sender, _tones) = sync_channel(BOX);
        let speaker = Speaker(Some(sender));
        for _ in 0..100 {
            speaker.play(Tone::ScanRefused);
        }
        Speaker(None).play(Tone::NewOrder);
    }
}
