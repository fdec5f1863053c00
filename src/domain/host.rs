//! Names and addresses of machines.

// Addresses alone: `core` has no sockets.
use core::net::IpAddr;

/// True for `localhost` and addresses of this machine.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let host = host.trim().trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_told_from_the_world() {
        for (host, want) in [
            ("127.0.0.1", true),
            ("127.9.9.9", true),
            ("::1", true),
            ("[::1]", true),
            ("LocalHost", true),
            ("integration.phrm.tech", false),
            ("127.0.0.1.evil.example", false),
            ("localhost.evil.example", false),
            ("10.0.0.1", false),
        ] {
            assert_eq!(is_loopback(host), want, "{host}");
        }
    }
}
