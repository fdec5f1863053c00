//! Who is let in and who may do what: wrong secrets wait, whatever the clock says and however often the program is
//! started; a sale goes on meanwhile.

use std::time::Duration;

use expero::domain::access::{AccessRefusal, Right, Role, UpMoment};
use expero::domain::discount::Discount;
use expero::domain::error::Refusal;
use expero::domain::ids::UserId;
use expero::domain::packs::Packs;
use expero::domain::receipt::Paid;
use expero::store::{Database, Mode};
use expero::usecase::UseError;
use expero::usecase::read::settings::GetSetting;
use expero::usecase::read::users::{Deeds, Users};
use expero::usecase::sell_receipt::{SaleLine, SellReceipt};
use expero::usecase::set_settings::SetSettings;
use expero::usecase::settings::SetSetting;
use expero::usecase::users::{BeginSignIn, EndSignIn, ForgetTries, SaveUser, SignedIn};
use expero::vault;
use proptest::prelude::*;

use crate::support::{PRICE, Shop, actor};

/// Of the password «пароль-админа», made once: each takes its time.
fn admin_hash() -> String {
    static HASH: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    HASH.get_or_init(|| vault::hash("пароль-админа").unwrap()).clone()
}

fn user(name: &str, role: Role, secret: &str) -> SaveUser {
    SaveUser { id: None, name: name.into(), role, is_active: true, secret: secret.into() }
}

fn guarded(mut shop: Shop) -> (Shop, UserId) {
    let admin = shop.ok(user("Админ", Role::Admin, &admin_hash()));
    (shop, admin)
}

fn at(process: &str, secs: u64) -> UpMoment {
    UpMoment { process: process.into(), up: Duration::from_secs(secs) }
}

fn access(refusal: AccessRefusal) -> Refusal {
    Refusal::Access(refusal)
}

/// A whole try, as the program makes it.
fn sign_in(shop: &mut Shop, who: UserId, secret: &str, at: &UpMoment) -> Result<SignedIn, AccessRefusal> {
    let hash = match shop.act(BeginSignIn { user: who, at: at.clone() }) {
        Ok(hash) => hash,
        Err(UseError::Refused(Refusal::Access(refusal))) => return Err(refusal),
        Err(error) => panic!("{error}"),
    };
    let is_right = hash.is_empty() || vault::is_of(secret, &hash);
    shop.ok(EndSignIn { user: who, is_right, at: at.clone() })
}

#[test]
fn until_there_is_an_administrator_with_a_password_nobody_is_kept_out() {
    let mut shop = Shop::new();
    shop.set("booking.minutes", "60");
    let anna = shop.ok(user("Анна", Role::Pharmacist, ""));
    let (mut shop, _) = guarded(shop);
    assert_eq!(shop.actor.user, "Ольга");
    let denied = |right| access(AccessRefusal::NotAllowed { right });
    let set = |key: &str, value: &str| SetSetting { key: key.into(), value: value.into() };
    assert_eq!(shop.refused(set("booking.minutes", "90")), denied(Right::Settings));
    assert_eq!(shop.refused(SetSettings(vec![])), denied(Right::Settings));
    assert_eq!(shop.refused(user("Ещё", Role::Admin, &admin_hash())), denied(Right::Users));
    assert_eq!(shop.refused(ForgetTries(anna)), denied(Right::Users));
    // How the screen looks is everybody's own affair.
    shop.ok(set("ui.theme", "dark"));
    shop.actor = actor("Админ");
    shop.ok(SetSettings(vec![("booking.minutes".into(), "90".into())]));
    assert_eq!(shop.ask(GetSetting { key: "booking.minutes".into() }).unwrap(), "90");
    // Whoever works with the files could change them in any case.
    shop.actor = expero::usecase::Actor { user: "root".into(), till: expero::domain::ids::TillId("cli".into()) };
    shop.ok(set("booking.minutes", "120"));
    let deeds = shop.ask(Deeds { limit: 10 }).unwrap();
    let told: Vec<(&str, &str, &str)> =
        deeds.iter().map(|d| (d.user.as_str(), d.deed.as_str(), d.detail.as_str())).collect();
    assert_eq!(
        told,
        [
            ("root", "setting", "booking.minutes: 90 → 120"),
            ("Админ", "setting", "booking.minutes: 60 → 90"),
            ("Ольга", "user_added", "Админ, admin, secret"),
            ("Ольга", "user_added", "Анна, pharmacist"),
            ("Ольга", "setting", "booking.minutes: 2880 → 60"),
        ]
    );
}

#[test]
fn users_have_names_of_their_own_and_one_administrator_always_stays() {
    let (mut shop, admin) = guarded(Shop::new());
    shop.actor = actor("Админ");
    let long = "я".repeat(61);
    for name in ["", "  ", long.as_str(), "а\u{7}б"] {
        assert_eq!(shop.refused(user(name, Role::Pharmacist, "")), access(AccessRefusal::BadName { most: 60 }));
    }
    assert_eq!(shop.refused(user(" Админ ", Role::Pharmacist, "")), access(AccessRefusal::NameTaken));
    assert_eq!(shop.refused(user("Второй", Role::Admin, "")), access(AccessRefusal::AdminNeedsSecret));
    let gone = SaveUser { id: Some(admin), is_active: false, ..user("Админ", Role::Admin, "") };
    assert_eq!(shop.refused(gone.clone()), access(AccessRefusal::LastAdmin));
    let lower = SaveUser { id: Some(admin), ..user("Админ", Role::Pharmacist, "") };
    assert_eq!(shop.refused(lower), access(AccessRefusal::LastAdmin));
    shop.ok(user("Вторая  Вера", Role::Admin, &admin_hash()));
    shop.ok(gone);
    let users = shop.ask(Users).unwrap();
    let told: Vec<(&str, bool)> = users.iter().map(|u| (u.name.as_str(), u.is_active)).collect();
    assert_eq!(told, [("Вторая Вера", true), ("Админ", false)]);
    // Who works here no longer has no rights left and is not let in.
    assert_eq!(
        shop.refused(user("Третий", Role::Pharmacist, "")),
        access(AccessRefusal::NotAllowed { right: Right::Users })
    );
    assert_eq!(shop.refused(BeginSignIn { user: admin, at: at("a", 1) }), access(AccessRefusal::NoUser));
    assert_eq!(shop.refused(BeginSignIn { user: UserId(99), at: at("a", 1) }), access(AccessRefusal::NoUser));
}

