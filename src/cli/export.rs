//! `export`: files for other programs. They are in clear, so it is said before and recorded.

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session, file_name};
use crate::i18n::cli::Say;
use crate::i18n::import;
use crate::journal::EntityId;
use crate::runtime::desk::{Desk, PERSONS, Resolved, Wanted, Whose};
use crate::sheets::{Field, Target, Words, export_columns};

/// Writes persons as XLSX or CSV.
pub fn persons(session: &Session, persons: &args::Persons, answer: &mut Answer) -> Result<Exit, Failure> {
    let columns = columns(persons)?;
    if persons.gb18030 && Target::of_name(&persons.file, true) == Target::Xlsx {
        return Err(Failure::Say(Say::Gb18030Xlsx, Exit::Usage));
    }
    let mut desk = session.desk(answer)?;
    let village = persons.village.as_deref().map(|name| village(&desk, name)).transpose()?;
    let whose = match (village, persons.query.clone()) {
        (Some(village), Some(query)) => Whose::Both(village, query),
        (Some(village), None) => Whose::Village(village),
        (None, Some(query)) => Whose::Query(query),
        (None, None) => Whose::All,
    };
    let sheet = import::Text::ExportSheet.text(session.lang).to_owned();
    let wanted = Wanted { file: persons.file.clone(), columns, gb18030: persons.gb18030, sheet };
    let exporting = desk.exporting(&whose, wanted)?;
    let count = exporting.persons();
    if count == 0 {
        let brief = desk.today_brief()?;
        return Err(Failure::Say(
            Say::NothingFound { villages: brief.villages, as_of: brief.roster },
            Exit::Failed,
        ));
    }
    let file = file_name(&persons.file);
    answer.say(&Say::ExportClear { persons: count, file: file.clone() }.text(session.lang));
    desk.record_export(PERSONS, count)?;
    exporting.run(&mut |_, _| true).map_err(|error| Failure::of_file(&persons.file, error))?;
    answer.say(&Say::Exported { persons: count, file }.text(session.lang));
    Ok(Exit::Done)
}

fn columns(persons: &args::Persons) -> Result<Vec<Field>, Failure> {
    let Some(list) = &persons.columns else { return Ok(Vec::new()) };
    let unknown = |column| Failure::Say(Say::NoSuchColumn(column), Exit::Usage);
    let columns = export_columns(list, Words::shipped()).map_err(unknown)?;
    if columns.is_empty() { Err(unknown(list.clone())) } else { Ok(columns) }
}

/// The village of a name.
pub fn village(desk: &Desk, name: &str) -> Result<EntityId, Failure> {
    match desk.village(name) {
        Resolved::One(village) => Ok(village),
        Resolved::Many(several) => {
            let several = several.into_iter().map(|(township, village)| format!("{township}/{village}"));
            Err(Failure::Say(Say::SeveralVillages(several.collect()), Exit::Failed))
        }
        Resolved::Nothing => {
            let villages = desk.today_brief()?.villages;
            Err(Failure::Say(Say::NoSuchVillage { name: name.to_owned(), villages }, Exit::Failed))
        }
    }
}
