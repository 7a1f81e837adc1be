//! The ladder of places: Malong district, its ten townships, villages, groups, settlement points (地点).
//!
//! District and townships are the public ones of the statistics bureau's list; villages, groups and points are
//! made up, but for Chemabi, and their codes are local ones.

use super::dice::Dice;
use crate::domain::place::Level;

/// A place; its number is its index in [`super::DemoOffice::places`], parents stand before their children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPlace {
    /// Index of the place above; none for the district.
    pub parent: Option<usize>,
    /// Its step.
    pub level: Level,
    /// Its name at creation.
    pub name: String,
    /// 6, 9, 12 or 14 digits, where it has a code.
    pub code: Option<String>,
    /// Codes of earlier years.
    pub former_codes: Vec<String>,
    /// Other names that rosters use.
    pub aliases: Vec<String>,
    /// Order among its brothers, from 1.
    pub order: u32,
    /// The pseudo-village for those who live scattered among host villages (分散安置).
    pub scattered: bool,
}

/// A village with what hangs on it; the numbers are indices of places.
#[derive(Clone, Debug)]
pub(super) struct Village {
    pub place: usize,
    pub groups: Vec<usize>,
    pub settlement: Option<usize>,
    /// Households that live here.
    pub households: usize,
    /// Index into [`RESERVOIRS`]: where most of them come from.
    pub reservoir: usize,
}

/// A reservoir: name, first and last year of its relocation.
pub(super) struct Reservoir {
    pub name: &'static str,
    pub years: (i32, i32),
}

/// The reservoirs that people came from; the first one's people moved after 2006-06-30 (原迁人口).
pub(super) const RESERVOIRS: &[Reservoir] = &[
    Reservoir { name: "车马碧水库", years: (2018, 2020) },
    Reservoir { name: "独木水库", years: (1971, 1973) },
    Reservoir { name: "黄草坪水库", years: (1976, 1978) },
    Reservoir { name: "花山水库", years: (1959, 1960) },
    Reservoir { name: "毛家村水库", years: (1966, 1969) },
    Reservoir { name: "鲁布革水电站", years: (1985, 1989) },
    Reservoir { name: "阿岗水库", years: (2014, 2017) },
];

/// Townships as (three digits of the code, name), the one with the dam first.
const TOWNSHIPS: &[(&str, &str)] = &[
    ("100", "马过河镇"),
    ("201", "大庄乡"),
    ("202", "月望乡"),
    ("005", "旧县街道"),
    ("001", "通泉街道"),
    ("200", "马鸣乡"),
    ("101", "纳章镇"),
    ("002", "鸡头村街道"),
    ("003", "王家庄街道"),
    ("004", "张安屯街道"),
];

const BEFORE: &str = "大小上下新老东西南北前后中里";

const LANDS: &[&str] = &[
    "龙潭", "石桥", "松林", "白塔", "红土", "青山", "河湾", "月亮", "麻地", "竹园", "梨园", "核桃", "瓦窑",
    "水井", "海子", "石门", "马厂", "羊街", "龙街", "土官", "营盘", "哨上", "箐口", "坝塘", "响水", "落水",
    "黑泥", "黄土", "花桥", "板桥", "尖山", "磨盘", "朝阳", "团山", "凤凰", "鸡街", "沙沟", "清河", "柳树",
    "桃园", "甸头", "甸尾", "法色", "昌隆", "扯度", "通海", "高枧", "深沟", "仓房", "宗黑", "吴官", "张家",
    "王家", "袁家", "者贵", "扎郎",
];