#[test]
fn twenty_wrong_secrets_wait_longer_and_longer_through_restarts_and_set_clocks_and_sales_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("expero.db");
    let mut shop = Shop::file(&path);
    shop.goods("p1", &[("b1", 365, 50)]);
    let (mut shop, admin) = guarded(shop);
    let (mut process, mut up) = ("p0".to_owned(), 10);
    let mut waits = Vec::new();
    for wrong in 0..20_u64 {
        let answer = sign_in(&mut shop, admin, "неверно", &at(&process, up));
        let Err(AccessRefusal::WrongSecret { seconds }) = answer else { panic!("{wrong}: {answer:?}") };
        waits.push(seconds);
        if seconds > 0 {
            // Even the right one is not looked at before its time, at whatever hour the clock stands.
            for hours in [-20_i64, 400] {
                shop.clock.advance_secs(hours * 3_600);
                let early = sign_in(&mut shop, admin, "пароль-админа", &at(&process, up + seconds - 1));
                assert_eq!(early, Err(AccessRefusal::WaitBefore { seconds: 1 }));
            }
        }
        // The program is killed and started again: the wait begins anew.
        if wrong % 3 == 2 {
            drop(shop);
            process = format!("p{wrong}");
            shop = Shop::over(Database::open(&path, Mode::Write).unwrap());
            let wait = seconds;
            if wait > 2 {
                let early = sign_in(&mut shop, admin, "пароль-админа", &at(&process, 2));
                assert_eq!(early, Err(AccessRefusal::WaitBefore { seconds: wait - 2 }));
            }
            up = 0;
        }
        // Meanwhile the queue moves on.
        let lines = vec![SaleLine { batch: shop.batch("b1"), packs: Packs(1), discount: Discount::NONE }];
        shop.ok(SellReceipt::walk_in(lines, Paid::Card, PRICE));
        up += seconds;
    }
    assert_eq!(shop.on_hand("b1"), 30, "twenty sales");
    assert_eq!(waits[..10], [0, 0, 5, 10, 20, 40, 80, 160, 300, 300]);
    assert_eq!(waits[10..], [300; 10]);
    let let_in = sign_in(&mut shop, admin, "пароль-админа", &at(&process, up));
    assert_eq!(let_in, Ok(SignedIn { name: "Админ".into(), role: Role::Admin }));
    let again = sign_in(&mut shop, admin, "неверно", &at(&process, up));
    assert_eq!(again, Err(AccessRefusal::WrongSecret { seconds: 0 }), "counted from the beginning");
}

#[test]
fn a_try_counts_before_its_secret_is_looked_at() {
    let (mut shop, admin) = guarded(Shop::new());
    // The plug is pulled each time between the question and the answer.
    for _ in 0..3 {
        shop.ok(BeginSignIn { user: admin, at: at("a", 1) });
    }
    assert_eq!(
        shop.refused(BeginSignIn { user: admin, at: at("a", 2) }),
        access(AccessRefusal::WaitBefore { seconds: 4 })
    );
    shop.actor = actor("Админ");
    shop.ok(ForgetTries(admin));
    assert_eq!(sign_in(&mut shop, admin, "пароль-админа", &at("a", 2)).map(|who| who.name), Ok("Админ".into()));
}

#[test]
fn one_persons_wrong_secrets_keep_nobody_else_out() {
    let (mut shop, admin) = guarded(Shop::new());
    shop.actor = actor("Админ");
    let vera = shop.ok(user("Вера", Role::Pharmacist, &vault::hash("4711").unwrap()));
    let anna = shop.ok(user("Анна", Role::Pharmacist, ""));
    for _ in 0..4 {
        let _ = sign_in(&mut shop, admin, "неверно", &at("a", 1));
    }
    assert!(sign_in(&mut shop, vera, "4711", &at("a", 1)).is_ok());
    assert!(sign_in(&mut shop, anna, "", &at("a", 1)).is_ok(), "who has no PIN needs none");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    /// However tries, restarts, pauses and clocks are mixed: between two looks at a secret lies at least the delay.
    #[test]
    fn no_mixture_of_restarts_and_clocks_shortens_a_wait(steps in prop::collection::vec((0..3_u8, 0..400_u64), 1..60)) {
        let (mut shop, admin) = guarded(Shop::new());
        let (mut process, mut up, mut real) = (0, 0_u64, 0_u64);
        let (mut tries, mut last) = (0, 0_u64);
        for (what, n) in steps {
            match what {
                0 => { up += n; real += n; }
                1 => { process += 1; up = 0; }
                _ => shop.clock.advance_secs(i64::try_from(n).unwrap() * 500 - 90_000),
            }
            if shop.act(BeginSignIn { user: admin, at: at(&process.to_string(), up) }).is_ok() {
                prop_assert!(real - last >= expero::domain::access::delay(tries).as_secs() || tries == 0);
                tries += 1;
                last = real;
                let _ = shop.ok(EndSignIn { user: admin, is_right: false, at: at(&process.to_string(), up) });
            }
        }
    }
}
