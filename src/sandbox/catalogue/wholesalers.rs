//! Whom the pretend pharmacy orders from. Names out of tales: no firm may find its own here.

/// A wholesaler of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoWholesaler {
    /// Its name. Unique.
    pub name: &'static str,
    /// Days until it delivers.
    pub lead_days: u32,
}

/// From the quick one round the corner to the one far away, so that some deliveries come after a hold ends.
pub const DEMO_WHOLESALERS: [DemoWholesaler; 5] = [
    DemoWholesaler { name: "Аптечный склад «Калинов мост»", lead_days: 0 },
    DemoWholesaler { name: "Фармопт «Жар-птица»", lead_days: 1 },
    DemoWholesaler { name: "Медснаб «Три кедра»", lead_days: 2 },
    DemoWholesaler { name: "Торговый дом «Лукоморье»", lead_days: 4 },
    DemoWholesaler { name: "База «Тридевятая»", lead_days: 9 },
];
