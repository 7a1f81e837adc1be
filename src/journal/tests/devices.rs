//! Cases of sync.md 4 about devices, insiders and forgeries: F50, F51, F55, F66 to F68, F70 to F74; and the
//! limits of a draft.

use super::super::authority::{Accepted, EndTarget, EndV1, GrantV1, RulingTarget, kind, schema};
use super::super::*;
use super::cases::{HERE, Scene};
use super::replica::Replica;
use super::world::*;

fn quarantined(reason: Quarantine) -> OpStatus {
    OpStatus::Quarantined(reason)
}

#[test]
fn f50_the_same_millisecond_on_two_machines_is_two_commits() {
    let mut scene = Scene::new();
    scene.two.wall_ms = scene.one.wall_ms;
    let head = |device: &Device| {
        device.head.unwrap_or(Head { stream: StreamId::ZERO, sequence: 0, hash: Hash::ZERO })
    };
    let [one, two] = [&scene.one, &scene.two].map(|device| Seat::after(head(device), device.wall_ms, [0; 8]));
    assert_ne!(one.id, two.id);
}

#[test]
fn f51_a_copied_folder_makes_two_branches_that_both_count() {
    let mut scene = Scene::new();
    let mut copy = scene.one.copy(77);
    let ours = scene.write(1, NAME, "ours", &[scene.first]);
    let theirs = copy.commit(HERE, &[write(PERSON, scene.person, NAME, "theirs", vec![scene.first])]);
    scene.commits.push(theirs.clone());
    let replica = scene.replica();
    assert_eq!(replica.status(&theirs, 0), OpStatus::Counted);
    let vector = replica.ledger.vector();
    assert_eq!(vector.branched(), [theirs.stream()]);
    let runs = vector.runs(theirs.stream());
    assert_eq!(runs.iter().map(|run| (run.first, run.last)).collect::<Vec<_>>(), [(1, 2), (1, 2)]);
    assert_ne!(ours.commit(), theirs.id);
    assert!(replica.ledger.gaps().is_empty());
}

#[test]
fn gaps_are_named_and_what_lies_beyond_counts() {
    let mut scene = Scene::new();
    for text in ["a", "b", "c", "d"] {
        scene.write(1, PHONE, text, &[]);
    }
    let stream = scene.commits[3].stream();
    scene.commits.drain(4..6);
    let replica = scene.replica();
    assert_eq!(replica.ledger.gaps(), [Gap { stream, first: 2, last: 3 }]);
    assert_eq!(scene.shown(PHONE, Class::Loose).0.len(), 2);
    let runs: Vec<(u64, u64)> = replica.ledger.runs(stream).iter().map(|run| (run.first, run.last)).collect();
    assert_eq!(runs, [(1, 1), (4, 5)]);
}

#[test]
fn followers_of_a_first_header_that_is_missing_are_held_and_checked_when_it_comes() {
    let mut scene = Scene::new();
    scene.write(1, PHONE, "a", &[]);
    let mut forged = scene.commits[4].clone();
    forged.header_bytes[30] ^= 1;
    let forged = verify::received(forged.header_bytes, forged.signature, forged.bodies).unwrap();
    let (first, follower) = (scene.commits.remove(3), scene.commits[3].clone());
    let mut replica = Replica::of(scene.office.data_set, &scene.commits);
    replica.receive(&forged).unwrap();
    let held = OpStatus::Held(Held::FirstHeaderMissing);
    assert_eq!([replica.status(&follower, 0), replica.status(&forged, 0)], [held, held]);
    let admission = replica.receive(&first).unwrap();
    assert!(admission.changed.contains(&follower.id));
    assert_eq!(replica.status(&follower, 0), OpStatus::Counted);
    assert_eq!(replica.status(&forged, 0), quarantined(Quarantine::Signature));
}

#[test]
fn f66_another_devices_grant_or_officer() {
    let mut scene = Scene::new();
    (scene.one.grant, scene.two.officer) = (scene.two.grant, scene.one.officer);
    scene.write(1, NAME, "x", &[]);
    scene.write(2, NAME, "y", &[]);
    let replica = scene.replica();
    let grant = scene.two.grant;
    let statuses = [4, 5].map(|at| replica.status(&scene.commits[at], 0));
    assert_eq!(statuses[0], quarantined(Quarantine::GrantOfAnotherDevice { grant }));
    assert_eq!(statuses[1], quarantined(Quarantine::GrantOfAnotherOfficer { grant }));
}

