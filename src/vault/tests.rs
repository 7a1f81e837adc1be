//! The vault's promises: who opens it, who no longer does, and that damaged bytes are refused.

use proptest::prelude::*;

use super::random::Repeatable;
use super::*;

fn pass(text: &str) -> Passphrase {
    Passphrase::new(text).unwrap()
}

fn founded() -> (Vault, Keys, RecoveryCode) {
    let founding = Founding { name: "张三", passphrase: &pass("first-pass-1"), effort: Effort::FAST };
    Vault::create(&founding, &mut Repeatable::new(1)).unwrap()
}

/// What is written, read again.
fn reread(vault: &Vault) -> Vault {
    let (generation, again) = Vault::decode(&vault.encode(77)).unwrap();
    assert_eq!(generation, 77);
    again
}

fn same_keys(a: &Keys, b: &Keys) -> bool {
    let sealed = a.sealer(Purpose::State).seal(b"k", b"v", &mut Repeatable::new(9)).unwrap();
    a.folder() == b.folder()
        && a.signing_public() == b.signing_public()
        && a.device().recipient() == b.device().recipient()
        && b.sealer(Purpose::State).open(b"k", &sealed).is_ok_and(|v| v.as_slice() == b"v")
}

#[test]
fn the_passphrase_and_the_code_open_and_nothing_else() {
    let (vault, keys, code) = founded();
    let vault = reread(&vault);
    let opened = vault.open(1, &pass("ｆｉｒｓｔ-pass-1")).unwrap();
    assert!(same_keys(&keys, &opened));
    assert_eq!(opened.opened_by(), (SlotKind::Officer, 1));
    let recovered = vault.open_with_code(&RecoveryCode::parse(&code.to_text()).unwrap()).unwrap();
    assert!(same_keys(&keys, &recovered));
    assert_eq!(recovered.opened_by(), (SlotKind::Recovery, 0));
    assert!(matches!(vault.open(1, &pass("first-pass-2")), Err(VaultError::WrongPassphrase(1))));
    assert!(matches!(vault.open(2, &pass("first-pass-1")), Err(VaultError::NoSlot { number: 2, .. })));
    let other = RecoveryCode::draw(&mut Repeatable::new(5)).unwrap();
    assert!(matches!(vault.open_with_code(&other), Err(VaultError::WrongCode)));
    assert!(vault.open_with_identity(&Identity::generate()).is_err());
}

#[test]
fn nothing_readable_lies_in_the_bytes() {
    let (vault, keys, code) = founded();
    let bytes = vault.encode(1);
    let code = code.to_text();
    for secret in ["张三".as_bytes(), b"first-pass-1", code.as_bytes(), keys.device().to_text().as_bytes()]
    {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret));
    }
    for debug in [format!("{vault:?}"), format!("{keys:?}"), format!("{:?}", keys.sealer(Purpose::State))] {
        assert!(debug.len() < 50 && !debug.contains('['), "{debug}");
    }
}

#[test]
fn a_second_officer_comes_and_goes() {
    let (mut vault, mut keys, code) = founded();
    let random = &mut Repeatable::new(2);
    vault.add_officer(&keys, 2, "李四", (&pass("second-pass-2"), Effort::FAST), random).unwrap();
    let twice = vault.add_officer(&keys, 2, "李四", (&pass("second-pass-2"), Effort::FAST), random);
    assert!(matches!(twice, Err(VaultError::SlotExists(2))));
    assert!(!vault.other_must_follow());
    let vault_before = reread(&vault);
    let second = vault_before.open(2, &pass("second-pass-2")).unwrap();
    assert!(same_keys(&keys, &second));
    let old = keys.sealer(Purpose::Journal).seal(b"old", b"frame", random).unwrap();

    assert_eq!(vault.remove(&mut keys, SlotKind::Officer, 2, random).unwrap(), 2);
    assert!(vault.other_must_follow());
    let vault = reread(&vault);
    assert!(vault.other_must_follow());
    assert!(matches!(vault.open(2, &pass("second-pass-2")), Err(VaultError::NoSlot { .. })));
    let first = vault.open(1, &pass("first-pass-1")).unwrap();
    assert_eq!(first.current(), 2);
    assert_eq!(first.sealer(Purpose::Journal).open(b"old", &old).unwrap().as_slice(), b"frame");
    let new = first.sealer(Purpose::Journal).seal(b"new", b"frame", random).unwrap();
    assert_eq!(Sealer::key_of(&new), Some(2));
    let refused = second.sealer(Purpose::Journal).open(b"new", &new);
    assert_eq!(refused.unwrap_err(), SealError::KeyUnknown(2));
    assert_eq!(vault.open_with_code(&code).unwrap().current(), 2);

    let mut vault = vault;
    let mut first = first;
    let last = vault.remove(&mut first, SlotKind::Officer, 1, random);
    assert!(matches!(last, Err(VaultError::LastOfficer(1))));
    assert!(matches!(vault.remove(&mut first, SlotKind::Officer, 9, random), Err(VaultError::NoSlot { .. })));
    let stale = vault.add_officer(&second, 3, "x", (&pass("third-pass-3"), Effort::FAST), random);
    assert!(matches!(stale, Err(VaultError::ForeignKeys)));
}

