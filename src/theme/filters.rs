//! What templates can do beyond Tera's own filters: words with numbers. All of it is text to text.

use super::Labels;
use std::sync::Arc;
use tera::{Kwargs, State, Tera, TeraResult, Value};

/// Registers `count`, `num` and `fill`.
pub(super) fn register(tera: &mut Tera, labels: &Arc<Labels>) {
    let own = Arc::clone(labels);
    // {{ 3 | count(of="mentions") }} → 3 mentions; with bold=true the number stands in <b>
    tera.register_filter("count", move |n: usize, args: Kwargs, _: &State| count(&own, n, &args));
    let own = Arc::clone(labels);
    // {{ 13400 | num }} → 13,400
    tera.register_filter("num", move |n: usize, _: Kwargs, _: &State| own.number(n));
    // {{ t.no_statement | fill(name=entity.name) }}
    tera.register_filter("fill", |text: &str, args: Kwargs, _: &State| fill(text, &args));
}

fn count(labels: &Labels, n: usize, args: &Kwargs) -> TeraResult<Value> {
    let key: &str = args.must_get("of")?;
    let Some(form) = labels.count_form(key, n) else {
        let known: Vec<&str> = labels.counts.keys().map(String::as_str).collect();
        return Err(tera::Error::message(format!(
            "`{key}` is not in [count] of the i18n file. There are: {}",
            known.join(", ")
        )));
    };
    let number = labels.number(n);
    if args.get::<bool>("bold")?.unwrap_or(false) {
        let form = tera_escape(form);
        return Ok(Value::safe_string(&form.replace("{n}", &format!("<b>{number}</b>"))));
    }
    Ok(Value::normal_string(&form.replace("{n}", &number)))
}

fn fill(text: &str, args: &Kwargs) -> String {
    let mut out = text.to_owned();
    for (key, value) in args.iter() {
        out = out.replace(&format!("{{{key}}}"), &value.to_string());
    }
    out
}

/// The words of an i18n file are the theme's, but are text all the same.
fn tera_escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_get_words_and_stay_text() {
        let mut tera = Tera::default();
        tera.autoescape_on([""]);
        register(&mut tera, &Arc::new(Labels::english()));
        for (template, expected) in [
            ("{{ 1 | count(of=\"mentions\") }}, {{ 13400 | count(of=\"mentions\") }}", "1 mention, 13,400 mentions"),
            ("{{ 2 | count(of=\"mentions\", bold=true) }}", "<b>2</b> mentions"),
            ("{{ 999 | num }} {{ 1000 | num }}", "999 1,000"),
            ("{{ \"{a} of {b}\" | fill(a=1, b=\"<i>\") }}", "1 of &lt;i&gt;"),
        ] {
            assert_eq!(tera.render_str(template, &tera::Context::new(), true).unwrap(), expected);
        }
        let error = tera.render_str("{{ 1 | count(of=\"mentoins\") }}", &tera::Context::new(), true).unwrap_err();
        assert!(error.to_string().contains("`mentoins` is not in [count]"), "{error}");
    }
}
