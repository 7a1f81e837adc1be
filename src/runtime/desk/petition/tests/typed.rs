//! What is typed into the forms of the pane: each line of bad input is refused with its sentence and article, the acts that have
//! keys of their own are saved, and a repeat is offered while an item is typed.

use super::*;
use crate::domain::acts::Fact;
use crate::flow::form::{FormAct, Opened, Wish as FormWish};
use crate::form::{Form, FormKey, Lookup, Out, Saved, Source};
use crate::runtime::desk::forms::{Kept, Opening};

/// A form on an item, opened as the pane opens it.
fn opened(desk: &mut Desk, act: FormAct, number: Option<&str>) -> Form {
    let petition = number.map(|number| desk.case(number).unwrap().petition.entity());
    let wish = FormWish { act, household: EntityId::ZERO, person: None, village: None, petition };
    match desk.open_form(wish, None).unwrap() {
        Opening::Form(opened) => {
            let Opened { seed, context, .. } = *opened;
            Form::open(act.spec(), &seed, context)
        }
        _ => panic!("{act:?} does not open"),
    }
}

/// Fills fields by id, leaves each with Enter, and gives what was looked up on the way.
fn fill(form: &mut Form, section: &str, fields: &[(&str, &str)]) -> Vec<Lookup> {
    let mut asked = Vec::new();
    for (field, text) in fields {
        assert!(form.go_to(section, 0, field), "{field} is not asked");
        asked.extend(form.key(FormKey::Text((*text).to_owned())).lookup);
        asked.extend(form.key(FormKey::Enter).lookup);
    }
    asked
}

fn saved(form: &mut Form) -> Saved {
    let reply = form.key(FormKey::Save);
    match reply.out {
        Out::Save(saved) => *saved,
        other => panic!("not saved: {other:?} {:?}", reply.said),
    }
}

/// Saves a form; the sentence where it is refused.
fn keep(
    desk: &mut Desk,
    act: FormAct,
    number: Option<&str>,
    fields: &[(&str, &str)],
) -> Result<String, String> {
    let mut form = opened(desk, act, number);
    let section = if act == FormAct::PetitionRegister { "item" } else { "step" };
    fill(&mut form, section, fields);
    let saved = saved(&mut form);
    let petition = number.map(|number| desk.case(number).unwrap().petition.entity());
    let wish = FormWish { act, household: EntityId::ZERO, person: None, village: None, petition };
    match desk.save_form(&wish, &saved).unwrap() {
        Kept::Saved(saved) => Ok(saved.about),
        Kept::Refused(why) => Err(why.zh),
        _ => panic!("gone"),
    }
}

#[track_caller]
fn refused(kept: Result<String, String>, words: &[&str]) {
    let said = kept.unwrap_err();
    words.iter().for_each(|word| assert!(said.contains(word), "{word}: {said}"));
}

fn said(act: Act) -> &'static str {
    crate::i18n::petition_words::act(act, Lang::Zh)
}

fn fresh(desk: &mut Desk) -> String {
    let fields = [
        ("channel", "2"),
        ("kind", "3"),
        ("names", "张三"),
        ("request", "直补停发"),
        ("received", "2026-03-02"),
    ];
    keep(desk, FormAct::PetitionRegister, None, &fields).unwrap()
}

#[test]
fn each_line_of_bad_input_is_refused_by_its_form_with_its_article() {
    let temp = tempfile::tempdir().unwrap();
    let mut desk =
        Desk::open(super::super::super::tests::office(&temp.path().join("data")), day("2026-03-10")).unwrap();
    let number = fresh(&mut desk);
    let step =
        |desk: &mut Desk, fields: &[(&str, &str)]| keep(desk, FormAct::PetitionStep, Some(&number), fields);
    refused(
        step(&mut desk, &[("act", said(Act::Accept)), ("on", "2026-03-01")]),
        &["2026-03-02", "第二十三条"],
    );
    // The form offers what may be taken now; a reply comes in by the act itself.
    let early = StepWish::new(Wish { result: Some(1), ..Wish::new(Act::Opinion, day("2026-03-09")) });
    let PetitionError::Say(say) = desk.take_petition_step(&number, &early).unwrap_err() else { panic!() };
    assert!(say.text(Lang::Zh).contains("还没有受理") && say.text(Lang::Zh).contains("第三十四条"));
    let petition = Some(desk.case(&number).unwrap().petition.entity());
    let wish = FormWish {
        act: FormAct::PetitionStep,
        household: EntityId::ZERO,
        person: None,
        village: None,
        petition,
    };
    let Opening::Form(form) = desk.open_form(wish, None).unwrap() else { panic!() };
    let offered: Vec<&str> =
        form.context.lists[&Source::PetitionActs].iter().map(|choice| choice.name.as_str()).collect();
    assert!(offered.contains(&said(Act::Accept)) && !offered.contains(&said(Act::Extend)), "{offered:?}");
    assert!(step(&mut desk, &[("act", said(Act::Accept)), ("on", "2026-03-05")]).is_ok());
    desk.turn(day("2026-04-20"));
    let extend = |days: &'static str| {
        [
            ("act", said(Act::Extend)),
            ("days", days),
            ("whom", "李明"),
            ("until", "2026-04-20"),
            ("note", "复杂"),
        ]
    };
    refused(step(&mut desk, &extend("31")), &["31", "第三十四条"]);
    assert!(step(&mut desk, &extend("30")).is_ok());
    refused(step(&mut desk, &extend("10")), &["已经延期过", "第三十四条"]);
    let rate = [("rating", "1"), ("on", "2026-04-20")];
    refused(keep(&mut desk, FormAct::PetitionRate, Some(&number), &rate), &["还没有送达", "第二十一条"]);
    assert!(step(&mut desk, &[("act", said(Act::Opinion)), ("outcome", "2")]).is_ok());
    assert!(step(&mut desk, &[("act", said(Act::Deliver))]).is_ok());
    assert!(keep(&mut desk, FormAct::PetitionRate, Some(&number), &rate).is_ok());
    desk.turn(day("2026-05-25"));
    // Served 20 April: day 30 is 20 May, day 31 the 21st.
    refused(
        step(&mut desk, &[("act", said(Act::RequestReview)), ("on", "2026-05-21")]),
        &["2026-05-20", "第三十五条"],
    );
    assert!(step(&mut desk, &[("act", said(Act::RequestReview)), ("on", "2026-05-20")]).is_ok());
    let six = [
        ("channel", "2"),
        ("kind", "3"),
        ("names", "张三"),
        ("request", "路"),
        ("speakers", "甲 乙 丙 丁 戊 己"),
    ];
    refused(keep(&mut desk, FormAct::PetitionRegister, None, &six), &["6 人", "第二十条"]);
    let reasoned = [&six[..], &[("why", "已劝其推选五人")]].concat();
    assert!(keep(&mut desk, FormAct::PetitionRegister, None, &reasoned).is_ok());
    desk.log_petition(&number, day("2026-05-24"), Contact::Phone, "", "问").unwrap();
    let PetitionError::Say(say) = desk.change_petition_kind(&number, ItemKind::Accusation, "").unwrap_err()
    else {
        panic!()
    };
    assert!(say.text(Lang::Zh).contains("第三十条"), "{}", say.text(Lang::Zh));
}