#[test]
fn a_new_passphrase_closes_the_old_one_also_after_a_recovery() {
    let (mut vault, keys, code) = founded();
    let random = &mut Repeatable::new(3);
    vault.set_passphrase(&keys, 1, &pass("changed-pass-1"), Effort::FAST, random).unwrap();
    assert!(vault.other_must_follow());
    assert!(vault.open(1, &pass("first-pass-1")).is_err());
    assert!(same_keys(&keys, &vault.open(1, &pass("changed-pass-1")).unwrap()));

    let recovered = vault.open_with_code(&code).unwrap();
    vault.set_passphrase(&recovered, 1, &pass("third-pass-1"), Effort::FAST, random).unwrap();
    assert!(vault.open(1, &pass("changed-pass-1")).is_err());
    let opened = reread(&vault).open(1, &pass("third-pass-1")).unwrap();
    assert!(same_keys(&keys, &opened));
    assert_eq!(vault.ways_in(&opened).unwrap()[0].name, "张三");

    let fresh = vault.renew_recovery(&opened, random).unwrap();
    assert!(matches!(vault.open_with_code(&code), Err(VaultError::WrongCode)));
    assert!(same_keys(&keys, &vault.open_with_code(&fresh).unwrap()));
    assert!(vault.set_passphrase(&opened, 4, &pass("third-pass-1"), Effort::FAST, random).is_err());
}

#[test]
fn the_office_opens_an_enrolled_laptop_and_doctor_lists_every_way() {
    let (mut vault, keys, _) = founded();
    let random = &mut Repeatable::new(4);
    let office = Identity::generate();
    assert_eq!(vault.add_recipient(&keys, office.recipient(), "马龙区移民办", random).unwrap(), 1);
    vault.add_officer(&keys, 7, "王五", (&pass("seventh-pass"), Effort::FAST), random).unwrap();
    let vault = reread(&vault);
    let opened = vault.open_with_identity(&office).unwrap();
    assert_eq!(opened.opened_by(), (SlotKind::Recipient, 1));
    assert!(same_keys(&keys, &opened));
    let ways: Vec<_> =
        vault.ways_in(&opened).unwrap().into_iter().map(|way| (way.kind, way.number, way.name)).collect();
    let expected = [
        (SlotKind::Officer, 1, "张三".to_owned()),
        (SlotKind::Officer, 7, "王五".to_owned()),
        (SlotKind::Recovery, 0, String::new()),
        (SlotKind::Recipient, 1, "马龙区移民办".to_owned()),
    ];
    assert_eq!(ways, expected);
    assert_eq!(vault.officers(), [1, 7]);
}

#[test]
fn the_drawer_opens_for_those_allowed_and_survives_changes() {
    let (mut vault, keys, code) = founded();
    let random = &mut Repeatable::new(6);
    vault.add_officer(&keys, 2, "李四", (&pass("second-pass-2"), Effort::FAST), random).unwrap();
    let drawer = Identity::generate();
    vault.set_drawer(std::slice::from_ref(&drawer), &[1]).unwrap();
    assert!(vault.set_drawer(std::slice::from_ref(&drawer), &[3]).is_err());
    let vault = &mut reread(&vault);
    let first = vault.open(1, &pass("first-pass-1")).unwrap();
    assert_eq!(first.drawers()[0].recipient(), drawer.recipient());
    assert!(vault.open(2, &pass("second-pass-2")).unwrap().drawers().is_empty());
    assert!(vault.open_with_code(&code).unwrap().drawers().is_empty());
    vault.set_passphrase(&first, 1, &pass("changed-pass-1"), Effort::FAST, random).unwrap();
    assert!(!vault.open(1, &pass("changed-pass-1")).unwrap().drawers().is_empty());
    let second = vault.open(2, &pass("second-pass-2")).unwrap();
    vault.set_passphrase(&second, 2, &pass("changed-pass-2"), Effort::FAST, random).unwrap();
    assert!(!vault.open(1, &pass("changed-pass-1")).unwrap().drawers().is_empty());
}

