//! Ctrl-C, and the system's other ways to end a program, while a site is being written.

use crate::publish::{PublishError, Sink, Staging};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Signals that ask a program to end, by their numbers: Ctrl-C, `kill`, a closed terminal.
const SIGNALS: &[i32] = &[
    signal_hook::consts::SIGINT,
    signal_hook::consts::SIGTERM,
    #[cfg(unix)]
    signal_hook::consts::SIGHUP,
];

/// Hears of signals. While nothing is written, they end the program at once; later the first one is only kept, so that the
/// staging folder can be taken away, and a second one ends the program.
pub(super) struct Interrupt {
    /// The code with which the program is to end; 0 without a signal.
    code: Arc<AtomicUsize>,
    at_once: Arc<AtomicBool>,
}

impl Interrupt {
    pub(super) fn listen() -> io::Result<Self> {
        let interrupt = Self { code: Arc::default(), at_once: Arc::new(AtomicBool::new(true)) };
        let ignored = ignored();
        for &signal in SIGNALS.iter().filter(|signal| ignored & (1 << (**signal - 1)) == 0) {
            // As shells say it.
            let code = 128 + signal;
            // In this order: a signal must not see what it sets itself.
            signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(&interrupt.at_once))?;
            signal_hook::flag::register(signal, Arc::clone(&interrupt.at_once))?;
            signal_hook::flag::register_usize(signal, Arc::clone(&interrupt.code), code.unsigned_abs() as usize)?;
        }
        Ok(interrupt)
    }

    /// From now on, the first signal is kept.
    pub(super) fn hold(&self) {
        self.at_once.store(false, Ordering::SeqCst);
    }

    /// The exit code, once there was a signal.
    pub(super) fn code(&self) -> Option<u8> {
        u8::try_from(self.code.load(Ordering::SeqCst)).ok().filter(|code| *code > 0)
    }

    /// An error, once there was a signal.
    pub(super) fn check(&self) -> Result<(), PublishError> {
        self.code().map_or(Ok(()), |_| Err(PublishError::Interrupted))
    }
}

/// Signals that this program was started to ignore (`nohup`), as bits; known on Linux only.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

/// Takes no file after a signal.
pub(super) struct Interruptible<'a> {
    pub(super) staging: &'a Staging,
    pub(super) interrupt: &'a Interrupt,
}

impl Sink for Interruptible<'_> {
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        self.interrupt.check()?;
        self.staging.write(path, bytes)
    }
}