#[test]
fn f67_forged_streams_and_data_sets() {
    let mut scene = Scene::new();
    let mut stranger = Device::new(99, scene.office.data_set, scene.one.officer, scene.one.grant);
    let (commit, _) = stranger.create(HERE, PERSON, NAME, "x");
    let mut other = Office::found(50);
    let (elsewhere, _) = other.root.create(HERE, PERSON, NAME, "y");
    let own = scene.commits[3].clone();
    let taken_over =
        forge(&stranger, &scene.one.commit(HERE, &[write(PERSON, scene.person, NAME, "z", vec![])]), |_| {});
    scene.commits.extend([commit.clone(), other.founding.clone(), elsewhere.clone()]);
    let mut replica = scene.replica();
    let grant = scene.one.grant;
    assert_eq!(replica.status(&commit, 0), quarantined(Quarantine::GrantOfAnotherDevice { grant }));
    for foreign in [&other.founding, &elsewhere] {
        let reason = Quarantine::OtherDataSet { data_set: other.data_set };
        assert_eq!(replica.status(foreign, 0), quarantined(reason));
    }
    assert_eq!(taken_over.stream(), own.stream());
    assert_eq!(replica.receive(&taken_over), Err(Refusal::Signature { commit: taken_over.id }));
    assert!(!replica.ledger.holds(taken_over.id), "a bad signature leaves nothing behind");
}

#[test]
fn f67_two_commits_with_one_id_count_neither() {
    let mut scene = Scene::new();
    scene.write(1, NAME, "x", &[]);
    let twin = forge(&scene.one, &scene.commits[4], |header| header.part += 1);
    assert_eq!(twin.id, scene.commits[4].id);
    scene.commits.push(twin.clone());
    let replica = scene.replica();
    for commit in [&scene.commits[4], &twin] {
        assert_eq!(replica.status(commit, 0), quarantined(Quarantine::CommitIdTwice));
    }
    assert_eq!(scene.shown(NAME, Class::Sure).0, ["wang"]);
}

#[test]
fn f68_a_forbidden_write_beside_a_permitted_one_is_quarantined_alone() {
    let mut scene = Scene::new();
    let village = scene.office.root.create(EntityId::ZERO, PLACE, NAME, "village").0;
    let mut draft = scene.one.draft();
    let other = draft.next_id().entity();
    draft.push(HERE, &write(PERSON, other, DECISION, "yes", vec![])).unwrap();
    draft.push(HERE, &write(PERSON, scene.person, PHONE, "1", vec![])).unwrap();
    draft.push(HERE, &write(PLACE, other, NAME, "invented", vec![])).unwrap();
    let mixed = scene.one.seal(draft);
    scene.commits.extend([mixed.clone(), village.clone()]);
    let replica = scene.replica();
    let role = Quarantine::RoleMayNot { roles: RECORDER, writers: Roles::HEAD };
    assert_eq!(replica.status(&mixed, 0), quarantined(role));
    assert_eq!(replica.status(&mixed, 1), OpStatus::Counted);
    assert_eq!(replica.status(&mixed, 2), quarantined(Quarantine::OfficeMachineOnly));
    assert_eq!(replica.status(&village, 0), OpStatus::Counted);
    let release = scene.office.rule(RulingTarget::Commit(mixed.id), true, Vec::new());
    scene.commits.push(release);
    assert_eq!(scene.replica().status(&mixed, 0), OpStatus::Counted, "a ruling lifts roles");
}

