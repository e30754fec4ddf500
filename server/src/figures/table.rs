//! The figures as a table for spreadsheet programs (RFC 4180).

use domain::cell::text_cell;
use domain::wire::figures::{Figures, TallyView};

/// One row for the whole, each category, department, territory and month: what it is, its slug, its
/// title, the days of receipt, the counts. Shares are percents with one place after the point.
pub fn csv(figures: &Figures) -> anyhow::Result<Vec<u8>> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record([
        "of",
        "slug",
        "title",
        "from",
        "to",
        "received",
        "open",
        "overdue",
        "kept",
        "late",
        "resolved",
        "explained",
        "declined",
        "on_time_percent",
        "median_days",
    ])?;
    let period = (figures.from, figures.to);
    let mut write = |of: &str,
                     slug: &str,
                     title: &str,
                     (from, to): (chrono::NaiveDate, chrono::NaiveDate),
                     tally: &TallyView| {
        let counts = [
            tally.received,
            tally.open,
            tally.overdue,
            tally.kept,
            tally.late,
            tally.resolved,
            tally.explained,
            tally.declined,
        ];
        let words = [of, slug, title].map(text_cell);
        let mut row = Vec::from(words);
        row.extend([from, to].map(|day| day.to_string()));
        row.extend(counts.map(|count| count.to_string()));
        row.push(tally.on_time.map_or_else(String::new, |share| format!("{}.{}", share / 10, share % 10)));
        row.push(tally.median_days.map_or_else(String::new, |days| days.to_string()));
        table.write_record(&row)
    };
    write("total", "", "", period, &figures.total)?;
    for (of, rows) in [
        ("category", &figures.categories),
        ("department", &figures.departments),
        ("territory", &figures.territories),
    ] {
        for row in rows {
            write(of, &row.slug, &row.title, period, &row.tally)?;
        }
    }
    for month in &figures.months {
        write("month", "", "", (month.from, month.to), &month.tally)?;
    }
    Ok(table.into_inner()?)
}
