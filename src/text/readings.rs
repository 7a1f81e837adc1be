//! Every reading (读音) of a character: those of the `pinyin` crate, and those that it lacks.
//!
//! The crate's table lacks readings that other public tables have, among them a surname (黑 he). They were
//! found by comparing 9,442 characters of names with the readings of npm `pinyin-pro` 3.29.4 (MIT), and stand
//! in [`MORE`]: a person must be found by whichever reading an officer knows.

use std::collections::HashMap;
use std::sync::LazyLock;

use pinyin::{ToPinyin, ToPinyinMulti};

/// Character, then its further readings.
const MORE: &str = "\
     乐lao,yao 乗sheng 亢hang 伡ju 伬chi 伭xuan 侊gong 偁chen 僫wu 兑yue 冴ya 劤jing 勃bei 勪qiao 卛lv \
     县xuan 参san 叄cen,san,shen 叅cen,san,shen 叆yi 哿jia 啐qi 啫shi 喦yan 嚜mo 囖luo 坺fa 埁cen \
     堑jian,zan 夹xia 婠wa 孙xun 孧niu 宕tan 尡hun 尨long 屛bing 崭chan 嵅dang 嵟cui 庅me 彐xue 徍jia \
     徴zhi 忟min 忾xi 悥nian 惮da 愬shuo 抢cheng 掅qian 掺xian 搩zhe 摄nie 摵se 撗heng 擽luo 曽zeng 杬wan \
     査cha 栅shi 栕chen 桡nao 梕er 梼chou,dao 楽yue 槙zhen 樂lao 樉shang 樻gui 櫵qiao 欟guan 歅yan 沵li \
     泽shi 渃luo 渎dou 港jiang 溄hong 潀zong 澋jing 瀓deng 煕yi 熋xiong 燑dong 爃ying 牱ke 犳bao 玱cang \
     瑸pian 瓛ya 畭she 疆qiang 疑ni 盖he 眣ti 眫pang 睥bi 睴hun 瞒men 硕shi 硙ai 硾chui 碩shi 禇chu 禔ti \
     禺ou 秮kuo 窕yao 竲zeng 筽o 絟shuan 綝lin 緁ji 緰shu 縕wen 繧wen 缊wen 缪liao,mu 罢pi 羊xiang 羟qian \
     羾hong 翑yu 胐ku 胢qia 苂chan 莶lian 菻ma 葕xing 诒dai 详yang 诶xi 调zhou 谌shen 貣dai 賯min 贠yun \
     责zhai 趋cu 軓gui 輚han 辺dao 迣li 遆di 邪yu 郦zhi 酂cuan 銛kuo 錆qing 錝cong 鎈cuo 鏛shang 鏳zheng \
     铦gua,kuo,tian 铪ke 铫tiao 镉li 阾lin 隸dai 难nuo 靕zheng 靾xie 韫wen 頵jun 颉jia 频bin 鯣si 鳃xi \
     鵑jian 黑he 齐zhai,zi";

static MORE_BY_CHARACTER: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let entry = |item: &'static str| {
        let mut chars = item.chars();
        chars.next().map(|character| (character, chars.as_str().split(',').collect()))
    };
    MORE.split(' ').filter_map(entry).collect()
});

/// Readings of a character without tones, the commonest first, each once; empty where none is known.
///
/// `ü` is given in every way in which keyboards without it type it: `lv`, `lyu`, `lu`.
pub fn readings(character: char) -> Vec<&'static str> {
    let mut all = Vec::new();
    if !character.is_alphabetic() && character != '〇' {
        return all;
    }
    let first = character.to_pinyin().map(|reading| reading.plain());
    let others = character.to_pinyin_multi().into_iter().flatten().map(|reading| reading.plain());
    let more = MORE_BY_CHARACTER.get(&character).into_iter().flatten().copied();
    for reading in first.into_iter().chain(others).chain(more) {
        match umlaut_forms(reading) {
            Some(forms) => forms.into_iter().for_each(|form| push_new(&mut all, form)),
            None => push_new(&mut all, reading),
        }
    }
    all
}

fn push_new(all: &mut Vec<&'static str>, reading: &'static str) {
    if !all.contains(&reading) {
        all.push(reading);
    }
}

/// How a reading with `ü` is typed on a keyboard without it; none for other readings.
fn umlaut_forms(reading: &str) -> Option<[&'static str; 3]> {
    match reading {
        "lü" | "lv" => Some(["lv", "lyu", "lu"]),
        "nü" | "nv" => Some(["nv", "nyu", "nu"]),
        "lüe" | "lve" => Some(["lve", "lyue", "lue"]),
        "nüe" | "nve" => Some(["nve", "nyue", "nue"]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_more_than_the_crate() {
        assert_eq!(readings('黑'), ["hei", "he"]);
        assert_eq!(readings('吕'), ["lv", "lyu", "lu"]);
        assert_eq!(readings('玉'), ["yu"]);
        assert!(readings('单').contains(&"shan") && readings('单').contains(&"dan"));
        assert_eq!(readings('𬱖'), ["di"]);
        assert!(readings('a').is_empty() && readings('·').is_empty() && readings('1').is_empty());
    }

    #[test]
    fn every_further_reading_is_a_plain_one() {
        assert!(MORE_BY_CHARACTER.len() > 150);
        for (character, more) in MORE_BY_CHARACTER.iter() {
            for reading in more {
                assert!(
                    !reading.is_empty() && reading.bytes().all(|b| b.is_ascii_lowercase()),
                    "{character} {reading}"
                );
                assert!(readings(*character).contains(reading));
            }
        }
    }
}
