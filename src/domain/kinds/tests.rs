//! The table of kinds hangs together.

use super::*;

#[test]
fn rows_ascend_so_that_a_slot_is_found_by_halving() {
    assert!(ROWS.windows(2).all(|pair| (pair[0].kind, pair[0].slot) < (pair[1].kind, pair[1].slot)));
    for row in ROWS {
        assert_eq!(slot(row.kind, row.slot).map(|found| found.name), Some(row.name));
        assert_eq!(slot_by_name(row.kind, row.name).map(|found| found.slot), Some(row.slot));
    }
}

#[test]
fn every_kind_has_a_name_and_the_two_slots_that_all_kinds_have() {
    for row in ROWS {
        assert_ne!(kind_name(row.kind), "unknown");
    }
    for kind in KINDS {
        assert_eq!(kind_by_name(kind.name).map(|found| found.kind), Some(kind.kind));
        assert_eq!(slot(kind.kind, SLOT_VOID).map(|row| row.schema), Some(schema::VOID));
        assert_eq!(slot(kind.kind, SLOT_CLOSED).map(|row| row.schema), Some(schema::CLOSED));
    }
}

#[test]
fn an_indexed_slot_holds_a_reference() {
    assert!(ROWS.iter().filter(|row| row.indexed).all(|row| row.schema == schema::REF));
}

#[test]
fn unknown_kinds_and_slots_have_no_rule() {
    assert!(Kinds.slot(9, 2).is_none());
    assert!(Kinds.slot(kind::PERSON, 99).is_none());
}
