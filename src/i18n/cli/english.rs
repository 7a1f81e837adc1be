//! The English of the commands' sentences; the Chinese beside it is the master.

use super::{Say, numbers};
use crate::i18n::counted;

impl Say {
    pub(super) fn en(&self) -> String {
        match self {
            Say::NoDate(text) => format!("\"{text}\" is no date: --today wants 2026-03-05."),
            Say::NoDataFolder => "The system names no folder for a user's data: give one with --data DIR.".into(),
            Say::NoFolder(path) => {
                format!("There is no kuqu folder in {path}. Found one: kuqu init --role office ..; or look: kuqu demo.")
            }
            Say::NotADemo(path) => {
                format!("{path} holds an office's own data; the demo leaves it alone: give an empty folder with --data.")
            }
            Say::PassphraseMissing => {
                "No passphrase: set KUQU_PASSPHRASE, give --passphrase-file FILE, or run in a terminal.".into()
            }
            Say::PassphraseFile(file) => format!("The passphrase file {file} cannot be read: check path and permission."),
            Say::AskPassphrase(number) => format!("Passphrase of officer {number}:"),
            Say::AskNewPassphrase => "New passphrase (at least 8 characters):".into(),
            Say::AskAgain => "The same again:".into(),
            Say::DeviceLabel(label) => format!("\"{label}\" is no device label: 1 to 3 letters or digits, such as A or B2."),
            Say::OfficeNameMissing => "The office has no name: give --office NAME.".into(),
            Say::OfficerNameMissing => "The officer has no name: give --officer NAME.".into(),
            Say::Founded(office) => format!("{office} is founded."),
            Say::RecoveryCode => {
                "The recovery code is shown this once: write it down and lock it away. It alone opens a forgotten folder.".into()
            }
            Say::RecoveryFile(why) => format!("The recovery code was not written ({why}): found the office again elsewhere."),
            Say::DemoMaking(persons) => format!("Generating a demo of {persons} persons.."),
            Say::DrillFolder(path) => format!("The folders of this drill are in {path}. Once more: --data with an empty folder."),
            Say::DrillOver(path) => format!("The drill is over. {path} may be deleted. Once more: --data with an empty folder."),
            Say::DrillGoOn => "Enter begins the step; q and Enter stop here for now.".to_owned(),
            Say::DrillNotYet => "The step is not done yet; once more.".to_owned(),
            Say::NotADrill(path) => format!("{path} is not of this drill: name an empty folder with --data."),
            Say::DrillFile(path, why) => format!("The drill's folder {path} cannot be read or written: {why}. Try another folder."),
            Say::DrillOfficer(label) => format!("Officer {label}"),
            Say::DemoReady(path) => format!("The demo is in {path}. Open it: kuqu demo --data with the same folder."),
            Say::MayNotImport => "Your role may not import rosters: a maker or the head may.".into(),
            Say::Stopped => "Stopped; nothing half-done is left.".into(),
            Say::Imported { new, same, changed, refused, findings, dry } => {
                let head = if *dry { "Would import" } else { "Imported" };
                format!("{head}: {new} new, {same} same, {changed} changed, {refused} refused, {findings} findings.")
            }
            Say::UnknownColumn { sheet, letters, header } => {
                let sheet = if sheet.is_empty() { String::new() } else { format!("sheet \"{sheet}\", ") };
                format!("{sheet}column {letters} \"{header}\" was not understood and left out: name it with --map {letters}=FIELD, or say --map {letters}=-; the same layout is not asked about again.")
            }
            Say::RefusedWritten { rows, file, xls: false } => {
                format!("The {rows} refused rows are in {file}: correct them and import that file alone.")
            }
            Say::RefusedWritten { rows, file, xls: true } => {
                format!("The {rows} refused rows are in {file} (an XLS comes back as XLSX): correct them and import that file alone.")
            }
            Say::ExportClear { persons, file } => {
                format!("{file} will hold the full numbers of {persons} persons, in clear; this is recorded. Delete it after use.")
            }
            Say::Exported { persons, file } => format!("{persons} persons are in {file}."),
            Say::Gb18030Xlsx => "An XLSX has no encoding to choose: leave out --gb18030, or name the file .csv.".into(),
            Say::NoSuchColumn(column) => {
                format!("There is no column \"{column}\": list words such as name,id_number, separated by commas.")
            }
            Say::NoSuchVillage { name, villages } => {
                format!("There is no village \"{name}\" on this machine. Here: {}.", villages.join(", "))
            }
            Say::SeveralVillages(list) => format!("Several villages have this name; say which: {}.", list.join(", ")),
            Say::Row(sheet, row, what) if sheet.is_empty() => format!("row {row}: {what}"),
            Say::Row(sheet, row, what) => format!("{sheet} row {row}: {what}"),
            Say::Clash { code, field, file, record } => format!(
                "{code}: {field} differs from an officer's work: file \"{file}\", record \"{record}\". Both are kept; verify."
            ),
            Say::Found(total) => format!("{total} in all."),
            Say::NothingFound { villages, as_of } => {
                let as_of = as_of.clone().unwrap_or_else(|| "never".into());
                let held = if villages.is_empty() { "no village yet".into() } else { villages.join(", ") };
                format!("Not on this machine. Here: {held}; roster as of: {as_of}.")
            }
            Say::MovedTo { code, village } => format!(
                "Code {code} went on in {village} and is not on this machine; ask the office, or a laptop that carries it."
            ),
            Say::NoSuchCode(code) => format!("There is no code {code} on this machine."),
            Say::Several(list) => format!("Several villages have this code; say which: {}", list.join(", ")),
            Say::Rebuilt(frames) => format!("Built anew from the journal, {frames} frames."),
            Say::DigestsWrong(count) => {
                format!("The records of {count} villages do not add up to their digests: run kuqu rebuild.")
            }
            Say::Unregistered(count) => format!(
                "Of {count} persons or households there are later changes alone; what registered them does not count, \
                 so they are not found. An import may have been undone: see kuqu bundle list, and kuqu bundle redo."
            ),
            Say::NotCounted { held, quarantined } => {
                format!("{held} operations are held and {quarantined} quarantined (all are kept).")
            }
            Say::Healthy(true) => "Whole.".into(),
            Say::Healthy(false) => "Damaged: see above.".into(),
            Say::Frames { frames, segments } => format!("The journal has {segments} segments, {frames} whole frames."),
            Say::OfficerAdded { number, name } => format!("{name} is officer {number} and may open the folder."),
            Say::OfficerEnded { number, name, head } => {
                format!("Officer {number}, {name}, has ended; the passphrase opens nothing. Open items pass to {head}.")
            }
            Say::AllVillages => "all villages".into(),
            Say::Seat { ended: true, .. } => "ended".into(),
            Say::Seat { access: false, .. } => "no passphrase".into(),
            Say::Seat { .. } => "active".into(),
            Say::HandoverList { from, to, villages, drafts, date } => format!(
                "Handover {date}\nfrom: {from}\nto: {to}\nvillages: {}\ndrafts: {drafts}\n\nsigned (from): ________  signed (to): ________  witness: ________",
                villages.join(", ")
            ),
            Say::PassphraseChanged(number) => {
                format!("The passphrase of officer {number} is changed; the old one opens nothing.")
            }
            Say::AskRecoveryCode => "Recovery code (8 groups):".into(),
            Say::BackedUp { place, frames, bytes } => {
                format!("Backed up to {place} and read back: up to entry {frames}, {} KB written.", bytes.div_ceil(1024))
            }
            Say::Mended { restored, lost, missing } => {
                let mut text = format!("{restored} entries came back.");
                if !lost.is_empty() {
                    text.push_str(&format!(" Lost and accepted: {}.", numbers(lost, ", ")));
                }
                if !missing.is_empty() {
                    text.push_str(&format!(
                        " Not in the backup either: {}; nothing was changed. Find another, or add --accept-loss.",
                        numbers(missing, ", ")
                    ));
                }
                text
            }
            Say::VaultHalf => "Only one of the two vault files is whole: changing a passphrase writes both.".into(),
            Say::WayOfficer { number, name } => format!("way in: passphrase of officer {number}, {name}"),
            Say::WayRecovery => "way in: recovery code".into(),
            Say::WayElsewhere(label) => format!("way in: the key of {label} (office)"),
            Say::LastBackup(Some(date)) => format!("last backup: {date}"),
            Say::LastBackup(None) => "last backup: never".into(),
            Say::TerminalHint => "Keys appear below; Esc twice ends.".into(),
            Say::Glyph { text, expected, used: Some(used) } => {
                format!("{text}  expected {expected} cells, used {used}{}", if expected == used { "" } else { "  !" })
            }
            Say::Glyph { text, expected, used: None } => format!("{text}  expected {expected} cells, no answer"),
            Say::Borders(true) => "borders: lines work here.".into(),
            Say::Borders(false) => "borders: set KUQU_BORDERS=ascii; lines are two cells wide here.".into(),
            Say::Colours(true) => "colours: 16, used.".into(),
            Say::Colours(false) => "colours: not used (NO_COLOR or TERM=dumb).".into(),
            Say::Key(key) => format!("key: {key}"),
            Say::FieldReady(label) => {
                format!("Laptop {label} is ready and not enrolled. Next: kuqu enrol request FILE; take it to the office.")
            }
            Say::EnrolAsked => "The request is written: take it to the office and bring its answer back.".into(),
            Say::EnrolAccepted(label) => {
                format!("Laptop {label} is accepted: take the answer to it; compare the six words by voice first.")
            }
            Say::Enrolled(None) => "Enrolled; the records of every village came.".into(),
            Say::Enrolled(Some(villages)) => {
                format!("Enrolled; the records of {} came.", counted(*villages as u64, "village", "villages"))
            }
            Say::SixWords(words) => format!("Compare by voice: {words}"),
            Say::BundleWritten { file, to, commits } => format!("Exported for {to}: {file}, {commits} acts, read back."),
            Say::TakenIn { from, new, changed, conflicts, duplicates, held, refused, already, dry } => {
                let head = if *dry { "Would take in" } else { "Taken in" };
                format!(
                    "{head} from {from}: {new} new, {changed} changed, {conflicts} conflicts, {duplicates} possible duplicates, {held} held, {refused} refused, {already} known."
                )
            }
            Say::DigestsDisagree => {
                "The check differs: equal operations gave different records on two machines. Run kuqu doctor; tell the office.".into()
            }
            Say::StreamMinted => "This folder had been copied: both branches are kept; a new stream begins here.".into(),
            Say::BundleWhole { from, root, made, streams, bytes, recipients } => format!(
                "Intact. From {from} ({made}); office fingerprint {root}; {streams} streams, {bytes} bytes; readable by: {}",
                recipients.join(", ")
            ),
            Say::RequestWritten(file) => format!("The request for what is missing is written: {file}. Give it to another machine."),
            Say::RequestTaken(from) => format!("The request of {from} is read: the next export for it fills the gap."),
            Say::Device { label, own, office, ended, villages, receipt, lacks } => {
                let kind = match (own, office, ended) {
                    (_, _, true) => "ended",
                    (true, ..) => "this machine",
                    (_, true, _) => "office",
                    _ => "field",
                };
                let receipt = receipt.as_deref().unwrap_or("none");
                format!("{label}\t{kind}\treceipt {receipt}\tlacks {lacks}\t{}", villages.join(" "))
            }
            Say::WaitingFor { label, first, last } => format!("Waiting for laptop {label}, {first} to {last}."),
            Say::NoTerminal => "This is no terminal, the screen cannot open: use commands such as kuqu find or show.".into(),
            Say::Terminal(why) => format!("The terminal failed ({why}): all that was confirmed is kept; open it again."),
            Say::NoKeymap(name) => format!("There is no keymap \"{name}\": default and laptop are shipped."),
        }
    }
}
