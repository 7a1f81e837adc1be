//! What an import brought, read out: in the order of writing, as much as is asked for, whether or not it counts.

use super::folders::{Field, add, reopen_at, set, world};
use crate::domain::kinds::person;
use crate::exchange::{brought, transcript, undo};

#[test]
fn what_an_import_brought_is_read_in_the_order_of_writing_also_once_it_was_undone() {
    let field = Field::laid_out();
    let (mut office, [village, _]) = field.office();
    add(&mut office, village, 1, "张三");
    drop(field.laptop(&mut office, "B", &[village]));
    // All of it within one millisecond.
    let mut b = reopen_at(&field.root.join("B"), (world().wall_ms)());
    for slot in [person::PHONE, person::NICKNAME, person::REMARK] {
        set(&mut b, village, 1, slot, "13900000001");
    }
    let bundle = field.send(&mut b, &mut office).bundle;
    undo::undo(&mut office, &bundle, None).unwrap().unwrap();
    let read = |operations: u64| {
        let read = office.ask(move |state| {
            let import = brought::imports(state)?.pop().unwrap();
            let hashes = transcript::in_order(state.ledger(), &import, operations).into_iter();
            hashes.map(|hash| transcript::of_commit(state, &hash)).collect::<Result<Vec<_>, _>>()
        });
        let commits = read.unwrap().into_iter().flatten();
        let slots = commits.map(|one| (one.device, one.officer, one.ops[0].op.changes[0].slot));
        slots.collect::<Vec<_>>()
    };
    let of_b = |slot| ("B".to_owned(), "乙".to_owned(), slot);
    assert_eq!(read(u64::MAX), [person::PHONE, person::NICKNAME, person::REMARK].map(of_b));
    assert_eq!(read(2), [person::PHONE, person::NICKNAME].map(of_b));
}