#[test]
fn f70_an_end_accepts_up_to_a_header_and_a_ruling_lifts_it() {
    let mut scene = Scene::new();
    scene.write(1, PHONE, "before", &[]);
    let head = scene.one.head.unwrap();
    scene.write(1, PHONE, "after", &[]);
    let accepted = vec![Accepted { stream: head.stream, sequence: head.sequence, hash: head.hash }];
    let target = EndTarget::Grant(scene.one.grant);
    let end = scene.office.decree(kind::END, schema::END, &EndV1 { target, accepted });
    scene.commits.push(end.clone());
    let replica = scene.replica();
    let id = OpId::new(end.id, 0).entity();
    let [before, after] = [4, 5].map(|at| scene.commits[at].clone());
    assert_eq!(replica.status(&before, 0), OpStatus::Counted);
    assert_eq!(replica.status(&after, 0), quarantined(Quarantine::Ended { end: id }));
    let mut gap = scene.commits.clone();
    gap.remove(4);
    let replica = Replica::of(scene.office.data_set, &gap);
    let undecidable = OpStatus::Held(Held::EndAcrossGap { end: id });
    assert_eq!(replica.status(&scene.commits[3], 0), undecidable, "the accepted header itself is missing");
    let lift = scene.office.rule(RulingTarget::Act(head.stream, after.header.act), true, Vec::new());
    scene.commits.push(lift.clone());
    assert_eq!(scene.replica().status(&after, 0), OpStatus::Counted);
    let undo = scene.office.rule(RulingTarget::Commit(after.id), false, Vec::new());
    scene.commits.push(undo.clone());
    assert_eq!(
        scene.replica().status(&after, 0),
        quarantined(Quarantine::RuledOut),
        "any live `does not` wins"
    );
    let (op, target) = (OpId::new(undo.id, 0), RulingTarget::Commit(after.id));
    let withdrawn = scene.office.rule(target, true, vec![op]);
    scene.commits.push(withdrawn);
    assert_eq!(scene.replica().status(&after, 0), OpStatus::Counted, "until it is replaced");
}

#[test]
fn f70_a_stream_that_an_end_does_not_list_is_not_accepted_and_the_root_cannot_be_ended() {
    let mut scene = Scene::new();
    let end = EndV1 { target: EndTarget::Grant(scene.one.grant), accepted: Vec::new() };
    let end = scene.office.decree(kind::END, schema::END, &end);
    let target = EndTarget::Device(scene.office.device);
    let root = scene.office.decree(kind::END, schema::END, &EndV1 { target, accepted: Vec::new() });
    let (later, _) = scene.office.root.create(HERE, PERSON, NAME, "still here");
    scene.commits.extend([end.clone(), root.clone(), later.clone()]);
    let replica = scene.replica();
    let id = OpId::new(end.id, 0).entity();
    assert_eq!(replica.status(&scene.commits[3], 0), quarantined(Quarantine::Ended { end: id }));
    assert_eq!(replica.status(&root, 0), quarantined(Quarantine::RootEnded));
    assert_eq!(replica.status(&later, 0), OpStatus::Counted);
}

#[test]
fn f71_signed_again_by_somebody_else_is_refused() {
    let mut scene = Scene::new();
    let again = forge(&scene.two, &scene.commits[3], |_| {});
    let mut replica = scene.replica();
    let known = replica.receive(&again).unwrap();
    assert_eq!(known.novelty, Novelty::Nothing, "the header is known; its signature is the first one");
    let mut fresh = Replica::of(scene.office.data_set, &scene.commits[..3]);
    assert_eq!(fresh.receive(&again), Err(Refusal::Signature { commit: again.id }));
    assert_eq!(fresh.receive(&scene.commits[3]).unwrap().novelty, Novelty::Header);
    scene.write(1, NAME, "x", &[]);
}

#[test]
fn f71_a_signature_that_was_vouched_for_speaks_for_itself_alone() {
    let scene = Scene::new();
    let again = forge(&scene.two, &scene.commits[3], |_| {});
    assert_eq!(again.hash, scene.commits[3].hash);
    let mut fresh = Replica::of(scene.office.data_set, &scene.commits[..3]);
    fresh.ledger.vouch([(again.hash, scene.commits[3].signature)]);
    assert_eq!(fresh.receive(&again), Err(Refusal::Signature { commit: again.id }), "checked, and refused");
    assert_eq!(fresh.receive(&scene.commits[3]).unwrap().novelty, Novelty::Header);
    fresh.ledger.vouch([]);
    assert_eq!(
        fresh.ledger.vector(),
        Replica::of(scene.office.data_set, &scene.commits[..4]).ledger.vector()
    );
}

