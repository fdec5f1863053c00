//! The fields of one missing product: how many, by when, from whom. Enter goes from field to field.
//!
//! Owns: which field has the keyboard, the words to find a supplier by. Must not know: where values are kept.

use egui::{Align, Id, Key, Layout, Modifiers, RichText, Ui};

use super::draft::{Fields, When};
use crate::ui::env::Env;
use crate::ui::theme::{self, ChipTone, S1, S2, S3};
use crate::ui::widgets::table::{self, Col, Width};
use crate::ui::widgets::{TextField, outside, select_all, take_move, toned};
use crate::usecase::read::suppliers::SupplierRow;

/// Width of the left half.
const LEFT: f32 = 430.0;

/// One of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Packs,
    Needed,
    Supplier,
}

impl Field {
    const fn key(self) -> &'static str {
        match self {
            Self::Packs => "requisition-packs",
            Self::Needed => "requisition-needed",
            Self::Supplier => "requisition-find",
        }
    }
}

/// Which field has the keyboard.
#[derive(Debug, Default)]
pub(super) struct Editor {
    wants: Option<Field>,
    has_focus: bool,
    find: String,
    /// The supplier that Enter takes.
    at: usize,
}

/// What came of a frame.
pub(super) enum Wish {
    /// This supplier.
    Take(SupplierRow),
    /// A new supplier with this name.
    Add(String),
}

impl Editor {
    /// Gives the keyboard to the first field.
    pub(super) const fn begin(&mut self) {
        self.wants = Some(Field::Packs);
    }

    /// A field has the keyboard.
    pub(super) const fn has_focus(&self) -> bool {
        self.has_focus
    }

    /// The fields give the keyboard away; false when none had it.
    pub(super) const fn leave(&mut self) -> bool {
        let had = self.has_focus;
        self.has_focus = false;
        self.wants = None;
        had
    }

    /// Draws the fields of the product called `name`.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        env: &Env<'_>,
        name: &str,
        fields: &mut Fields,
        suppliers: &[SupplierRow],
        when: When,
    ) -> Option<Wish> {
        let mut wish = None;
        ui.horizontal_top(|ui| {
            let height = ui.available_height();
            ui.allocate_ui_with_layout(egui::vec2(LEFT, height), Layout::top_down(Align::Min), |ui| {
                ui.set_width(LEFT);
                self.left(ui, env, name, fields, when);
            });
            ui.add_space(S3);
            ui.allocate_ui_with_layout(egui::vec2(ui.available_width(), height), Layout::top_down(Align::Min), |ui| {
                wish = self.right(ui, env, fields, suppliers, when);
            });
        });
        let fields = [Field::Packs, Field::Needed, Field::Supplier];
        self.has_focus = fields.into_iter().any(|f| ui.memory(|m| m.has_focus(id(f))));
        wish
    }

    fn left(&mut self, ui: &mut Ui, env: &Env<'_>, name: &str, fields: &mut Fields, when: When) {
        let title = outside(name);
        ui.add(egui::Label::new(theme::bold(title)).truncate());
        ui.add_space(S1);
        ui.horizontal(|ui| {
            ui.vertical(|ui| {
                self.field(ui, env, Field::Packs, 110.0, &mut fields.packs);
            });
            ui.add_space(S2);
            ui.vertical(|ui| {
                self.field(ui, env, Field::Needed, 190.0, &mut fields.needed);
            });
        });
        let bad = fields.read_packs().err().or_else(|| fields.read_needed(when).err());
        ui.add_space(S1);
        if let Some(why) = bad {
            let words = toned(ui, RichText::new(format!("⚠ {}", env.tr(why))), ChipTone::Late);
            ui.add(egui::Label::new(words).wrap());
        } else {
            let muted = theme::of(ui).muted;
            ui.add(egui::Label::new(RichText::new(env.tr("requisition-fields-hint")).color(muted)).wrap());
        }
    }

    /// A field under its label. Enter goes on to the next one; the last one gives the keyboard away.
    fn field(&mut self, ui: &mut Ui, env: &Env<'_>, which: Field, width: f32, text: &mut String) -> bool {
        let name = env.tr(which.key());
        let muted = theme::of(ui).muted;
        ui.label(theme::small_bold(&name).color(muted));
        let hint = if which == Field::Supplier { env.tr("requisition-find-hint") } else { String::new() };
        TextField::new(which.key(), &name).hint(&hint).width(width).limit(120).show(ui, text);
        if self.wants == Some(which) {
            self.wants = None;
            select_all(ui, id(which), text);
        }
        let here = ui.memory(|m| m.has_focus(id(which)));
        let enter = here && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        if enter {
            self.wants = match which {
                Field::Packs => Some(Field::Needed),
                Field::Needed => Some(Field::Supplier),
                Field::Supplier => None,
            };
            ui.ctx().request_repaint();
        }
        enter
    }

    fn right(
        &mut self,
        ui: &mut Ui,
        env: &Env<'_>,
        fields: &Fields,
        suppliers: &[SupplierRow],
        when: When,
    ) -> Option<Wish> {
        let mut find = std::mem::take(&mut self.find);
        let before = find.clone();
        let width = ui.available_width() - S2;
        let enter = self.field(ui, env, Field::Supplier, width, &mut find);
        let finding = ui.memory(|m| m.has_focus(id(Field::Supplier)));
        let found = matches(suppliers, &find);
        let new = new_name(suppliers, &find);
        let count = found.len() + usize::from(new.is_some());
        if find != before {
            self.at = 0;
        }
        if finding && let Some(step) = take_move(ui.ctx(), 5, false) {
            self.at = step.from(Some(self.at), count).unwrap_or(0);
        }
        self.find = find;
        let chosen = fields.supplier.as_ref().map(|s| s.id);
        let selected = if finding { Some(self.at) } else { found.iter().position(|s| Some(s.id) == chosen) };
        ui.add_space(S1);
        let clicked = list(ui, env, &found, new.as_deref(), selected, when);
        let taken = if enter { Some(self.at) } else { clicked };
        let wish = match taken.map(|at| found.get(at)) {
            Some(Some(supplier)) => Some(Wish::Take((*supplier).clone())),
            Some(None) => new.map(Wish::Add),
            None => None,
        };
        if wish.is_some() {
            self.find.clear();
            self.at = 0;
        }
        if enter {
            // The last field is filled: the keyboard goes back to the table.
            ui.memory_mut(|m| m.surrender_focus(id(Field::Supplier)));
        }
        wish
    }
}

