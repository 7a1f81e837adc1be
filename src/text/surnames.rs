//! Readings that characters have as surnames (姓), where these are not their commonest ones, and surnames of two characters.
//!
//! A dictionary's first reading is wrong for many surnames (单 dan instead of shan); an officer who types the
//! surname's reading must see the person first. Where people of one surname say it in several ways, each counts.

/// Surnames of two characters with the reading of each.
const COMPOUND: &str = "\
    万俟mo,qi 尉迟yu,chi 欧阳ou,yang 澹台tan,tai 司马si,ma 上官shang,guan 诸葛zhu,ge 东方dong,fang 皇甫huang,fu \
    公孙gong,sun 令狐ling,hu 钟离zhong,li 宇文yu,wen 长孙zhang,sun 慕容mu,rong 鲜于xian,yu 闾丘lv,qiu 司徒si,tu \
    司空si,kong 司寇si,kou 亓官qi,guan 仉督zhang,du 子车zi,ju 颛孙zhuan,sun 端木duan,mu 巫马wu,ma 公西gong,xi \
    漆雕qi,diao 乐正yue,zheng 壤驷rang,si 公良gong,liang 拓跋tuo,ba 拓拔tuo,ba 夹谷jia,gu 宰父zai,fu 谷梁gu,liang \
    榖梁gu,liang 段干duan,gan 百里bai,li 东郭dong,guo 南门nan,men 呼延hu,yan 羊舌yang,she 梁丘liang,qiu 左丘zuo,qiu \
    东门dong,men 西门xi,men 南宫nan,gong 第五di,wu 夏侯xia,hou 闻人wen,ren 赫连he,lian 公羊gong,yang 公冶gong,ye \
    宗政zong,zheng 濮阳pu,yang 淳于chun,yu 太叔tai,shu 申屠shen,tu 仲孙zhong,sun 轩辕xuan,yuan 单于chan,yu \
    独孤du,gu 纳兰na,lan 贺兰he,lan 完颜wan,yan 耶律ye,lv 叶赫ye,he 句龙gou,long 毌丘guan,qiu 相里xiang,li \
    第二di,er 即墨ji,mo 谯笪qiao,da 年爱nian,ai 阳佟yang,tong 佴丘nai,qiu 墨台mo,tai 屈突qu,tu 斛律hu,lv";

/// Surnames of one character with their readings as surnames, the commoner first.
const SINGLE: &str = "\
    单shan 仇qiu 区ou 曾zeng 解xie 查zha 盖ge,gai 朴piao,pu 乐yue,le 任ren 华hua 翟zhai,di 覃qin,tan 仝tong 折she \
    种chong 缪miao,mou 秘bi,mi 冼xian 瞿qu 佘she 阚kan 繁po 卜bu 召shao 祭zhai,ji 洗xian 员yun 贠yun 郇xun,huan \
    句gou 勾gou 么yao 幺yao 宓mi,fu 黑he 牟mu,mou 尉wei,yu 薄bo 能nai 都du 隗wei,kui 乜nie 六lu 甪lu 长zhang,chang \
    重chong,zhong 行xing,hang 车che 柏bai,bo 谌chen,shen 郗xi,chi 郄qie,xi 逄pang 亓qi 佴nai,er 莘shen,xin \
    燕yan 应ying 宁ning 甯ning 葛ge 纪ji 曲qu 那na 哈ha 隽juan 晁chao 相xiang 臧zang 藏zang 於yu 尧yao 适kuo,shi \
    呙guo 贲ben 缑gou 丌ji 干gan 弭mi 綦qi 番pan 庹tuo 笪da 眭sui 逯lu 亢kang 璩qu 厍she 咸xian 强qiang 校xiao \
    炅gui 昝zan 撒sa 洒sa 观guan 冠guan 颉xie,jie 齐qi 宿su 要yao 苑yuan 郁yu 角jue,jiao 阿a 秦qin 便pian \
    卡ka 揣chuai 得de 底di 洞dong 斗dou 父fu 过guo 还huan 和he 侯hou 会kuai,hui 贾jia 将jiang 降jiang 落luo 蒙meng \
    磨mo 莫mo 南nan 漆qi 奇qi 且ju,qie 茹ru 塞sai 色se 沙sha 少shao 盛sheng 石shi 台tai 汤tang 陶tao 佟tong 戚qi \
    无wu 肖xiao 萧xiao 殷yin 占zhan 詹zhan 术zhu,shu 祝zhu 余yu 俞yu 予yu 叶ye 沈shen 冯feng 粘nian 麻ma 参can \
    镡tan,chan 谭tan 郏jia 郝hao 邸di 訾zi 啜chuo 邴bing 蔺lin 芮rui 冒mao 令ling 柴chai 传chuan 教jiao 生sheng";

/// The readings of a compound surname, if the two characters are one.
pub fn compound(first: char, second: char) -> Option<[&'static str; 2]> {
    COMPOUND.split(' ').find_map(|entry| {
        let mut rest = entry.chars();
        if rest.next() != Some(first) || rest.next() != Some(second) {
            return None;
        }
        rest.as_str().split_once(',').map(|(a, b)| [a, b])
    })
}

/// The readings of a character as a surname; none where its commonest reading is also that of the surname.
pub fn single(character: char) -> Option<impl Iterator<Item = &'static str>> {
    SINGLE.split(' ').find_map(|entry| Some(entry.strip_prefix(character)?.split(',')))
}

#[cfg(test)]
mod tests {
    use super::super::readings::readings;
    use super::*;

    #[test]
    fn entries_are_whole_and_known_readings() {
        for entry in COMPOUND.split(' ') {
            let mut rest = entry.chars();
            let pair = [rest.next().unwrap(), rest.next().unwrap()];
            let spelled = compound(pair[0], pair[1]).unwrap();
            for (character, reading) in pair.iter().zip(spelled) {
                assert!(readings(*character).contains(&reading), "{entry}: {:?}", readings(*character));
            }
        }
        for entry in SINGLE.split(' ') {
            let character = entry.chars().next().unwrap();
            for reading in single(character).unwrap() {
                assert!(readings(character).contains(&reading), "{entry}: {:?}", readings(character));
            }
        }
    }
}