#[test]
fn f72_authority_that_the_root_did_not_sign_or_not_under_a_head() {
    let mut scene = Scene::new();
    let grant = GrantV1 { officer: scene.one.officer, device: scene.office.device, roles: Roles::HEAD };
    let mut draft = scene.one.draft();
    let entity = draft.next_id().entity();
    push(&mut draft, kind::GRANT, entity, schema::GRANT, &grant);
    let invented = scene.one.seal(draft);
    // A grant without the head's role on the root machine, and a decree under it.
    let clerk = GrantV1 { officer: scene.office.root.officer, device: scene.office.device, roles: RECORDER };
    let weak = scene.office.decree(kind::GRANT, schema::GRANT, &clerk);
    let head_grant = std::mem::replace(&mut scene.office.root.grant, OpId::new(weak.id, 0).entity());
    let decree = scene.office.decree(kind::GRANT, schema::GRANT, &grant);
    scene.office.root.grant = head_grant;
    // Authority beside other operations, and an entity that is not the operation's own.
    let mut draft = scene.office.root.draft();
    let entity = draft.next_id().entity();
    push(&mut draft, kind::GRANT, entity, schema::GRANT, &grant);
    let other = draft.next_id().entity();
    draft.push(EntityId::ZERO, &write(PLACE, other, NAME, "village", vec![])).unwrap();
    let mixed = scene.office.root.seal(draft);
    let mut draft = scene.office.root.draft();
    push(&mut draft, kind::GRANT, scene.person, schema::GRANT, &grant);
    let borrowed = scene.office.root.seal(draft);
    scene.commits.extend([invented.clone(), weak, decree.clone(), mixed.clone(), borrowed.clone()]);
    let replica = scene.replica();
    assert_eq!(replica.status(&invented, 0), quarantined(Quarantine::AuthorityNotRoot));
    assert_eq!(replica.status(&decree, 0), quarantined(Quarantine::AuthorityNotHead));
    assert_eq!(replica.status(&mixed, 0), quarantined(Quarantine::AuthorityMixed));
    assert_eq!(replica.status(&mixed, 1), OpStatus::Counted);
    assert_eq!(
        replica.status(&borrowed, 0),
        quarantined(Quarantine::AuthorityMalformed { kind: kind::GRANT })
    );
    assert_eq!(replica.ledger.authority().grants.len(), 4);
}

#[test]
fn f72_a_chain_of_head_grants_holds_even_when_the_clock_went_back() {
    let mut scene = Scene::new();
    let head =
        GrantV1 { officer: scene.office.root.officer, device: scene.office.device, roles: Roles::HEAD };
    let mut decrees = Vec::new();
    for _ in 0..4 {
        let decree = scene.office.decree(kind::GRANT, schema::GRANT, &head);
        scene.office.root.grant = OpId::new(decree.id, 0).entity();
        scene.office.root.wall_ms -= 1_000_000;
        decrees.push(decree);
    }
    scene.commits.extend(decrees.iter().cloned());
    let replica = scene.replica();
    assert!(decrees.iter().all(|decree| replica.status(decree, 0) == OpStatus::Counted));
    scene.commits.retain(|commit| commit.hash != decrees[0].hash);
    let replica = scene.replica();
    assert!(decrees[1..].iter().all(|decree| matches!(replica.status(decree, 0), OpStatus::Held(_))));
}

#[test]
fn f73_bytes_that_decode_but_do_not_re_encode_identically() {
    let mut scene = Scene::new();
    let op = write(PERSON, scene.person, NAME, "x", vec![]);
    let mut bytes = codec::encode_op(&op).unwrap();
    // The kind as a three-byte integer where one byte does.
    bytes.splice(16..17, [251, PERSON as u8, 0]);
    assert_eq!(codec::decode_op(&bytes), Err(CodecError::NotCanonical { what: "operation" }));
    let mut plain = codec::encode_op(&op).unwrap();
    plain.push(0);
    assert_eq!(codec::decode_op(&plain), Err(CodecError::Undecodable { what: "operation" }));
    let body = Body { salt: [1; 16], form: 0, bytes };
    let slots = vec![BodySlot::Held(body)];
    let group = hash::group_hash(slots.iter().map(hash::slot_hash));
    let mut commit = scene.one.commit(HERE, &[op]);
    commit.bodies = vec![GroupBodies::Present(slots)];
    let commit = forge(&scene.one, &commit, |header| header.groups[0].hash = group);
    scene.commits.push(commit.clone());
    assert_eq!(scene.replica().status(&commit, 0), quarantined(Quarantine::NotAnOperation));
}