/// The suppliers to choose from: name, days, when it delivers; the last row adds a new one.
fn list(
    ui: &mut Ui,
    env: &Env<'_>,
    found: &[&SupplierRow],
    new: Option<&str>,
    selected: Option<usize>,
    when: When,
) -> Option<usize> {
    let count = found.len() + usize::from(new.is_some());
    if count == 0 {
        let muted = theme::of(ui).muted;
        ui.add(egui::Label::new(RichText::new(env.tr("requisition-no-suppliers")).color(muted)).wrap());
        return None;
    }
    let add = new.map(|name| env.tr_args("requisition-add-supplier", &[("name", outside(name).into())]));
    let cols = [
        Col::left(env.tr("col-supplier"), Width::Fill(200.0)),
        Col::right(env.tr("col-lead-days"), Width::Exact(110.0)),
        Col::left(env.tr("col-delivers"), Width::Exact(170.0)),
    ];
    let name = |at: usize| found.get(at).map_or_else(|| add.clone().unwrap_or_default(), |s| outside(&s.name));
    let spec = table::Spec {
        id: "requisition-suppliers",
        cols: &cols,
        rows: count,
        selected,
        scroll_to: selected,
        row_name: &name,
    };
    let shown = table::show(
        ui,
        &spec,
        |ui, at, column| match (found.get(at), column) {
            (Some(supplier), 0) => table::foreign(ui, &supplier.name),
            (Some(supplier), 1) => table::text(ui, supplier.lead_days.to_string()),
            (Some(supplier), _) => table::text(ui, when.text(when.delivery(supplier.lead_days))),
            (None, 0) => table::text(ui, theme::bold(add.as_deref().unwrap_or_default())),
            (None, _) => {}
        },
        |_, _| {},
    );
    shown.clicked
}

/// The suppliers whose name holds every word.
fn matches<'a>(suppliers: &'a [SupplierRow], find: &str) -> Vec<&'a SupplierRow> {
    let find = find.to_lowercase();
    let holds = |s: &&SupplierRow| {
        let name = s.name.to_lowercase();
        find.split_whitespace().all(|word| name.contains(word))
    };
    suppliers.iter().filter(holds).collect()
}

/// The name that would be new in the directory.
fn new_name(suppliers: &[SupplierRow], find: &str) -> Option<String> {
    let name = find.trim();
    let same = |s: &SupplierRow| s.name.to_lowercase() == name.to_lowercase();
    (!name.is_empty() && !suppliers.iter().any(same)).then(|| name.to_owned())
}

fn id(field: Field) -> Id {
    TextField::new(field.key(), "").id()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::SupplierId;

    #[test]
    fn a_supplier_is_found_by_any_words_of_its_name_and_a_new_name_can_be_added() {
        let all: Vec<SupplierRow> = ["Катрен", "Протек", "ЦВ Протек Юг"]
            .into_iter()
            .zip(1..)
            .map(|(name, id)| SupplierRow { id: SupplierId(id), name: name.into(), lead_days: 1, is_active: true })
            .collect();
        let names = |find: &str| matches(&all, find).iter().map(|s| s.name.clone()).collect::<Vec<_>>();
        assert_eq!(names("юг прот"), ["ЦВ Протек Юг"]);
        assert_eq!(names("").len(), 3);
        assert_eq!(new_name(&all, " катрен "), None);
        assert_eq!(new_name(&all, "Пульс").as_deref(), Some("Пульс"));
        assert_eq!(new_name(&all, "  "), None);
    }
}
