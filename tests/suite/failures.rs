//! Every failure case of exchange, F1 to F74: where it is tested, or which later part of the program it belongs to. A test
//! that is renamed or dropped is missed here.

use std::collections::BTreeSet;
use std::path::Path;

/// What became of a case.
enum Case {
    /// Held by these tests.
    By(&'static [&'static str]),
    /// Comes with what it is about.
    Later(&'static str),
}

use Case::{By, Later};

/// Random histories of five machines: order, repetition, loss, relays, both sides changing.
const HISTORIES: &str = "histories_in_any_order_with_any_loss_come_to_one_digest";
/// Random histories in which households move between villages and villages between laptops.
const MOVES: &str = "histories_with_moves_between_villages_come_to_one_digest";
/// The same of the journal alone.
const ORDERS: &str = "every_order_adds_up_to_the_same";

/// Number, what happens, what became of it.
#[rustfmt::skip]
const CASES: &[(u8, &str, Case)] = &[
    (1, "the same bundle twice", By(&[HISTORIES])),
    (2, "bundles in every order", By(&[HISTORIES, ORDERS])),
    (3, "overlapping ranges", By(&[HISTORIES, "f10_nothing_new_is_a_bundle_too_and_only_what_lacks_is_sent"])),
    (4, "one bundle missing, delivered last", By(&["y4_f4_a_lost_bundle_is_named_and_asked_for_and_what_lies_beyond_counts"])),
    (5, "one missing for ever", By(&[HISTORIES, "gaps_are_named_and_what_lies_beyond_counts"])),
    (6, "operations split and regrouped", By(&[HISTORIES, "any_part_of_a_history_adds_up_to_the_same_in_any_order"])),
    (7, "three laptops and the office, relays in a ring", By(&[HISTORIES])),
    (8, "laptops that the office hears of at the end", By(&["two_laptops_and_the_office_settle_a_conflict_that_travels"])),
    (9, "one's own operations come back", By(&["two_laptops_and_the_office_settle_a_conflict_that_travels", HISTORIES])),
    (10, "an empty bundle", By(&["f10_nothing_new_is_a_bundle_too_and_only_what_lacks_is_sent"])),
    (11, "two imports at one moment on a share", By(&["f11_two_take_one_file_at_one_moment"])),
    (12, "one field, different values", By(&["f12_two_values_for_one_field_are_a_conflict_until_one_replaces_both"])),
    (13, "one field, the same value", By(&["f13_equal_values_are_one_and_are_replaced_together"])),
    (14, "different fields", By(&["f14_different_fields_do_not_collide"])),
    (15, "three machines, one field", By(&["f15_three_values_of_three_machines"])),
    (16, "a collision with the middle of a chain", By(&["f16_a_collision_with_the_middle_of_an_offline_chain_is_seen"])),
    (17, "a conflict settled differently on two machines", By(&["f17_f18_an_edit_by_someone_who_has_not_seen_the_resolution_is_a_conflict_again", "f17_visits_that_differ_and_are_settled_differently_wait_again"])),
    (18, "an edit by who has not seen the resolution", By(&["f17_f18_an_edit_by_someone_who_has_not_seen_the_resolution_is_a_conflict_again"])),
    (19, "set aside here, edited there", By(&["f19_to_f21_set_aside_changed_since_and_back_again", "f19_y9_set_aside_and_changed_elsewhere_waits_for_a_person"])),
    (20, "set aside on both", By(&["f19_to_f21_set_aside_changed_since_and_back_again"])),
    (21, "brought back", By(&["f19_to_f21_set_aside_changed_since_and_back_again"])),
    (22, "one person registered on two laptops", By(&["y10_f22_the_same_person_on_two_laptops_is_told_before_it_is_taken_in"])),
    (23, "judged the same, and edited", By(&["f23_to_f25_histories_of_judging_taking_back_and_editing_converge"])),
    (24, "a the same as b here, b as c there", By(&["f24_who_is_the_same_as_one_is_the_same_as_all_of_them_until_it_is_taken_back"])),
    (25, "the same here, distinct there", By(&["f25_the_same_here_and_distinct_there_is_a_conflict_and_the_same_twice_is_one_word"])),
    (26, "one member moved into two households", By(&["f26_f28_two_households_and_two_death_dates_wait_for_a_person"])),
    (27, "a household split while it is verified elsewhere", By(&["f27_a_household_that_is_split_while_another_laptop_verifies_it_loses_neither"])),
    (28, "one death on two dates", By(&["f26_f28_two_households_and_two_death_dates_wait_for_a_person", "two_laptops_that_differ_leave_both_visits_and_a_conflict_on_the_field_that_differs"])),
    (29, "a payment batch frozen while an edit is on its way", By(&["f29_an_edit_that_comes_after_the_freeze_changes_the_next_list_and_never_the_frozen_one"])),
    (30, "one bank return on two machines", By(&["f30_one_bank_file_taken_in_on_two_machines_is_one_return"])),
    (31, "approved here, withdrawn there", By(&["f31_a_withdrawal_beside_an_approval_is_a_fork_in_which_the_office_holds"])),
    (32, "a rejection after newer field work", By(&["a_return_that_comes_after_newer_field_work_gives_nothing_back"])),
    (33, "a late edit after reassignment", By(&["f33_a_late_edit_after_reassignment_counts_is_marked_and_is_in_no_counter_of_the_laptop", "f33_a_laptop_that_gave_a_village_up_counts_what_the_office_counts_for_it", MOVES])),
    (34, "code lists change under old codes", By(&["f34_a_rule_that_the_office_adds_reaches_the_laptop_and_changes_nothing_that_is_past"])),
    (35, "extended at the office, answered in the field", Later("09: petitions")),
    (36, "provisional numbers of a copied folder", By(&["f36_two_items_with_one_number_from_a_copied_folder_are_both_kept_and_told_apart"])),
    (37, "cut at every byte", By(&["f37_f38_f39_every_flipped_bit_cut_and_added_byte_is_refused"])),
    (38, "every bit flipped", By(&["f37_f38_f39_every_flipped_bit_cut_and_added_byte_is_refused"])),
    (39, "two files in one", By(&["f37_f38_f39_every_flipped_bit_cut_and_added_byte_is_refused"])),
    (40, "the stick pulled", By(&["f40_f41_f45_a_kill_or_fault_at_every_file_call_leaves_no_half_bundle", "o5_f40_a_kill_at_every_file_call_of_an_import_loses_nothing"])),
    (41, "the disk full at each stage", By(&["f40_f41_f45_a_kill_or_fault_at_every_file_call_leaves_no_half_bundle", "f40_a_fault_at_every_file_call_of_an_import_changes_nothing_before_the_journal"])),
    (42, "names, ends and paths of all sorts", By(&["f42_f43_names_times_and_ends_mean_nothing"])),
    (43, "file times of all sorts", By(&["f42_f43_names_times_and_ends_mean_nothing"])),
    (44, "FAT32: 4 GB and two-second times", By(&["f42_f43_names_times_and_ends_mean_nothing", "f44_a_bundle_always_fits_a_fat32_stick"])),
    (45, "the temporary file deleted by another program", By(&["f40_f41_f45_a_kill_or_fault_at_every_file_call_leaves_no_half_bundle"])),
    (46, "a file for another office", By(&["f46_f47_a_bundle_for_another_or_of_another_office_changes_nothing"])),
    (47, "an old, retired or unknown key", By(&["f46_f47_a_bundle_for_another_or_of_another_office_changes_nothing", "f54_f57_nothing_is_sealed_to_a_device_that_has_ended"])),
    (48, "bombs, absurd counts, deep nesting", By(&["f48_f71_bombs_absurd_lengths_and_other_hands_are_refused", "hostile_bytes_are_refused_or_mean_themselves"])),
    (49, "clocks of 1970 and 2099", By(&["f49_a_clock_of_2099_pulls_nobody_along_and_its_work_counts", "f49_a_laptop_from_2099_pulls_nobody_along_even_after_a_restart"])),
    (50, "two devices in one millisecond", By(&["f50_the_same_millisecond_on_two_machines_is_two_commits"])),
    (51, "a copied disk", By(&["f51_a_copied_folder_is_seen_and_goes_on_in_a_stream_of_its_own", "f51_a_copied_folder_makes_two_branches_that_both_count", "f51_the_alarm_stays_until_the_copied_machine_goes_on_in_a_new_stream", "f51_a_kill_before_the_new_stream_still_ends_in_one"])),
    (52, "a laptop restored from last week", By(&["a_backup_grows_by_what_is_new_and_comes_back_equal_with_a_new_stream", "f52_a_laptop_restored_from_last_week_gets_back_what_the_office_had_of_it"])),
    (53, "the office restored from last month", By(&["a_backup_grows_by_what_is_new_and_comes_back_equal_with_a_new_stream", "f53_the_office_restored_from_last_month_gets_back_what_laptops_hold_and_says_what_it_cannot"])),
    (54, "a lost laptop that turns up again", By(&["f54_a_lost_laptop_is_ended_replaced_turns_up_and_is_released_after_reading", "f54_a_lost_laptop_is_ended_by_keys_replaced_and_released_after_reading", "f54_f57_nothing_is_sealed_to_a_device_that_has_ended"])),
    (55, "two officers on one laptop", By(&["two_officers_write_under_their_own_names_and_numbers_outlive_a_wrong_clock"])),
    (56, "a year of silence", By(&["f56_one_bundle_brings_what_fifty_did_not"])),
    (57, "an ended device's stream goes on being carried", By(&["rulings_and_ends_in_any_order_come_to_one_digest", "f54_f57_nothing_is_sealed_to_a_device_that_has_ended", "f57_what_an_ended_machine_wrote_before_counts_whoever_carries_it_and_what_it_wrote_after_does_not"])),
    (58, "a newer writer, an older reader", By(&["f48_f71_bombs_absurd_lengths_and_other_hands_are_refused", "y15_f60_a_newer_kind_is_kept_passed_on_and_named_as_held"])),
    (59, "an older writer, a newer reader", By(&["bytes_stay_where_they_are", "what_was_written_is_read_back"])),
    (60, "an unknown operation through an old device", By(&["y15_f60_a_newer_kind_is_kept_passed_on_and_named_as_held"])),
    (61, "an interrupted migration", By(&["any_file_of_the_state_may_be_missing_empty_or_garbage", "a_rebuild_that_failed_at_any_call_loses_nothing"])),
    (62, "killed while writing", By(&["every_call_may_fail_tear_or_be_the_last", "what_a_killed_writer_called_confirmed_is_there"])),
    (63, "a torn last record", By(&["a_cut_at_every_byte_of_the_last_frames_is_a_torn_tail_or_a_shortening"])),
    (64, "a spoiled state beside a whole journal", By(&["any_file_of_the_state_may_be_missing_empty_or_garbage"])),
    (65, "a whole state beside a damaged journal", By(&["every_kind_of_damage_comes_back_from_a_copy", "f65_frames_lost_from_a_damaged_journal_come_back_from_other_machines"])),
    (66, "another device's grant", By(&["f66_another_devices_grant_or_officer"])),
    (67, "forged operations, streams, data sets", By(&["f67_forged_streams_and_data_sets", "f67_two_commits_with_one_id_count_neither"])),
    (68, "a write outside the role", By(&["f68_a_forbidden_write_beside_a_permitted_one_is_quarantined_alone"])),
    (69, "1,000 invented replaces", By(&["f69_invented_replaces_have_no_effect_and_are_bounded"])),
    (70, "an ended officer's commits, both orders", By(&["counting_that_changes_in_any_order_adds_up_to_a_fold_from_nothing", "f70_an_end_accepts_up_to_a_header_and_a_ruling_lifts_it"])),
    (71, "a bundle signed again by another", By(&["f48_f71_bombs_absurd_lengths_and_other_hands_are_refused", "f71_signed_again_by_somebody_else_is_refused"])),
    (72, "authority that the root did not sign", By(&["f72_authority_that_the_root_did_not_sign_or_not_under_a_head"])),
    (73, "bytes that re-encode otherwise", By(&["f73_bytes_that_decode_but_do_not_re_encode_identically"])),
    (74, "a fixed value replaced", By(&["f74_a_fixed_value_is_neither_replaced_nor_set_aside"])),
];

