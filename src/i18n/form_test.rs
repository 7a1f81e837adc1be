//! Labels and helps of forms fit their places.

use super::Lang;
use super::form::Label;
use crate::text::width;

#[test]
fn labels_fit_their_place() {
    for label in Label::ALL {
        assert!(width(label.text(Lang::Zh)) <= 8, "{label:?}");
        assert!(width(label.text(Lang::En)) <= 14, "{label:?}");
        for lang in [Lang::Zh, Lang::En] {
            assert!(width(label.help(lang)) <= 46, "{label:?} {}", label.help(lang));
            assert!(!label.help(lang).contains('…'), "{label:?}");
        }
    }
}
