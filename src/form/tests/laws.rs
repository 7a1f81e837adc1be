//! Laws that hold whatever is typed: no panic, undo returns to the start, drafts resume, the caret stays right.

use proptest::prelude::*;

use super::super::specs::{self, events, person, register};
use super::super::*;
use super::*;
use crate::domain::acts::Severity;
use crate::i18n::form::Said;
use crate::keys::Code;
use crate::text::width;

fn any_key() -> impl Strategy<Value = FormKey> {
    let edits = [Code::Left, Code::Right, Code::Home, Code::End, Code::Backspace, Code::Delete];
    prop_oneof![
        6 => proptest::sample::select("张三丰阿·12０９x9.y \u{301}户m\u{2CC56}，".chars().collect::<Vec<_>>()).prop_map(|ch| FormKey::Edit(Key::char(ch))),
        3 => proptest::sample::select(edits.to_vec()).prop_map(|code| FormKey::Edit(Key::plain(code))),
        1 => "[张0-9\n\t\u{7}x]{0,24}".prop_map(FormKey::Text),
        4 => Just(FormKey::Enter),
        2 => Just(FormKey::Back),
        1 => proptest::sample::select(vec![
            FormKey::NextSection, FormKey::PreviousSection, FormKey::FirstError, FormKey::List, FormKey::ListDown,
            FormKey::ListUp, FormKey::Repeat, FormKey::RepeatAll, FormKey::DropRow, FormKey::Save, FormKey::Leave,
        ]),
    ]
}

fn opened(which: usize) -> Form {
    let seed = match which {
        2 => return correct(),
        4 | 6 | 7 => Seed { rows: vec![given(30, "张三丰"), given(31, "张大")], ..Seed::default() },
        _ => Seed::default(),
    };
    Form::open(specs::ALL[which], &seed, family())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn random_keys_never_break_a_form_and_undo_returns_to_the_start(
        which in 0usize..13,
        keys in proptest::collection::vec(any_key(), 0..60),
    ) {
        let mut form = opened(which);
        let (start, focus) = (form.content.clone(), form.focus());
        for key in keys {
            form.key(key);
            let (shown, column) = form.window(12);
            prop_assert!(width(&shown) <= 12 && column < 12, "{shown:?} {column}");
            let progress = form.progress();
            prop_assert!(progress.filled <= progress.total);
        }
        let changed = !form.content.same(&start);
        while form.key(FormKey::Undo).said != Some(Said::NothingToUndo) {}
        prop_assert!(form.content.same(&start));
        prop_assert!(!form.is_dirty());
        prop_assert!(!changed || form.focus() == focus || form.focused().is_some());
    }

    #[test]
    fn a_draft_taken_at_any_key_opens_the_same_field_of_the_same_form(
        which in 0usize..13,
        keys in proptest::collection::vec(any_key(), 0..25),
    ) {
        let mut form = opened(which);
        for key in keys {
            form.key(key);
            let bytes = form.draft().unwrap();
            let again = Form::resume(form.spec(), &bytes, family()).unwrap();
            prop_assert_eq!(&again.content, &form.content);
            prop_assert_eq!(&again.start, &form.start);
            prop_assert_eq!(again.saved(), form.saved());
            if let Focus::Field(at) = form.focus() {
                prop_assert_eq!(again.focused(), Some(at));
                prop_assert_eq!(again.window(12), form.window(12));
            }
            prop_assert_eq!(again.draft().unwrap(), bytes.clone());
            // Who keeps it knows when: the form is the same.
            let kept = draft::stamped(&bytes, 1_790_000_000_000).unwrap();
            prop_assert_eq!(draft::head(&kept).unwrap().saved_ms, Some(1_790_000_000_000));
            prop_assert_eq!(draft::head(&bytes).unwrap().saved_ms, None);
            prop_assert_eq!(&Form::resume(form.spec(), &kept, family()).unwrap().content, &form.content);
        }
    }

    #[test]
    fn a_burst_of_text_is_the_same_as_its_letters_one_by_one(
        text in "[张三丰·0-9０-９xX a.-]{0,30}",
        fields in 0usize..15,
    ) {
        let (mut slow, mut burst) = (open(&register::ADD_MEMBER), open(&register::ADD_MEMBER));
        for form in [&mut slow, &mut burst] {
            typed(form, "张");
            (0..fields).for_each(|_| form.key(FormKey::NextSection).said.map_or((), drop));
            assert!(form.go_to("members", 0, register::ADD_MEMBER.sections[0].fields[fields].id));
        }
        for ch in text.chars() {
            slow.key(FormKey::Edit(Key::char(ch)));
        }
        burst.key(FormKey::Text(text));
        prop_assert_eq!(&slow.content, &burst.content);
        prop_assert_eq!(slow.window(20), burst.window(20));
    }

    #[test]
    fn bytes_that_are_no_draft_are_refused(cut in 0usize..200, flip in 0u8..=255) {
        let mut bytes = correct().draft().unwrap();
        let at = cut % bytes.len();
        prop_assert!(Form::resume(&person::CORRECT, &bytes[..at], context()).is_err());
        prop_assert!(Form::resume(&events::NOTE, &bytes, context()).is_err());
        bytes[at] ^= flip;
        // Any answer is right but a panic; a form that opens can be drafted again.
        if let Ok(form) = Form::resume(&person::CORRECT, &bytes, context()) {
            prop_assert!(form.draft().is_ok());
        }
    }
}

#[test]
fn ten_thousand_edits_with_wide_characters_keep_the_caret_right() {
    // A small generator of its own: the same edits on every machine.
    let mut state = 0x2026_0701_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % below
    };
    let mut form = open(&events::NOTE);
    let letters: Vec<char> = "张a三·丰，1\u{2CC56}x移 民e\u{301}".chars().collect();
    for step in 0..10_000 {
        let key = match next(10) {
            0 => Key::plain(Code::Left),
            1 => Key::plain(Code::Right),
            2 => Key::plain(Code::Home),
            3 => Key::plain(Code::End),
            4 => Key::plain(Code::Backspace),
            5 => Key::plain(Code::Delete),
            // A text longer than any place shows tests no more, only slower.
            _ if form.edited().chars().count() > 60 => Key::plain(Code::Backspace),
            _ => Key::char(letters[next(letters.len())]),
        };
        let reply = form.key(FormKey::Edit(key));
        assert!(matches!(reply.said, None | Some(Said::Full(_))), "{reply:?}");
        let cells = 2 + next(40);
        let (shown, column) = form.window(cells);
        assert!(width(&shown) <= cells, "step {step}: {shown:?} in {cells}");
        assert!(column < cells, "step {step}: caret {column} of {cells}");
        // The caret stands on a boundary of glyphs: what is before it is as wide as its column says.
        let before: usize = crate::text::graphemes(&shown)
            .scan(0, |used, part| {
                let here = *used;
                *used += crate::text::cells(part);
                Some(here)
            })
            .chain([width(&shown)])
            .filter(|edge| *edge == column)
            .count();
        assert!(before > 0, "step {step}: caret {column} inside a glyph of {shown:?}");
        let whole = width(form.edited());
        let (all, at) = form.window(whole + 1);
        let visible = crate::text::visible(form.edited());
        assert!(all.starts_with(&*visible) && at <= whole, "step {step}");
    }
}

#[test]
fn what_spoke_against_the_record_before_only_informs() {
    let form = correct();
    let at = form.at_of("person", 0, "account").unwrap();
    let mut form = form;
    form.key(FormKey::Save);
    let findings = form.view(at).unwrap().findings;
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].0, Severity::Note, "the account was bad before");
}
