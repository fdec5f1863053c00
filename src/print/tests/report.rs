//! The report on paper: every figure and every day can be read, a long one goes on pages.

use super::*;
use crate::print::{PrintedReport, report_pages};

fn sample(days: usize) -> PrintedReport {
    let row =
        |head: String| vec![head, "12".to_owned(), "1 234,50 ₽".to_owned(), "7".to_owned(), "800,00 ₽".to_owned()];
    let mut rows: Vec<_> = (0..days).map(|n| row(format!("{:02}.11.2026", n % 30 + 1))).collect();
    rows.push(row("Итого".to_owned()));
    PrintedReport {
        pharmacy: "Аптека № 12".to_owned(),
        title: "Отчёт по интернет-заказам 01.11.2026 – 30.11.2026".to_owned(),
        made: "Составлено 30.11.2026 18:00".to_owned(),
        figures: vec![
            ("Всего заказов".to_owned(), "120 · 45 600,00 ₽".to_owned()),
            ("Не выкуплено".to_owned(), "4,2 % (5 из 119 завершённых)".to_owned()),
        ],
        heads: ["День", "Заказов", "На сумму", "Продано", "Продано на"].map(str::to_owned).to_vec(),
        rows,
        note: "Заказы сайта, оформленные в эти дни.".to_owned(),
        page_of: "стр. {page} из {pages}".to_owned(),
    }
}

#[test]
fn a_report_says_every_figure_and_every_day_on_both_papers() {
    for paper in [Paper::A4, Paper::Roll80] {
        let printed = on_paper(&report_pages(&sample(30), paper).expect("pages"), &format!("report-{paper:?}.pdf"));
        let text = text_of(&printed);
        for words in ["Аптека № 12", "Всего заказов", "45 600,00", "4,2 %", "30.11.2026", "Итого", "1 234,50"]
        {
            assert!(text.contains(words), "{paper:?}: {words} in {text}");
        }
        assert!(text.matches(".11.2026").count() >= 30, "{paper:?}");
    }
}

#[test]
fn a_report_of_a_year_goes_on_pages_that_are_numbered() {
    let printed = on_paper(&report_pages(&sample(365), Paper::A4).expect("pages"), "report-year.pdf");
    let pages = page_texts(&printed);
    assert!(pages.len() > 3, "{}", pages.len());
    for (n, page) in (1..).zip(&pages) {
        assert!(page.contains(&format!("стр. {n} из {}", pages.len())), "{page}");
        assert!(page.contains("Отчёт по интернет-заказам"), "{page}");
    }
    assert!(pages.last().is_some_and(|page| page.contains("Итого")));
}
