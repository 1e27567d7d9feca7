//! The forms of a page as a browser without scripts finds them: where each goes, and what stands in its fields.

use super::{Answer, Browser};

/// A form that is sent by POST.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// Its text, hidden and chosen fields with what stands in them.
    pub fields: Vec<(String, String)>,
    /// The names of all its boxes and lists, passwords included.
    pub names: Vec<String>,
    /// The markup between its tags.
    pub inside: String,
}

/// The forms of this page.
pub fn forms(html: &str) -> Vec<Form> {
    html.split("<form ")
        .skip(1)
        .filter_map(|rest| {
            let (tag, rest) = rest.split_once('>')?;
            let (inside, _) = rest.split_once("</form>")?;
            (attribute(tag, "method")? == "post").then(|| read(tag, inside))
        })
        .collect()
}

fn read(tag: &str, inside: &str) -> Form {
    let (mut fields, mut names) = (Vec::new(), Vec::new());
    for input in tags(inside, "input") {
        let Some(name) = attribute(input, "name") else {
            continue;
        };
        names.push(name.clone());
        let kind = attribute(input, "type").unwrap_or_default();
        let is_ticked = input
            .split_whitespace()
            .any(|word| word.starts_with("checked"));
        if !matches!(kind.as_str(), "checkbox" | "radio") || is_ticked {
            fields.push((name, attribute(input, "value").unwrap_or_default()));
        }
    }
    for select in inside.split("<select ").skip(1) {
        let (tag, rest) = select.split_once('>').unwrap();
        let (options, _) = rest.split_once("</select>").unwrap();
        let name = attribute(tag, "name").unwrap();
        names.push(name.clone());
        let options = tags(options, "option");
        let chosen = options
            .iter()
            .find(|option| {
                option
                    .split_whitespace()
                    .any(|word| word.starts_with("selected"))
            })
            .or(options.first());
        if let Some(chosen) = chosen {
            fields.push((name, attribute(chosen, "value").unwrap_or_default()));
        }
    }
    Form {
        action: attribute(tag, "action").unwrap(),
        fields,
        names,
        inside: inside.to_owned(),
    }
}

fn tags<'a>(html: &'a str, element: &str) -> Vec<&'a str> {
    html.split(&format!("<{element} "))
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .map(|(tag, _)| tag)
        .collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = format!(" {tag}");
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let (value, _) = rest.split_once('"')?;
    Some(plain(value))
}

/// Text as it reads, without the escapes of markup.
fn plain(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

impl Form {
    /// What stands in a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }
}

impl Browser {
    /// The form of this name on a page that is there.
    pub async fn form(&self, page: &str, name: &str) -> Form {
        let answer = self.get(page).await;
        assert_eq!(answer.status, 200, "{page}");
        answer.form(name)
    }

    /// Fills a form in and sends it.
    pub async fn send_form(&self, form: &Form, typed: &[(&str, &str)]) -> Answer {
        let mut fields: Vec<(&str, &str)> = form
            .fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, _)| !typed.iter().any(|(typed, _)| typed == name))
            .collect();
        fields.extend(typed);
        self.submit(&form.action, &fields).await
    }

    /// Opens a page, fills in one of its forms, and sends it.
    pub async fn fill_in(&self, page: &str, name: &str, typed: &[(&str, &str)]) -> Answer {
        let form = self.form(page, name).await;
        for (field, _) in typed {
            let is_there = *field == "instead" || form.names.iter().any(|name| name == field);
            assert!(
                is_there,
                "{page} has no {field} in {name}: {:?}",
                form.names
            );
        }
        self.send_form(&form, typed).await
    }
}

impl Answer {
    /// The form of this name on the page that came back.
    #[track_caller]
    pub fn form(&self, name: &str) -> Form {
        forms(&self.body)
            .into_iter()
            .find(|form| form.value("form") == Some(name))
            .unwrap_or_else(|| panic!("no form {name}: {}", self.body))
    }

    /// Where a browser is sent that has done something.
    #[track_caller]
    pub fn leads_to(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.body);
        self.header("location")
    }

    /// The page again, since something was refused; it says this.
    #[track_caller]
    pub fn refuses(&self, words: &str) {
        assert_eq!(self.status, 422, "{}", self.body);
        assert!(self.body.contains(words), "{words}: {}", self.body);
    }
}