#[test]
fn f74_a_fixed_value_is_neither_replaced_nor_set_aside() {
    let mut scene = Scene::new();
    let (paid, line) = scene.one.create(HERE, LINE, AMOUNT, "600");
    let op = OpId::new(paid.id, 0);
    let replaced = scene.two.commit(HERE, &[write(LINE, line, AMOUNT, "0", vec![op])]);
    let aside = scene.two.commit(HERE, &[void(LINE, line, Hash::ZERO, Vec::new())]);
    scene.commits.extend([paid.clone(), replaced.clone(), aside.clone()]);
    let replica = scene.replica();
    assert_eq!(replica.status(&paid, 0), OpStatus::Counted);
    assert_eq!(replica.status(&replaced, 0), quarantined(Quarantine::FixedReplaced { slot: AMOUNT }));
    assert_eq!(replica.status(&aside, 0), quarantined(Quarantine::FixedSetAside));
}

#[test]
fn a_group_that_does_not_fit_its_hash_is_withheld_and_comes_to_life_later() {
    let mut scene = Scene::new();
    let whole = scene.commits[3].clone();
    let mut bodies = whole.bodies.clone();
    if let GroupBodies::Present(slots) = &mut bodies[0]
        && let BodySlot::Held(body) = &mut slots[0]
    {
        body.salt[0] ^= 1;
    }
    let torn = verify::received(whole.header_bytes.clone(), whole.signature, bodies).unwrap();
    assert_eq!(torn.bodies, [GroupBodies::Withheld]);
    scene.commits[3] = torn;
    let mut replica = scene.replica();
    assert_eq!(replica.status(&whole, 0), OpStatus::Held(Held::BodyWithheld));
    let scopes = replica.ledger.vector().scopes;
    assert!(scopes.contains(&(HERE, Completeness::AllMissing)));
    assert_eq!(replica.receive(&whole).unwrap().novelty, Novelty::Bodies);
    assert_eq!(replica.status(&whole, 0), OpStatus::Counted);
}

#[test]
fn an_accusation_stays_sealed_and_never_goes_to_a_laptop() {
    let mut scene = Scene::new();
    let mut drawer = scene.office.root.copy(40);
    (drawer.opening.audience, drawer.head) = (Audience::Office, None);
    let mut draft = drawer.draft();
    draft.push_sealed(HERE, vec![1, 2, 3]).unwrap();
    let sealed = drawer.seal(draft);
    let mut draft = scene.one.draft();
    draft.push_sealed(HERE, vec![1, 2, 3]).unwrap();
    let misplaced = scene.one.seal(draft);
    scene.commits.extend([sealed.clone(), misplaced.clone()]);
    let replica = scene.replica();
    assert_eq!(replica.status(&sealed, 0), OpStatus::Held(Held::Sealed));
    assert_eq!(replica.status(&misplaced, 0), quarantined(Quarantine::SealedForEveryone));
    let lacks = |office| {
        let reach = Reach { office, villages: [HERE].into() };
        replica.ledger.lacking(&Vector::default(), &reach).headers.contains(&sealed.hash)
    };
    assert_eq!([lacks(true), lacks(false)], [true, false]);
}

#[test]
fn a_laptop_is_sent_the_bodies_of_its_villages_alone() {
    let mut scene = Scene::new();
    let (elsewhere, _) = scene.two.create(village(9), PERSON, NAME, "x");
    scene.commits.push(elsewhere.clone());
    let whole = scene.replica();
    let bare: Vec<Commit> = scene.commits.iter().map(without_bodies).collect();
    let headers_only = Replica::of(scene.office.data_set, &bare).ledger.vector();
    let reach = Reach { office: false, villages: [HERE].into() };
    let lacking = whole.ledger.lacking(&headers_only, &reach);
    assert!(lacking.headers.is_empty());
    assert!(lacking.bodies.contains(&(scene.commits[3].hash, HERE)));
    assert!(lacking.bodies.iter().all(|(hash, _)| *hash != elsewhere.hash));
}