#[test]
fn handler_merging_linking_contact_and_rating_have_forms_of_their_own() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().join("data");
    staffed(&root);
    let mut desk = head(&root);
    let (first, second, third) = (fresh(&mut desk), fresh(&mut desk), fresh(&mut desk));
    assert!(keep(&mut desk, FormAct::PetitionAssign, Some(&first), &[("about", "2")]).is_ok());
    let handler = desk.case(&first).unwrap().petition.handler.shown.unwrap();
    assert_eq!(desk.officer_name(handler).unwrap(), "乙");
    let log = [("how", "2"), ("with", "张三"), ("note", "接访一次")];
    assert!(keep(&mut desk, FormAct::PetitionLog, Some(&first), &log).is_ok());
    let said = desk.case(&first).unwrap().logs.remove(0);
    assert_eq!(
        (said.text.shown.as_deref(), said.how.shown),
        (Some("接访一次"), Some(Contact::Reception.code()))
    );
    assert!(
        keep(&mut desk, FormAct::PetitionLink, Some(&second), &[("about", &first), ("how", "2")]).is_ok()
    );
    assert_eq!(desk.case(&second).unwrap().ties.len(), 1);
    assert!(keep(&mut desk, FormAct::PetitionMerge, Some(&third), &[("about", &first)]).is_ok());
    let merged = desk.case(&third).unwrap();
    assert_eq!((merged.number(), merged.course.item.stage), (third.as_str(), Stage::Merged));
    refused(keep(&mut desk, FormAct::PetitionMerge, Some(&second), &[("about", "A26-2222")]), &["A26-2222"]);
    refused(keep(&mut desk, FormAct::PetitionLink, Some(&second), &[("about", &second)]), &[]);
}

#[test]
fn a_repeat_is_suggested_while_typing_and_a_digit_takes_it() {
    let temp = tempfile::tempdir().unwrap();
    let mut desk =
        Desk::open(super::super::super::tests::office(&temp.path().join("data")), day("2026-03-10")).unwrap();
    let earlier = fresh(&mut desk);
    let mut form = opened(&mut desk, FormAct::PetitionRegister, None);
    let asked =
        fill(&mut form, "item", &[("channel", "2"), ("kind", "3"), ("topic", "1"), ("names", "张三")]);
    let (facts, repeats) = desk.petition_alike(&asked.last().unwrap().said).unwrap();
    let Some((_, Fact::Repeats(said, 1))) = facts.first() else { panic!("{facts:?}") };
    assert!(said.contains(&earlier) && said.contains("2026-03-02"));
    assert!(!form.go_to("item", 0, "repeats"), "not asked as long as nothing was found");
    form.hand_in(Source::Repeats, repeats);
    fill(&mut form, "item", &[("request", "又停了")]);
    assert!(form.go_to("item", 0, "repeats"));
    form.key(FormKey::Text("1".into()));
    let wish = FormWish {
        act: FormAct::PetitionRegister,
        household: EntityId::ZERO,
        person: None,
        village: None,
        petition: None,
    };
    let Kept::Saved(done) = desk.save_form(&wish, &saved(&mut form)).unwrap() else { panic!() };
    assert!(desk.case(&done.about).unwrap().repeats());
    // Another person, another matter, and an accusation: nothing is suggested.
    for fields in [
        [("kind", "3"), ("topic", "1"), ("names", "李四")],
        [("kind", "3"), ("topic", "4"), ("names", "王五")],
        [("kind", "2"), ("topic", "1"), ("names", "张三")],
    ] {
        let mut form = opened(&mut desk, FormAct::PetitionRegister, None);
        let asked = fill(&mut form, "item", &fields);
        assert_eq!(desk.petition_alike(&asked.last().unwrap().said).unwrap().1.len(), 0, "{fields:?}");
    }
}

#[test]
fn no_half_typed_form_of_a_petition_is_kept_on_the_disk() {
    assert!(
        FormAct::ALL.iter().filter(|act| act.spec().id.starts_with("petition_")).all(|act| act.is_petition())
    );
}
