//! Small things every screen is made of. They take words, never text keys, and know no screen.

mod button;
mod chip;
mod field;
mod frame;
mod nav;
mod outside;
mod state;
pub mod table;

pub use button::{KeyButton, Look, natural_size};
pub use chip::{Chip, lane_pill, tag, tag_width, toned};
pub use field::{DateTimeField, TextField, select_all};
pub use frame::{card, dialog, dot, toolbar};
pub use nav::{Move, take_move};
pub use outside::{Weight, fitted, goods_name, outside, text_width, whole};
pub use state::{empty, failed, loading};