/// The names of all functions below a folder.
fn functions(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            functions(&path, names);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let heads = text.lines().filter_map(|line| line.trim_start().strip_prefix("fn "));
            names.extend(heads.filter_map(|head| Some(head.split_once('(')?.0.to_owned())));
        }
    }
}

#[test]
fn every_failure_case_has_its_test_or_the_part_that_it_belongs_to() {
    let mut names = BTreeSet::new();
    for folder in ["src", "tests"] {
        functions(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut names);
    }
    let numbers: Vec<u8> = CASES.iter().map(|(number, ..)| *number).collect();
    assert_eq!(numbers, (1..=74).collect::<Vec<u8>>(), "each number once");
    for (number, what, case) in CASES {
        let (tests, rest) = match case {
            By(tests) => (*tests, None),
            Later(rest) => (&[] as &[&str], Some(*rest)),
        };
        assert!(!tests.is_empty() || rest.is_some(), "F{number} {what}");
        for test in tests {
            assert!(names.contains(*test), "F{number} {what}: no test {test}");
        }
        // "NN: what": an issue that is still to come.
        let issue = rest.map(|rest| rest.split_once(": ").map(|(issue, _)| issue.to_owned()));
        assert!(
            issue.is_none_or(|issue| matches!(issue.as_deref(), Some("07" | "08" | "09" | "10"))),
            "F{number}"
        );
    }
}