const NUMERALS: &[&str] = &["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];

/// Most villages that the names of this file can tell apart.
const VILLAGES_MAX: usize = 800;

/// Number of villages for so many persons: 250 in each.
fn village_count(persons: usize) -> usize {
    (persons / 250).clamp(1, VILLAGES_MAX)
}

/// The first `count` village names: Chemabi, then each once.
fn village_names(dice: &mut Dice, count: usize) -> Vec<String> {
    let mut names: Vec<String> =
        LANDS.iter().flat_map(|land| BEFORE.chars().map(move |before| format!("{before}{land}"))).collect();
    dice.shuffle(&mut names);
    // A demo of usual size shows the plain names as well.
    let mut plain: Vec<String> = LANDS.iter().map(|land| (*land).to_owned()).collect();
    dice.shuffle(&mut plain);
    let mut mixed = vec!["车马碧".to_owned()];
    mixed.extend(plain.iter().take(8).cloned());
    mixed.extend(names);
    mixed.extend(plain.drain(8..));
    mixed.truncate(count);
    mixed
}

/// Builds the ladder for that many persons and households.
pub(super) fn ladder(dice: &mut Dice, persons: usize, households: usize) -> (Vec<DemoPlace>, Vec<Village>) {
    let mut ladder = Ladder { places: Vec::new(), villages: Vec::new() };
    ladder.add(None, Level::District, "马龙区".to_owned(), Some("530304".to_owned()));
    ladder.places[0].former_codes = vec!["530321".to_owned()];
    ladder.places[0].aliases = vec!["马龙县".to_owned()];
    for (digits, name) in TOWNSHIPS {
        ladder.add(Some(0), Level::Township, (*name).to_owned(), Some(format!("530304{digits}")));
    }
    let names = village_names(dice, village_count(persons));
    let shares = shares(dice, names.len(), households);
    for (at, (name, share)) in names.into_iter().zip(shares.fixed).enumerate() {
        let reservoir = if at == 0 || dice.chance(40) { 0 } else { 1 + dice.below(RESERVOIRS.len() - 1) };
        ladder.village(dice, at % TOWNSHIPS.len(), name, share, reservoir);
    }
    for (township, share) in shares.scattered.into_iter().enumerate() {
        let place = ladder.add(Some(1 + township), Level::Village, "分散安置".to_owned(), None);
        ladder.places[place].scattered = true;
        let reservoir = dice.below(RESERVOIRS.len());
        ladder.villages.push(Village {
            place,
            groups: Vec::new(),
            settlement: None,
            households: share,
            reservoir,
        });
    }
    (ladder.places, ladder.villages)
}

struct Ladder {
    places: Vec<DemoPlace>,
    villages: Vec<Village>,
}

impl Ladder {
    fn add(&mut self, parent: Option<usize>, level: Level, name: String, code: Option<String>) -> usize {
        let order =
            match self.places.iter().rev().find(|place| place.parent == parent && place.level == level) {
                Some(brother) => brother.order + 1,
                None => 1,
            };
        let (former_codes, aliases, scattered) = (Vec::new(), Vec::new(), false);
        self.places.push(DemoPlace { parent, level, name, code, former_codes, aliases, order, scattered });
        self.places.len() - 1
    }

    fn village(
        &mut self,
        dice: &mut Dice,
        township: usize,
        name: String,
        households: usize,
        reservoir: usize,
    ) {
        let (digits, township_name) = TOWNSHIPS[township];
        let street = township_name.ends_with("街道");
        let community = street && dice.chance(60);
        let number = self.villages.len() / TOWNSHIPS.len() + if community { 1 } else { 200 };
        let code = format!("530304{digits}{number:03}");
        let full = format!("{name}{}", if community { "社区" } else { "村委会" });
        let place = self.add(Some(1 + township), Level::Village, full, Some(code.clone()));
        self.places[place].aliases = vec![format!("{name}村"), name.clone()];
        if dice.chance(50) {
            self.places[place].former_codes = vec![code.replacen("530304", "530321", 1)];
        }
        let groups = (households / 12).clamp(1, NUMERALS.len());
        let groups = (0..groups)
            .map(|at| {
                let code = format!("{code}{:02}", at + 1);
                self.add(Some(place), Level::Group, format!("{}组", NUMERALS[at]), Some(code))
            })
            .collect();
        let settlement = (reservoir == 0 || dice.chance(30))
            .then(|| self.add(Some(place), Level::Settlement, format!("{name}安置点"), None));
        self.villages.push(Village { place, groups, settlement, households, reservoir });
    }
}

struct Shares {
    fixed: Vec<usize>,
    scattered: Vec<usize>,
}

/// Deals the households out: one in thirty lives scattered, villages differ in size, none is empty if it can be.
fn shares(dice: &mut Dice, villages: usize, households: usize) -> Shares {
    let mut scattered = vec![0; TOWNSHIPS.len()];
    let apart = households / 30;
    for _ in 0..apart {
        scattered[dice.below(TOWNSHIPS.len())] += 1;
    }
    let weights: Vec<usize> = (0..villages).map(|at| if at == 0 { 30 } else { 8 + dice.below(14) }).collect();
    let total: usize = weights.iter().sum();
    let settled = households - apart;
    let mut fixed: Vec<usize> = weights.iter().map(|weight| settled * weight / total).collect();
    let mut left = settled - fixed.iter().sum::<usize>();
    let mut at = 0;
    while left > 0 {
        fixed[at % villages] += 1;
        at += 1;
        left -= 1;
    }
    Shares { fixed, scattered }
}
