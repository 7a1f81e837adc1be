//! The drawer's secret keys in the vault (密件柜钥匙): who has them, and the text that is sealed to them.

use zeroize::Zeroizing;

use super::boxes::Identity;

/// Most bytes of the drawer's secret keys: some fifty of them.
pub const DRAWERS_BYTES_MAX: usize = 4_096;
/// Mark of an officer who can open the drawer.
pub(super) const IN: u8 = 0;
/// Mark of one who could, and has left.
pub(super) const LEFT: u8 = 1;

/// The drawer's secret keys, sealed to the slots of those allowed; those who left stay marked until it is renewed.
#[derive(Clone, Default)]
pub(super) struct Drawer {
    pub(super) allowed: Vec<(u8, u32)>,
    pub(super) sealed: Vec<u8>,
}

/// The drawer's secret keys as they are sealed: a line each.
pub fn drawers_text(secrets: &[Identity]) -> Zeroizing<Vec<u8>> {
    let mut text = Zeroizing::new(Vec::with_capacity(DRAWERS_BYTES_MAX));
    for secret in secrets {
        if !text.is_empty() {
            text.push(b'\n');
        }
        text.extend_from_slice(secret.to_text().as_bytes());
    }
    text
}

/// The drawer's secret keys of such a text; what is no key is left out.
pub fn drawers_of(text: &[u8]) -> Vec<Identity> {
    let lines = std::str::from_utf8(text).unwrap_or_default().lines();
    lines.filter_map(|line| Identity::from_text(line).ok()).collect()
}
