//! Blocks onto pages: heads on each page, a foot with the page number, nothing torn.
//!
//! Owns: pagination only. Must not know: what an order is.

use super::block::{Block, Slot, Style};
use super::page::{Mark, Page, Tone, Um, mm};

/// The paper and its margins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub width: Um,
    /// Height of the paper, or the longest piece of the roll.
    pub max_height: Um,
    /// Content between the side margins.
    pub slot: Slot,
    pub top: Um,
    pub bottom: Um,
    /// True for the roll: the page is only as high as its content.
    pub cut_to_content: bool,
    pub foot: Style,
}

/// 210 × 297 mm; 15 mm at the sides leaves room for punching.
pub(super) const A4: Frame = Frame {
    width: mm(210),
    max_height: mm(297),
    slot: Slot { x: mm(15), w: mm(180) },
    top: mm(12),
    bottom: mm(18),
    cut_to_content: false,
    foot: Style::plain(80).toned(Tone::Grey),
};

/// 80 mm with 72 mm printable; longer orders go on further pieces of at most 2 m.
pub(super) const ROLL: Frame = Frame {
    width: mm(80),
    max_height: mm(2000),
    slot: Slot { x: mm(4), w: mm(72) },
    top: mm(4),
    bottom: mm(10),
    cut_to_content: true,
    foot: Style::plain(75),
};

/// Content and what stands at the head and foot of its pages.
#[derive(Clone, Debug, Default)]
pub(super) struct Story {
    /// At the top of the first page.
    pub head: Block,
    /// At the top of each further page.
    pub next_head: Block,
    /// In order; each stays whole.
    pub body: Vec<Block>,
    /// Foot, left.
    pub foot: String,
    /// Foot, right, with `{page}` and `{pages}`.
    pub page_of: String,
}

/// Lays the blocks one under another and starts a page when the next does not fit.
pub(super) fn pages(frame: Frame, story: Story) -> Vec<Page> {
    let limit = frame.max_height - frame.bottom;
    let mut done: Vec<Block> = Vec::new();
    let mut current = started(frame, &story.head);
    let mut empty = true;
    for block in story.body {
        if !empty && current.height + block.height > limit {
            done.push(std::mem::replace(&mut current, started(frame, &story.next_head)));
        }
        current.append(block);
        empty = false;
    }
    done.push(current);
    let pages = done.len();
    let page_of = |n: usize| story.page_of.replace("{pages}", &pages.to_string()).replace("{page}", &n.to_string());
    done.into_iter().zip(1..).map(|(block, n)| finished(frame, block, &story.foot, &page_of(n))).collect()
}

fn started(frame: Frame, head: &Block) -> Block {
    let mut block = Block { height: frame.top, marks: Vec::new() };
    block.append(head.clone());
    block
}

fn finished(frame: Frame, mut block: Block, foot: &str, page_of: &str) -> Page {
    let height = if frame.cut_to_content { block.height + frame.bottom } else { frame.max_height };
    let y = height - frame.bottom + mm(3);
    let page_w = frame.foot.width(page_of).min(frame.slot.w / 2);
    let left = Slot { x: frame.slot.x, w: frame.slot.w - page_w - mm(3) };
    let right = Slot { x: frame.slot.right() - page_w, w: page_w };
    let keep = block.height;
    block.left(left, y, frame.foot, foot);
    block.right(right, y, frame.foot, page_of);
    block.height = keep;
    let marks: Vec<Mark> = block.marks;
    Page { width: frame.width, height, marks }
}
