//! How a fragment spells a name: compiled against the dictionary of glyphs, then walked through each name.
//!
//! For each glyph the compiled fragment knows from which to which of its characters the glyph can lead: by the
//! character itself, a whole syllable, an initial, or (at the end) a begun syllable. Every reading of every position
//! can be used, so nothing is multiplied out and nobody is missed. A name is judged by following the steps.

use super::entry::Spelling;
use super::glyphs::{Glyph, Glyphs, NAME_MAX};
use super::query::{FRAGMENT_MAX, Fragment};
use super::rank::Extent;
use crate::text::fold::MIDDLE_DOT;
use crate::text::pinyin::{initial_lengths, readings};

/// How strictly a fragment is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// As typed.
    Exact,
    /// One Han character may be a homophone; blurred sounds too if the flag is set.
    Near {
        /// n/l, zh/z, ch/c, sh/s, in/ing, en/eng are alike.
        blur: bool,
    },
}

/// A way to come to a place in the fragment: the low four bits with the surname's own readings, the high four without.
type Ways = u8;
const TEXT: Ways = 1;
const FULL: Ways = 2;
const INITIAL: Ways = 4;
const MIXED: Ways = 8;
const OWN: Ways = 0x0F;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    from: u8,
    to: u8,
    /// One of TEXT, FULL, INITIAL; FULL | INITIAL = fits either.
    way: Ways,
    own: bool,
}

/// A fragment compiled for one dictionary.
pub struct Spelled {
    length: usize,
    homophone: bool,
    inside: bool,
    spans: Vec<(u32, u32)>,
    steps: Vec<Step>,
    /// Per glyph: can it take the fragment's first character?
    opens: Vec<bool>,
}

/// What [`Spelled::judge`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// How it is spelled.
    pub how: Spelling,
    /// Where it lies.
    pub extent: Extent,
    /// The surname is read as its character is read elsewhere.
    pub secondary: bool,
}

impl Spelled {
    /// Compiles; none if no glyph can take the fragment's first character.
    pub fn compile(glyphs: &Glyphs, fragment: &Fragment, care: Care) -> Option<Self> {
        let typed = fragment.chars.as_slice();
        let homophone = care != Care::Exact && fragment.has_han() && typed.len() > 1;
        if typed.is_empty() || (care == Care::Near { blur: false } && !homophone) {
            return None;
        }
        let blur = care == Care::Near { blur: true };
        let syllables: Vec<Vec<Step>> = if homophone {
            Vec::new()
        } else {
            glyphs.syllables.iter().map(|syllable| syllable_steps(syllable, typed, blur)).collect()
        };
        let sounds: Vec<Vec<&'static str>> =
            if homophone { typed.iter().map(|c| readings(*c)).collect() } else { Vec::new() };
        let alike: Vec<Vec<usize>> = if homophone {
            glyphs.syllables.iter().map(|s| places_of_sound(s, &sounds, blur)).collect()
        } else {
            Vec::new()
        };
        let mut spelled = Self {
            length: typed.len(),
            homophone,
            inside: typed.len() > 1 || fragment.has_han(),
            spans: Vec::with_capacity(glyphs.list.len()),
            steps: Vec::new(),
            opens: Vec::with_capacity(glyphs.list.len()),
        };
        let mut own = Vec::new();
        for glyph in &glyphs.list {
            own.clear();
            text_steps(glyph, typed, &mut own);
            for (rank, reading) in glyph.readings.iter().enumerate() {
                let reading = usize::from(*reading);
                if let Some(steps) = syllables.get(reading) {
                    own.extend(steps.iter().map(|step| Step { own: rank < glyph.primary, ..*step }));
                }
                if let Some(places) = alike.get(reading) {
                    let differs = |at: &&usize| typed.get(**at) != Some(&glyph.character);
                    own.extend(places.iter().filter(differs).map(|at| step(*at, at + 1, FULL)));
                }
            }
            own.sort_unstable();
            own.dedup();
            spelled.spans.push((spelled.steps.len() as u32, own.len() as u32));
            spelled.opens.push(own.iter().any(|step| step.from == 0 && step.to > 0));
            spelled.steps.extend_from_slice(&own);
        }
        spelled.opens.contains(&true).then_some(spelled)
    }

    /// The best way in which the fragment lies in these glyphs.
    pub fn judge(&self, name: &[u32]) -> Option<Found> {
        if let Some(found) = self.from(name, true) {
            return Some(found);
        }
        if !self.inside {
            return None;
        }
        (1..name.len()).find_map(|start| self.from(name.get(start..)?, false))
    }

    fn opens(&self, glyph: u32) -> bool {
        self.opens.get(glyph as usize).copied().unwrap_or(false)
    }

