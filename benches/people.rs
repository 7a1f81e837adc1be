//! Invented people for the look-up's tests and measurements: households of a district, drawn from a seed.

/// One invented person.
#[derive(Clone, Debug)]
pub struct Invented {
    pub village: usize,
    pub village_name: String,
    pub township: String,
    pub household: usize,
    pub household_code: String,
    pub code: String,
    pub name: String,
    pub group: u32,
    pub id_number: String,
    pub phone: String,
    pub account: String,
    pub birth: (i32, u8, u8),
    pub order: u32,
}

/// A sequence of numbers from a seed (splitmix64).
#[derive(Clone)]
pub struct Draw(pub u64);

impl Draw {
    /// The next number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    }

    /// One of these, the first ones far oftener, as surnames and names are.
    pub fn skewed<T: Copy>(&mut self, all: &[T]) -> T {
        let cut = self.below(all.len()) + 1;
        all[self.below(cut)]
    }

    /// So many digits.
    pub fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }
}

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文单仇区解查盖朴乐华翟覃缪冼瞿佘阚";
const GIVEN: &str = "明国华建文平志伟海强永春红玉英秀兰芳丽军林荣光辉生德金云龙福成祥贵兴学东凤梅桂珍玲琴艳霞燕娟敏静慧莲萍翠芬香菊美艺晓小大长正忠义仁礼智信天宝顺财富有才家和乐行重朝阳达晟廷立安康宁泽润泉源江河山川石松柏竹桃花雪月星晨曦";
const PLACES: &str =
    "车马碧何家张官屯大龙井鸡头旧县纳章月望通泉土瓜冲白塔上下河口新坝田坪水箐竹园松林黄草红石岩沙沟";

fn name(draw: &mut Draw, surnames: &[char], given: &[char]) -> String {
    let mut name = String::new();
    match draw.below(100) {
        0 => name.push_str("欧阳"),
        1 => name.push_str("尉迟"),
        _ => name.push(draw.skewed(surnames)),
    }
    for _ in 0..if draw.below(6) == 0 { 1 } else { 2 } {
        name.push(given[draw.below(given.len())]);
    }
    name
}

/// `count` people of about 250 in a village and 3.6 in a household.
pub fn people(count: usize, seed: u64) -> Vec<Invented> {
    let mut draw = Draw(seed);
    let [surnames, given, places] = [SURNAMES, GIVEN, PLACES].map(|text| text.chars().collect::<Vec<char>>());
    let mut all = Vec::with_capacity(count);
    let (mut village, mut village_name, mut left) = (0, String::new(), 0);
    let (mut household, mut members) = (0, 0);
    for at in 0..count {
        if left == 0 {
            left = 250;
            village += 1;
            members = 0;
            village_name = (0..3).map(|_| places[draw.below(places.len())]).chain("村委会".chars()).collect();
        }
        left -= 1;
        if members == 0 {
            household += 1;
            members = 1 + draw.below(6);
        }
        members -= 1;
        let birth = (1935 + draw.below(85) as i32, 1 + draw.below(12) as u8, 1 + draw.below(28) as u8);
        let (y, m, d) = birth;
        let household_code = format!("{village:03}{household:05}");
        all.push(Invented {
            village,
            village_name: village_name.clone(),
            township: format!("{}镇", places[village / 12 % places.len()]),
            household,
            code: format!("{household_code}-{:02}", members + 1),
            household_code,
            name: name(&mut draw, &surnames, &given),
            group: 1 + (household % 8) as u32,
            id_number: format!("530399{y:04}{m:02}{d:02}{}", draw.digits(4)),
            phone: format!("1{}", draw.digits(10)),
            account: format!("6223{}", draw.digits(15)),
            birth,
            order: at as u32,
        });
    }
    all
}
