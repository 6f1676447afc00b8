//! Formulas as one line of text, as people type them: `x_1^2`, `(a+b)/c`, `∑_(i=1)^n a_i`
//! (ECMA-376 part 1, 22.1; the notation follows Unicode Technical Note 28).

use super::xml::Element;

/// Longer formulas are told by their beginning.
const MOST_LETTERS: usize = 300;

/// What a formula says.
pub(crate) fn linear(formula: &Element<'_>) -> String {
    let mut out = text_of(formula);
    if out.chars().count() > MOST_LETTERS {
        out = out.chars().take(MOST_LETTERS - 1).collect();
        out.push('…');
    }
    out
}

fn add(element: &Element<'_>, out: &mut String) {
    let part = |name: &str| element.child(name).map(text_of).unwrap_or_default();
    let base = || part("m:e");
    match element.name {
        "m:t" => {
            for sign in element.text().chars().filter_map(shown) {
                match sign.is_whitespace() {
                    true if out.ends_with(' ') => {}
                    true => out.push(' '),
                    false => out.push(sign),
                }
            }
        }
        "m:f" => {
            let sign = match property(element, "m:fPr", "m:type").as_deref() {
                Some("noBar") => '¦',
                _ => '/',
            };
            let (above, below) = (grouped(&part("m:num")), grouped(&part("m:den")));
            out.push_str(&format!("{above}{sign}{below}"));
        }
        "m:sSup" | "m:limUpp" | "m:sSub" | "m:limLow" | "m:sSubSup" => {
            out.push_str(&grouped(&base()));
            scripts(element, out);
        }
        "m:sPre" => {
            scripts(element, out);
            out.push_str(&grouped(&base()));
        }
        "m:rad" => out.push_str(&format!("{}√{}", part("m:deg"), grouped(&base()))),
        "m:nary" => {
            let sign = property(element, "m:naryPr", "m:chr");
            out.push_str(sign.as_deref().unwrap_or("∫"));
            scripts(element, out);
            out.push_str(&format!(" {}", base()));
        }
        "m:d" => fenced(element, out),
        "m:func" => out.push_str(&format!("{} {}", part("m:fName"), base())),
        "m:acc" => {
            let sign = property(element, "m:accPr", "m:chr");
            out.push_str(&grouped(&base()));
            out.push_str(sign.as_deref().unwrap_or("\u{302}"));
        }
        "m:bar" => {
            let is_above = property(element, "m:barPr", "m:pos").as_deref() == Some("top");
            out.push_str(&grouped(&base()));
            out.push(if is_above { '\u{305}' } else { '\u{332}' });
        }
        "m:m" => joined(element, "m:mr", "; ", out),
        "m:mr" => joined(element, "m:e", ", ", out),
        "m:eqArr" => joined(element, "m:e", "; ", out),
        // What a change took away, and what no reader sees.
        "w:del" | "w:moveFrom" => {}
        name if name.ends_with("Pr") => {}
        _ => in_a_row(element, out),
    }
}

/// All that stands in an element; what comes after an index or a fraction is parted from it.
fn in_a_row(element: &Element<'_>, out: &mut String) {
    let mut is_open = false;
    for child in element.elements() {
        let mut said = String::new();
        add(child, &mut said);
        if is_open && said.starts_with(char::is_alphanumeric) {
            out.push(' ');
        }
        out.push_str(&said);
        is_open = child.name != "m:r" && said.ends_with(char::is_alphanumeric);
    }
}

fn text_of(element: &Element<'_>) -> String {
    let mut out = String::new();
    in_a_row(element, &mut out);
    out.trim().to_owned()
}

/// A part in round brackets, if it is more than one word.
fn grouped(part: &str) -> String {
    let is_one = part.chars().all(char::is_alphanumeric) || part.chars().count() == 1;
    match is_one || is_in_brackets(part) {
        true => part.to_owned(),
        false => format!("({part})"),
    }
}

/// Whether the bracket that a part begins with is closed by its last sign.
fn is_in_brackets(part: &str) -> bool {
    let mut depth = 0;
    part.starts_with('(')
        && part.char_indices().all(|(at, sign)| {
            depth += i32::from(sign == '(') - i32::from(sign == ')');
            (depth == 0) == (at + 1 == part.len())
        })
}

/// What stands below and above.
fn scripts(element: &Element<'_>, out: &mut String) {
    for (name, sign) in [("m:sub", '_'), ("m:sup", '^'), ("m:lim", '_')] {
        let script = element.child(name).map(text_of).unwrap_or_default();
        if script.is_empty() {
            continue;
        }
        let is_above = element.name == "m:limUpp";
        out.push(if is_above { '^' } else { sign });
        out.push_str(&grouped(&script));
    }
}