    /// Follows the steps from the first of these glyphs; `head` = it is the name's first one.
    fn from(&self, name: &[u32], head: bool) -> Option<Found> {
        if !self.opens(*name.first()?) {
            return None;
        }
        let mut now = [0; FRAGMENT_MAX + 2];
        let mut begun = None;
        let places = self.length + 2;
        for (at, glyph) in name.iter().take(NAME_MAX).enumerate() {
            let mut next = [0; FRAGMENT_MAX + 2];
            let mut any = 0;
            let (start, count) = self.spans.get(*glyph as usize).copied().unwrap_or((0, 0));
            let steps = self.steps.get(start as usize..(start + count) as usize).unwrap_or_default();
            for step in steps {
                let ways = if at == 0 {
                    if step.from == 0 { step.way } else { continue }
                } else {
                    self.onward(now[usize::from(step.from)], step.way)
                };
                let ways = if step.own { ways } else { ((ways | ways >> 4) & OWN) << 4 };
                next[usize::from(step.to)] |= ways;
                any |= ways;
            }
            if any == 0 {
                break;
            }
            let whole = at + 1 == name.len();
            let ended = if whole { next[self.length] } else { 0 };
            if let Some(found) = self.found(ended, if head { Extent::Whole } else { Extent::End }) {
                return Some(found);
            }
            if begun.is_none() {
                let ended = next[self.length] | next[self.length + 1];
                begun = self.found(ended, if head { Extent::Beginning } else { Extent::Inside });
            }
            now[..places].copy_from_slice(&next[..places]);
        }
        begun
    }

    /// What becomes of the ways that led to a place when a step of this way is added.
    fn onward(&self, ways: Ways, way: Ways) -> Ways {
        if way == FULL | INITIAL || ways == 0 {
            return ways;
        }
        if self.homophone {
            return if way == TEXT { ways } else { (ways & TEXT) << 1 };
        }
        let same = way | way << 4;
        let other = ways & !same;
        let mixed = if other & OWN != 0 { MIXED } else { 0 } | if other & !OWN != 0 { MIXED << 4 } else { 0 };
        ways & same | mixed
    }

    fn found(&self, ways: Ways, extent: Extent) -> Option<Found> {
        if self.homophone {
            return (ways & FULL != 0).then_some(Found { how: Spelling::Text, extent, secondary: false });
        }
        let how = |ways: Ways| match ways {
            w if w & TEXT != 0 => Some(Spelling::Text),
            w if w & FULL != 0 => Some(Spelling::FullPinyin),
            w if w & INITIAL != 0 => Some(Spelling::Initials),
            w if w & MIXED != 0 => Some(Spelling::Mixed),
            _ => None,
        };
        how(ways)
            .map(|how| Found { how, extent, secondary: false })
            .or_else(|| how(ways >> 4).map(|how| Found { how, extent, secondary: true }))
    }
}

fn step(from: usize, to: usize, way: Ways) -> Step {
    Step { from: from as u8, to: to as u8, way, own: true }
}

/// Steps by the character itself; a dot may be left out, a character without reading may be typed as `?`.
fn text_steps(glyph: &Glyph, typed: &[char], out: &mut Vec<Step>) {
    let unread = glyph.readings.is_empty();
    for (at, c) in typed.iter().enumerate() {
        if *c == glyph.character {
            out.push(step(at, at + 1, if *c == MIDDLE_DOT { FULL | INITIAL } else { TEXT }));
        } else if unread && *c == '?' {
            out.push(step(at, at + 1, FULL | INITIAL));
        }
    }
    if glyph.character == MIDDLE_DOT {
        out.extend((1..=typed.len()).map(|at| step(at, at, FULL | INITIAL)));
    }
}

/// Steps by one syllable, from every place of the fragment. The place after the end stands for a begun syllable.
fn syllable_steps(syllable: &str, typed: &[char], blur: bool) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut variants = vec![syllable.to_owned()];
    if blur {
        variants = blurred(syllable);
    }
    for variant in &variants {
        for from in 0..typed.len() {
            let rest = typed.get(from..).unwrap_or_default();
            let common = variant.chars().zip(rest).take_while(|(a, b)| a == *b).count();
            if common == variant.len() {
                steps.push(step(from, from + common, FULL));
            } else if common > 1 && common == rest.len() {
                steps.push(step(from, typed.len() + 1, FULL));
            }
            let initials = initial_lengths(variant).filter(|length| *length <= common);
            steps.extend(initials.map(|length| step(from, from + length, INITIAL)));
        }
    }
    steps
}