#[test]
fn f49_a_laptop_from_2099_pulls_nobody_along_even_after_a_restart() {
    let mut scene = Scene::new();
    scene.two.wall_ms = 4_070_908_800_000;
    scene.write(2, PHONE, "from the future", &[]);
    let now = 1_700_000_100_000;
    let clock = scene.replica().ledger.clock(&scene.one.opening.signing_key, now);
    assert_eq!(clock::milliseconds(clock.last()), now + clock::PULL_MAX_MS);
}

#[test]
fn what_a_machine_is_sent_follows_from_its_grants() {
    let mut scene = Scene::new();
    let authority = |scene: &Scene| scene.replica().ledger.authority().clone();
    let device = authority(&scene).grants[&scene.one.grant].device;
    let villages = authority::VillagesV1 { all: false, villages: vec![HERE, village(9)] };
    let place = (authority::SLOT_VILLAGES, schema::VILLAGES);
    let op = authority::authority_op(kind::GRANT, scene.one.grant, place, &villages, Vec::new()).unwrap();
    let given = scene.office.root.commit(EntityId::ZERO, &[op]);
    scene.commits.push(given.clone());
    assert_eq!(authority(&scene).villages(device), villages);
    let fewer = authority::VillagesV1 { all: false, villages: vec![HERE] };
    let replaced = vec![OpId::new(given.id, 0)];
    let op = authority::authority_op(kind::GRANT, scene.one.grant, place, &fewer, replaced).unwrap();
    let taken = scene.office.root.commit(EntityId::ZERO, &[op]);
    scene.commits.push(taken);
    assert_eq!(authority(&scene).villages(device), fewer);
    assert!(authority(&scene).villages(scene.office.device).all, "the office machine gets every village");
    let officers = authority(&scene).officers();
    assert_eq!(officers[&scene.one.officer][0].name, "B");
}

#[test]
fn a_draft_keeps_the_limits() {
    let mut scene = Scene::new();
    let entity = |number: u16| OpId::new(CommitId([9; 14]), number).entity();
    let mut draft = scene.one.draft();
    for number in 0..2_000 {
        draft.push(HERE, &write(PERSON, entity(number), NAME, "x", vec![])).unwrap();
    }
    let one_more = draft.push(HERE, &write(PERSON, entity(2_000), NAME, "x", vec![]));
    assert_eq!(one_more, Err(DraftError::TooManyOps));
    let commit = scene.one.seal(draft);
    assert_eq!(decode_commit(&encode_commit(&commit).unwrap()).unwrap(), commit);

    let mut draft = scene.one.draft();
    let long = "x".repeat(24_000);
    let pushed = (0..2_000)
        .find_map(|number| draft.push(HERE, &write(PERSON, entity(number), NAME, &long, vec![])).err());
    assert_eq!(pushed, Some(DraftError::TooLarge));
    assert!(encode_commit(&scene.one.seal(draft)).unwrap().len() <= commit::COMMIT_BYTES_MAX);

    let mut draft = scene.one.draft();
    draft.push(village(2), &write(PERSON, entity(1), NAME, "x", vec![])).unwrap();
    let before = draft.push(HERE, &write(PERSON, entity(1), NAME, "x", vec![]));
    assert_eq!(before, Err(DraftError::ScopeOrder { scope: HERE, before: village(2) }));
    let twice = draft.push(village(2), &write(PERSON, entity(1), PHONE, "x", vec![]));
    assert_eq!(twice, Err(DraftError::RecordTwice { kind: PERSON, entity: entity(1) }));
    let mut long = write(PERSON, entity(2), NAME, &"x".repeat(13_000), vec![]);
    long.changes.extend(write(PERSON, entity(2), PHONE, &"x".repeat(13_000), vec![]).changes);
    let too_long = draft.push(village(2), &long);
    assert!(matches!(too_long, Err(DraftError::Codec(CodecError::TooLong { .. }))));
    assert_eq!(draft.len(), 1);
}