/// What stands between brackets.
fn fenced(element: &Element<'_>, out: &mut String) {
    let sign = |name: &str, usual: &str| {
        let sign = property(element, "m:dPr", name).unwrap_or_else(|| usual.to_owned());
        sign.chars().filter_map(shown).collect::<String>()
    };
    out.push_str(&sign("m:begChr", "("));
    joined(element, "m:e", &sign("m:sepChr", "|"), out);
    out.push_str(&sign("m:endChr", ")"));
}

fn joined(element: &Element<'_>, name: &str, between: &str, out: &mut String) {
    let mut is_first = true;
    for child in element.elements().filter(|child| child.name == name) {
        if !std::mem::take(&mut is_first) {
            out.push_str(between);
        }
        match child.name {
            "m:mr" => add(child, out),
            _ => out.push_str(&text_of(child)),
        }
    }
}

/// The value of a property, if the element says it.
fn property(element: &Element<'_>, properties: &str, name: &str) -> Option<String> {
    let property = element.child(properties)?.child(name)?;
    property
        .attribute("m:val")
        .map(std::borrow::Cow::into_owned)
}

/// A sign as it may stand in a text: square brackets and braces are marks there.
fn shown(sign: char) -> Option<char> {
    Some(match sign {
        '[' => '⟦',
        ']' => '⟧',
        '{' => '⦃',
        '}' => '⦄',
        // Marks of where a line may be aligned; operators that are not seen.
        '&' | '\u{2061}'..='\u{2064}' => return None,
        sign if sign.is_control() && !sign.is_whitespace() => return None,
        sign => sign,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docx::xml::parse;

    fn said(inner: &str) -> String {
        let formula = format!("<m:oMath>{inner}</m:oMath>");
        linear(&parse(&formula).unwrap())
    }

    #[test]
    fn formulas_are_told_as_people_type_them() {
        let r = |text: &str| format!("<m:r><w:rPr><w:i/></w:rPr><m:t>{text}</m:t></m:r>");
        let part = |name: &str, text: &str| format!("<m:{name}>{}</m:{name}>", r(text));
        assert_eq!(said(&r("x ≤ 2")), "x ≤ 2");
        let fraction =
            |above: &str| format!("<m:f>{}{}</m:f>", part("num", above), part("den", "c"));
        assert_eq!(said(&fraction("a+b")), "(a+b)/c");
        assert_eq!(said(&fraction("ab")), "ab/c");
        assert_eq!(said(&fraction("(a+b)")), "(a+b)/c");
        assert_eq!(said(&fraction("(a)(b)")), "((a)(b))/c");
        let power =
            |power: &str| format!("<m:sSup>{}{}</m:sSup>", part("e", "x"), part("sup", power));
        assert_eq!(said(&(power("k") + &power("n") + &r("+1"))), "x^k x^n+1");
        let sum = format!(
            "<m:nary><m:naryPr><m:chr m:val=\"∑\"/></m:naryPr>{}{}<m:e><m:sSub>{}{}</m:sSub></m:e></m:nary>",
            part("sub", "i=1"),
            part("sup", "n"),
            part("e", "a"),
            part("sub", "i")
        );
        assert_eq!(said(&sum), "∑_(i=1)^n a_i");
        let root = format!(
            "<m:rad><m:radPr><m:degHide m:val=\"1\"/></m:radPr><m:deg/>{}</m:rad>",
            part("e", "x+1")
        );
        assert_eq!(said(&root), "√(x+1)");
        let interval = format!(
            "<m:d><m:dPr><m:begChr m:val=\"[\"/><m:sepChr m:val=\",\"/></m:dPr>{}{}</m:d>",
            part("e", "0"),
            part("e", "1")
        );
        assert_eq!(said(&interval), "⟦0,1)");
        let row =
            |one: &str, other: &str| format!("<m:mr>{}{}</m:mr>", part("e", one), part("e", other));
        let matrix = format!(
            "<m:d><m:e><m:m>{}{}</m:m></m:e></m:d>",
            row("a", "b"),
            row("c", "d")
        );
        assert_eq!(said(&matrix), "(a, b; c, d)");
        let limit = format!(
            "<m:func><m:fName><m:limLow>{}{}</m:limLow></m:fName>{}</m:func>",
            part("e", "lim"),
            part("lim", "n→∞"),
            part("e", "f")
        );
        assert_eq!(said(&limit), "lim_(n→∞) f");
        assert_eq!(said(&r(&"x".repeat(400))).chars().count(), MOST_LETTERS);
    }
}