/// Places of the fragment whose character sounds like this syllable.
fn places_of_sound(syllable: &str, sounds: &[Vec<&'static str>], blur: bool) -> Vec<usize> {
    let variants = if blur { blurred(syllable) } else { vec![syllable.to_owned()] };
    let sounds_alike = |sound: &[&'static str]| sound.iter().any(|s| variants.iter().any(|v| v == s));
    sounds.iter().enumerate().filter(|(_, sound)| sounds_alike(sound)).map(|(at, _)| at).collect()
}

/// A syllable in every way in which speakers of the region blur it, itself included.
fn blurred(syllable: &str) -> Vec<String> {
    const FRONT: [(&str, &str); 4] = [("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l")];
    const BACK: [(&str, &str); 2] = [("ing", "in"), ("eng", "en")];
    let mut all = vec![syllable.to_owned()];
    for (one, other) in FRONT {
        if let Some(rest) = syllable.strip_prefix(one) {
            all.push(format!("{other}{rest}"));
            break;
        } else if let Some(rest) = syllable.strip_prefix(other) {
            all.push(format!("{one}{rest}"));
            break;
        }
    }
    for (one, other) in BACK {
        let swap = |text: &String| {
            text.strip_suffix(one)
                .map(|rest| format!("{rest}{other}"))
                .or_else(|| text.strip_suffix(other).map(|rest| format!("{rest}{one}")))
        };
        let more: Vec<String> = all.iter().filter_map(swap).collect();
        all.extend(more);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::Query;

    fn judge(name: &str, typed: &str, care: Care) -> Option<Found> {
        let mut glyphs = Glyphs::default();
        let mut numbers = Vec::new();
        glyphs.push_name(name, &mut numbers);
        let query = Query::parse(typed);
        Spelled::compile(&glyphs, query.fragments.first()?, care)?.judge(&numbers)
    }

    #[test]
    fn spells_names() {
        use Extent::*;
        use Spelling::*;
        let table = [
            ("单玉英", "syy", Some((Initials, Whole, false))),
            ("单玉英", "dyy", Some((Initials, Whole, true))),
            ("单玉英", "shanyuying", Some((FullPinyin, Whole, false))),
            ("单玉英", "shyy", Some((Initials, Whole, false))),
            ("单玉英", "shanyuyi", Some((FullPinyin, Beginning, false))),
            ("单玉英", "单yy", Some((Mixed, Whole, false))),
            ("单玉英", "玉英", Some((Text, End, false))),
            ("单玉英", "单玉英", Some((Text, Whole, false))),
            ("张廷贵", "zhangtg", Some((Mixed, Whole, false))),
            ("张廷贵", "zh", Some((FullPinyin, Beginning, false))),
            ("张廷贵", "tg", Some((Initials, End, false))),
            ("张廷贵", "t", None),
            ("张廷贵", "zzxxqq", None),
            ("阿依·买买提", "aymmt", Some((Initials, Whole, false))),
            ("阿依·买买提", "阿依.买买提", Some((Text, Whole, false))),
            ("尉迟长乐", "yccl", Some((Initials, Whole, false))),
            ("尉迟长乐", "weichizhangyue", Some((FullPinyin, Whole, true))),
            ("吕绿", "lvlv", Some((FullPinyin, Whole, false))),
            ("吕绿", "lulyu", Some((FullPinyin, Whole, false))),
        ];
        for (name, typed, want) in table {
            let found = judge(name, typed, Care::Exact).map(|f| (f.how, f.extent, f.secondary));
            assert_eq!(found, want, "{name} {typed}");
        }
    }

    #[test]
    fn homophones_and_blurred_sounds() {
        let near = Care::Near { blur: false };
        let blur = Care::Near { blur: true };
        assert!(judge("张廷贵", "张庭贵", near).is_some());
        assert!(judge("张廷贵", "章庭贵", near).is_none(), "two homophones");
        assert!(judge("张廷贵", "张丁贵", near).is_none());
        assert!(judge("张廷贵", "zangtinggui", near).is_none());
        assert!(judge("张廷贵", "zangtingui", blur).is_some());
        assert!(judge("张廷贵", "庭", near).is_none(), "one alone says too little");
        assert!(judge("张廷贵", "zangtinggui", blur).is_some());
        assert!(judge("李宁", "nilin", blur).is_some());
        assert!(judge("郑世成", "zensicen", blur).is_some());
        assert!(judge("李宁", "李林", blur).is_some());
        assert!(judge("李宁", "李林", near).is_none());
    }

    #[test]
    fn a_character_without_reading_is_itself_or_a_question_mark() {
        let unread = ('\u{20000}'..='\u{2A6DF}').find(|c| readings(*c).is_empty()).unwrap();
        let name = format!("王{unread}明");
        for typed in ["w?m".to_owned(), "wang?ming".to_owned(), name.clone(), format!("w{unread}m")] {
            assert!(judge(&name, &typed, Care::Exact).is_some(), "{typed}");
        }
        assert!(judge(&name, "wm", Care::Exact).is_none());
    }
}
