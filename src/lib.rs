//! kuqu (库区通): the field system of a county resettlement office, offline, in a terminal.
//!
//! This page is the living architecture: what the parts are, how they hang together, what must never be true, and what
//! was decided otherwise than first drawn. Who changes one of these changes this page in the same commit. The rules
//! below are held by `tests/suite/tidy.rs`, so the page and the sources cannot part for long.
//!
//! # Bird's eye
//!
//! One folder is one office's (or one laptop's) data. The *journal* in it is the truth: sealed, chained frames that are
//! only ever appended. The *state* beside it, in sled, is what the journal adds up to and can be thrown away at any time.
//! The *vault* holds the keys to both. On top of that stands one program: a terminal screen for officers, and commands
//! for scripts, which ask the same desk ([`runtime::desk::Desk`]).
//!
//! ```text
//!   keyboard --> runtime::input --> Input --> app::update --> Effect --> runtime::worker --> Desk --> store::Folder
//!   terminal <-- screen::draw <--- State <--- app::update <-- Done   <--      |                         |        |
//!                                                                       search::Index              journal   state
//!                                                                                               (the truth)  (sled)
//! ```
//!
//! # Six ideas
//!
//! 1. **Nothing is overwritten.** An act becomes operations; an operation gives new values to slots of an entity and
//!    names the values that it replaces. A record is what its counted operations add up to ([`journal::Record`]). So
//!    history, undo, merging with another machine, audit and repair are ways of reading one journal, not features.
//! 2. **The program is a function.** [`app::update`] takes a state and an event and gives effects; [`screen::draw`]
//!    draws a state. Neither reads a clock, a file or a key. What officers do can therefore be replayed in tests, key by
//!    key, without a terminal.
//! 3. **An act stands in one table** ([`commands::COMMANDS`]). The keymap check, the footer, help, the palette and the
//!    key table of the README are printed from it; which key calls an act is data (`keymaps/`).
//! 4. **Rules are dated data with their source.** Code lists, terms, divisions and the checks' severities are documents
//!    in `src/rules/`; what an officer is told can say which law or standard it comes from.
//! 5. **Words live in one folder, widths in another.** [`i18n`] makes every sentence from facts, in Chinese and
//!    English, by exhaustive matches; [`text`] alone knows that one Han character takes two cells.
//! 6. **The laptop is stolen, the power fails, the stick is pulled.** Everything at rest is sealed; an act is confirmed
//!    after it is on the platter and not before; a file that arrives is hostile until it has been verified.
//!
//! # Code map
//!
//! Right may name left, never the other way (the table `ROOMS` in `tests/suite/tidy.rs`).
//!
//! | folder | what is in it |
//! |---|---|
//! | [`journal`] | operations, commits, streams, codec, clock, fold, digests: what happened and what it adds up to; knows no domain |
//! | [`text`] | width, fit, wrap, caret, folding, pinyin: how text is measured and searched |
//! | [`domain`] | pure rules: the table of kinds and slots, records, identity numbers, days, money, checks, roles |
//! | `rules/` | dated data: divisions, code lists, header words, checks (no Rust) |
//! | [`search`] | the look-up index, queries, ranking, why something matched |
//! | [`sheets`] | office files in and out: workbooks, delimited text, header mapping, the three-way comparison, papers |
//! | [`vault`] | passphrase, keys, slots, sealing, signing; the only folder that names `age` |
//! | [`store`] | files, journal on disk, sled, drafts, lock, rebuild; the only folder that names `sled` |
//! | [`exchange`] | enrolment, bundles, deliveries, receipts: how two machines come to the same records by files |
//! | [`demo`] | the generated office: a district with everything a real one has, and nobody who exists |
//! | [`keys`] | keys as data: keymap files, scopes, reserved keys; knows no terminal crate |
//! | [`i18n`] | every word a user can read |
//! | [`commands`] | the table of acts and all that is printed from it |
//! | [`form`] | text fields and forms as pure state |
//! | [`flow`] | what travels between the parts: events, effects, answers, views as values |
//! | [`panes`], [`overlays`] | one folder each, with state, update and view |
//! | [`app`] | the reducer: routing of keys, acts, answers, deadlines |
//! | [`ui`], [`screen`] | the paint kit; one frame |
//! | [`runtime`] | threads, terminal, clock, environment: the loop, the worker, the desk |
//! | [`cli`] | one thin file per command; frozen exit codes |
//!
//! # The way of a key, to the disk and back
//!
//! An officer presses F4 to see a person's full numbers, an act that has to be recorded before it is done:
//!
//! 1. `runtime::input::read_forever` reads the terminal; `gather` tells typed keys from a burst (an input method, a card
//!    reader) by arrival time, `translate` turns the terminal's event into an [`flow::Input`].
//! 2. [`runtime::run`] waits on one channel until the next deadline or for ever (an idle program writes no byte), takes
//!    what is queued, stamps it with a steady clock and calls [`app::update`].
//! 3. `app::awaited::must_wait` holds a key back whose meaning depends on an answer that is still under way (type-ahead is
//!    kept in order, never lost). Else `app::route::key` asks, in this order: a pending prefix, a digit of a pick list,
//!    the focused field, the keymap through the active scopes ([`keys::Keymap::find`]).
//! 4. `app::act::act` asks the act's rule ([`commands::listing::allowed`]); the pane's `update` answers with a reply
//!    whose effects go out: `Effect::Reveal { request, person }`.
//! 5. On its own thread `runtime::worker::serve` takes the effect; `Worker::reveal` calls
//!    [`runtime::desk::Desk::record_reveal`], which calls [`store::Folder::note`].
//! 6. `Folder::append_fact` encodes the fact as a frame ([`journal::encode_frame`]); `Journal::append_unsynced` seals it
//!    and writes it with one `write`; `Folder::confirm` calls `Journal::sync` (`fdatasync`). **Here it is confirmed.**
//! 7. Only then `Engine::post` hands the frame to the thread that owns sled, where `State::follow` applies it: the
//!    ledger says what counts ([`journal::Ledger::admit`]), [`journal::Record::apply`] folds it, `Cells::write` writes one
//!    sled batch with the new position. Nobody waits for sled; it may hang or panic, and is replayed at the next start.
//! 8. The worker sends `Done::Revealed { request, .. }`; `app::absorb::absorb` drops it if nobody waits for this request
//!    any more, else changes the state; [`screen::draw`] draws one frame.
//!
//! An act that writes records differs in step 6: [`store::Folder::write`] collects operations in a `Writing`, which asks
//! [`domain::roles::may_write`] for each, `Draft::seal` salts, hashes and signs them, and the frame is a commit.
//!
//! # The way of a changed phone number, to the other laptop and back
//!
//!  1. F7 in an opened household is `Action::CorrectPerson`, as above; `app::forms` asks [`flow::form::FormEffect::Open`].
//!  2. `Desk::open_form` reads the person as [`domain::acts::Held`], with value and live operations of each slot, records that
//!     the numbers were shown, and draws the act's id: a draft whose act is in the journal was saved and is dropped.
//!  3. Digits go through `form::kind::Kind::accept`; after a short idle the half-typed form is sealed as a draft.
//!  4. Leaving the field reads it (`Kind::read`) and asks `domain::acts::guard`: an odd number is a warning that wants a reason.
//!  5. F2: [`form::save::Saved`] names the slot, the value and the operations that it replaces, as they were read in 2.
//!  6. `Desk::save_form` makes [`domain::acts::Write`]s of it, `write_undoably` keeps what stood before, and
//!     [`domain::acts::operations`] makes [`journal::Op`]s.
//!  7. [`store::Folder::write`] asks [`domain::roles::may_write`] for each, salts, hashes, signs, seals, appends, syncs. **Saved.**
//!  8. `State::follow`: [`journal::Ledger::admit`] says what counts, [`journal::Record::apply`] folds it, one sled batch.
//!  9. `Desk::touched` reads the record again and gives the index its new entry: the new number is found.
//! 10. The screen asks for the household again; `HouseholdCard::build` runs the checks, `runtime::views` masks.
//! 11. A bundle: [`mod@exchange::export`] chooses what the addressee is not known to hold, packs, seals and signs the file.
//! 12. There [`mod@exchange::import`] verifies before it decrypts and rehearses on copies: that is the preview. Taking it in sends
//!     the same frames the way of 7 and 8; receipts are kept, digests compared, roll and index read anew.
//! 13. Changed on both: neither operation names the other, so both live. A phone is `loose`: the later shows, the other stays
//!     in the history, and the next correction replaces both. An account is `sure`: [`domain::conflict::of_record`] names a
//!     clash, `panes::clashes` shows it in columns, and money is held.
//! 14. A digit settles it: [`domain::conflict::settle`] makes one operation that replaces all live ones, and it goes the way of
//!     7 to 12. Every machine that holds it comes to the same record.
//!
//! # The way of a roster
//!
//! [`sheets::read_file`] weighs and reads a workbook or delimited text; [`sheets::Roster::read`] finds the header row and
//! what each column means (the words in `rules/headers.toml`, what the officer said, what was learned before). The desk
//! takes one look at the records (`runtime::desk::Desk`), and [`sheets::ImportPlan::make`] matches rows
//! with persons and compares three values per cell: this file, the last roster that held the person, the record now.
//! That is the preview; nothing has been written. [`runtime::desk::Desk::apply_part`] writes the plan's parts, one
//! village in a commit, each confirmed together with the cells that it came from (a local frame), and reads the roll and
//! the index anew. The act's id comes from the file's hash and the last finished import, and entities from file, sheet
//! and row; so the same command after a power cut finishes the same act, and a file that changes nothing writes nothing.
//!
//! # The way of a village that is left
//!
//! The office takes a village from a laptop's grant. [`exchange::left`] says from receipts what of it is confirmed and lies in
//! a verified backup; in idle time, or by `journal purge`, [`store::Folder::begin_purge`] records the purge as a local fact,
//! and the state drops the village with it. Then one segment after another is written anew: bodies become their hashes,
//! cells of its persons leave the outcomes of imports, and each frame keeps number, place and length, so chains and
//! positions hold. A kill at any call leaves the old segment or the new one, and the fact says that there is more to do. A
//! repair from an older copy purges again. sled keeps removed values in its file, so the state is built anew at the next
//! opening. What was purged is missing in the vector: given the village again, the office sends it with the next file.
//!
//! # What there is none of
//!
//! * No clock, random source, environment, thread or file below [`runtime`], [`store`], [`exchange`], [`sheets`] and [`cli`]. (The
//!   vault is handed its randomness; the system's own stands beside the trait.)
//! * No store and no screen in [`domain`], [`journal`], [`text`], [`search`] and [`sheets`]; no domain in [`journal`].
//! * No `&mut State` in a view, no ratatui outside [`ui`], [`screen`] and `view.rs`, no crossterm outside [`runtime`].
//! * No Chinese in a literal outside [`i18n`], [`text`], `rules/`, [`demo`] and tests; no key's name in a sentence.
//! * No float for money, no slicing of text by bytes, no `unwrap`, no printing but through `cli::answer`, no `unsafe`.
//! * No network, no async runtime, no tick, no C compiler needed; no way in for anybody who has neither passphrase nor
//!   recovery code.
//! * No personal data in logs: there are no logs. `Display` of errors is for developers and carries no person's data.
//! * No second mechanism: a new kind of record is rows in [`domain::kinds`], never a new format.
//!
//! # Decided otherwise than first drawn
//!
//! * **The record's table of operations keeps hybrid times.** A `loose` slot shows the later value, and the time cannot
//!   be had from an operation's id; so the table is (id, time), with 0 for ids that are named and not held.
//! * **The record's bytes end with the positions of its frames**, outside equality and digests: two machines have the
//!   same record at different places of their journals.
//! * **An import is undone by rulings, and counted again by withdrawing them** ([`exchange::undo`]). "Counts after all" lifts ends
//!   and roles too, which nobody meant who only takes an undo back; so that word is kept for releasing what an end put aside
//!   ([`exchange::late`]). Each slice of a bundle notes beside its frames what it brought ([`exchange::brought`]); a kill
//!   half-way leaves nothing unnamed. The roster before an undone one is the last one again, read from the journal.
//! * **"Waiting" is derived when a record is read** ([`journal::Record::waiting`]) instead of stored: it depends on which
//!   headers are held, and would have to be rewritten in every record that names one.
//! * **`lock.holder` lies beside `lock`**: Windows lets nobody read a locked file, and a second program must be able to
//!   say who holds the folder.
//! * **A device operation names its receiving key** beside the signing key: whoever may be sent a bundle must be found in
//!   the journal, without a second exchange of keys.
//! * **[`i18n`] names the error types of search, store, sheets, exchange and vault.** Their sentences are exhaustive matches, so a
//!   new error does not compile before it has both languages. Who names `i18n` does not get these rooms with it.
//! * **Rows by value are bare and found by a token.** The row that leads from an identity number to a person is an empty
//!   value; the number in its key is replaced by a keyed hash under a secret of this state, so the stolen disk does not
//!   tell who has which number, and nothing needs to be unsealed to look.
//! * **The state's head carries data set, table and layout number**; any other makes the state be built anew, so a
//!   journal restored from elsewhere never meets a foreign state.
//! * **[`store`] names [`domain`]**: the table of kinds decides what counts, and roles are asked where an act becomes
//!   operations, before anything is signed.
//! * **An import is planned whole and written in parts**, one village in each ([`sheets::ImportPlan`]): what the
//!   preview says is what is written, and a power cut leaves whole villages.
//! * **[`sheets`] opens and writes its own files**; everything between is pure. The store's file layer is for what must
//!   survive a power cut, and a workbook is not that.
//! * **Officers act by `--as NUMBER`.** `init --officer` takes the name of the first one; one word for both would have
//!   been a trap.
//! * **`void` is schema 10 of its own** (reason, and the digest of what was seen), so that a record that changed after it
//!   was set aside can be told from one that did not.
//! * **Kind 14 is a setting, kind 15 a note.** What the office decides for all machines is a record like any other and
//!   has a history; a note is an entity that names its subject, so two officers' notes never clash.
//! * **A paper is data with two writers** (`sheets::Paper`): laid out into pages once, then written as XLSX or plain text.
//!   Its words are Chinese in `rules/papers.toml` whatever the screen's language: the villager and the next office read it.
//!   Kind 16, a proof, is written once and is the line of the register; the officer who issued it is the commit's.
//! * **An outcome, a proposal and a decision are keyed by round and person**, so what two laptops say of the same person
//!   in the same round meets in one record and differs field by field; a visit is an entity of its own, so both visits
//!   stay. Stages are `step` and dates that move money `sure`: neither is ever settled by the later clock.
//! * **A decision names the version it read** (`domain/verify`): a proposal that changed since is pending again, and a
//!   return of an older version gives nothing back.
//! * **A key that repeats because it is held is another input** ([`flow::Input`]): one held key must not declare a
//!   village unchanged. Where the terminal tells no release, the gap between two presses decides.
//! * **An unassigned area code is a note, not a fault** (`id_area_unknown`). No list of abolished districts is complete,
//!   and nobody's money may hang on its gaps. Code 530399 was never assigned: the demo and the tests use it, so that no
//!   number in this repository is a living person's.
//! * **The demo opens without a passphrase of one's own** and with light key derivation: it protects nobody who exists.
//! * **A pair is judged where both persons are.** A judgement decides in the village that both share, else in the office's
//!   own stream ([`domain::pair::place`]); persons who come into one village later are looked at again there.
//! * **A closing names what it saw.** Beside the value of slot 1 that it replaces, the operation that closes a record in the
//!   village that its household left names every live operation of the other slots. The fold does not need that; it tells a
//!   late edit (调整后补录) from what was restated, without a clock ([`domain::moving`]). Late edits, and records that stand in
//!   two villages or in none, are derived like every conflict and settled in the same list.
//! * **Which villages a laptop had when** is kept by hybrid time ([`journal::authority::Authority::had_village`]): what it
//!   wrote in a village after that went to somebody else counts and is late.
//! * **Whoever walks over records opens them.** The state's thread hands out pages as they lie in sled, still sealed
//!   ([`store::Page`]); unsealing, decoding and what is made of the records happen on the thread that asked, the roll and
//!   the index on two, each with one half of the scopes. Opened records that changed threads cost more in the allocator
//!   than all cryptography.
//! * **An arrival is judged and folded in one pass** ([`exchange`], `rehearsal`), while the next slice of it is decoded; it is
//!   folded anew only where something is judged otherwise once all of it is known. What a large one touches is folded in
//!   shares of its records, so that memory stays bounded, and a further share decodes no more of an operation than its entity.
//! * **The state follows bulk work behind the fold.** A batch is sealed and written to sled on a thread of its own, and read
//!   from where it waits; the journal was confirmed before, so a kill costs the state's lead and nothing else.
//! * **A list of payments opens no record.** What it needs of a person who stands - basis of the claim, name, account, birth - is
//!   read with the roll, held beside it and kept up with it (`runtime::desk`, `payees`); what periods come to is counted once
//!   for all of whom the records say the same. Everybody's accounts are made village by village, so that memory does not grow
//!   with the years that are kept.
//! * **No packed copy of roll and index lies in the state.** Reading the records is quick enough at an office's size, and
//!   a copy would be a second truth to keep fresh.
//! * **A payment fact is `fixed` and stands in chunks.** Kind 31 is a batch (its stage is a `step`), 32 its lines in one
//!   village (schema 14, a natural key of batch, village and first line), 33 what the bank said of them, 35 a step of a
//!   recovery; nothing of it can be replaced or set aside, and a mistake is corrected by a later fact. What a period came to
//!   is derived ([`domain::subsidy::payment`]). What the office does to a single line is a word in kind 33 like
//!   the bank's (2 = held back before submission, 3 = reversed after), so that a list and its total stay as they were
//!   frozen. An offset is one record with two ends; a write-off counts once its `approved_on` is there. An earlier
//!   year's roster becomes a batch of sort 3 that everybody was credited by.
//! * **Payment history lies in pages per chunk of a list, village by village, not per household.** Beside each chunk stands a
//!   page without names and accounts ([`domain::subsidy::page`]: 2.3 bytes a line with key and seal, the aim was 25; the
//!   chunk itself takes 55), written with the frame that brings it and never again. A chunk does not say who lives with
//!   whom, people change households, and a page per household would be written anew with every quarter and every return.
//!   A person's account reads the pages of the villages where they were; the ceiling, the sweep, open items and the year
//!   read all pages. The comparison of state and journal looks at them too.
//! * **A rule document is a record too** (kind 30, the office's machines alone). It may take the place of another only if
//!   all that is on file stands in it unchanged and nothing new reaches back to what was frozen
//!   ([`domain::subsidy::succession`]): an old period cannot come out otherwise by it.
//! * **A year's money is booked on the day on which it moved** ([`domain::subsidy::year`]), so that a return in January of
//!   a line of December does not change the year that was closed (kind 38, schema 17, written once). Days in a closed
//!   year are refused.
//! * **An amount is the sum of its explanation** ([`domain::subsidy::Explanation`]), counted from the begin of the
//!   term by exact shares, because the ceiling is. Rules are documents that are read strictly; what no source settles
//!   is named in them and told with the amount. Everything beside a person's own record that ends support comes in at
//!   one place, `runtime::desk::decided`: approved decisions of verification; a cause that the rule does not know is
//!   held, not paid.
//! * **An accusation lies in the drawer alone.** Its operations are the same as any petition's, sealed one by one in the
//!   stream to the office ([`store::Folder::sealed_records`]) and folded in memory by who holds the key; the program shows
//!   each to its handler and the head. Kinds 40 to 46 are petitions; steps and log entries are `fixed`, the stage a `step`.
//!   Receipt numbers are drawn, not counted: a gap in running numbers would tell that an accusation was taken in. No
//!   draft of a petition's form is kept, because drafts open with the folder's keys.
//! * **A deadline is counted, never stored** ([`domain::petition::clock`]): laws are dated documents, working days a table
//!   that the office can replace; a year without a table gives both days that it can be.
//! * **Long work is not sliced.** The worker looks for "cancel" between rows and between villages, but answers other
//!   requests after it; an office's file takes seconds, and a half-compared plan would have to be made anew anyway.

pub mod app;
pub mod cli;
pub mod commands;
pub mod demo;
pub mod domain;
pub mod exchange;
pub mod flow;
pub mod form;
pub mod i18n;
pub mod journal;
pub mod keys;
pub mod overlays;
pub mod panes;
pub mod runtime;
pub mod screen;
pub mod search;
pub mod sheets;
pub mod store;
pub mod text;
pub mod ui;
pub mod vault;