#[test]
fn a_later_officer_of_a_removed_number_is_not_let_into_the_drawer() {
    let (mut vault, keys, _) = founded();
    let random = &mut Repeatable::new(8);
    let second = (pass("second-pass-2"), Effort::FAST);
    vault.add_officer(&keys, 2, "李四", (&second.0, second.1), random).unwrap();
    vault.set_drawer(&[Identity::generate()], &[1, 2]).unwrap();
    // By somebody who cannot open the drawer, then by somebody who can.
    let mut keys = vault.open(1, &pass("first-pass-1")).unwrap();
    keys.drawers.clear();
    vault.remove(&mut keys, SlotKind::Officer, 2, random).unwrap();
    assert!(reread(&vault).drawer_is_stale() && vault.drawer_officers() == [1]);
    let holder = vault.open(1, &pass("first-pass-1")).unwrap();
    assert!(!holder.drawers().is_empty());
    vault.add_officer(&holder, 2, "赵六", (&second.0, second.1), random).unwrap();
    assert!(vault.open(2, &second.0).unwrap().drawers().is_empty());
}

#[test]
fn keys_of_another_folder_change_nothing() {
    let (mut vault, _, _) = founded();
    let founding = Founding { name: "x", passphrase: &pass("first-pass-1"), effort: Effort::FAST };
    let (_, foreign, _) = Vault::create(&founding, &mut Repeatable::new(99)).unwrap();
    let before = vault.encode(1);
    let refused =
        vault.add_officer(&foreign, 2, "x", (&pass("first-pass-1"), Effort::FAST), &mut Repeatable::new(1));
    assert!(matches!(refused, Err(VaultError::ForeignKeys)));
    assert_eq!(vault.encode(1), before);
}

#[test]
fn every_flipped_bit_and_every_cut_of_a_generation_is_refused() {
    let (vault, _, _) = founded();
    let bytes = vault.encode(3);
    for at in 0..bytes.len() {
        let mut wrong = bytes.clone();
        wrong[at] ^= 1 << (at % 8);
        assert!(matches!(Vault::decode(&wrong), Err(VaultError::NotWhole)), "byte {at}");
        assert!(Vault::decode(&bytes[..at]).is_err(), "cut at {at}");
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(Vault::decode(&longer).is_err());
}

#[test]
fn hostile_bodies_do_not_panic() {
    let (vault, _, _) = founded();
    let whole = vault.encode(3);
    let random = &mut Repeatable::new(11);
    for _ in 0..40_000 {
        let draws: [u8; 12] = random::draw(random).unwrap();
        let mut body = whole[20..whole.len() - 32].to_vec();
        for pair in draws.chunks(3) {
            let at = usize::from(u16::from_le_bytes([pair[0], pair[1]])) % body.len();
            body[at] = pair[2];
        }
        body.truncate(usize::from(u16::from_le_bytes([draws[0], draws[3]])) % (2 * body.len()));
        // Past the hash, so that the parser itself meets the bytes.
        let _ = Vault::decode_body(&body);
    }
}

#[test]
fn signatures_hold_for_their_message_and_device_only() {
    let (_, keys, _) = founded();
    let signature = keys.sign(b"header hash");
    assert!(verify(&keys.signing_public(), b"header hash", &signature));
    assert!(!verify(&keys.signing_public(), b"header hasj", &signature));
    assert!(!verify(&[0; 32], b"header hash", &signature));
    assert!(!verify(&keys.signing_public(), b"header hash", &[0; 64]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_seal_opens_in_its_place_only(
        plain in prop::collection::vec(any::<u8>(), 0..300),
        name: [u8; 4],
        seed: u64,
    ) {
        let keys = founded_once();
        let sealer = keys.sealer(Purpose::State);
        let sealed = sealer.seal(&name, &plain, &mut Repeatable::new(seed)).unwrap();
        prop_assert_eq!(sealed.len() % 32, 14, "46 bytes beside a multiple of 32");
        let opened = sealer.open(&name, &sealed).unwrap();
        prop_assert_eq!(opened.as_slice(), plain.as_slice());
        let mut other = name;
        other[0] ^= 1;
        prop_assert_eq!(sealer.open(&other, &sealed).unwrap_err(), SealError::Broken);
        prop_assert_eq!(keys.sealer(Purpose::Draft).open(&name, &sealed).unwrap_err(), SealError::Broken);
        let at = (seed as usize) % sealed.len();
        let mut wrong = sealed.clone();
        wrong[at] ^= 1 << (seed >> 60 & 7);
        prop_assert!(sealer.open(&name, &wrong).is_err());
        prop_assert!(sealer.open(&name, &sealed[..at]).is_err());
    }

    #[test]
    fn random_bytes_open_nothing(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(founded_once().sealer(Purpose::State).open(b"k", &bytes).is_err());
        prop_assert!(Vault::decode(&bytes).is_err());
    }
}

fn founded_once() -> &'static Keys {
    static KEYS: std::sync::OnceLock<Keys> = std::sync::OnceLock::new();
    KEYS.get_or_init(|| founded().1)
}
