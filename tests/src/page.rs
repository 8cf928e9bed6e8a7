//! The window as a test sees it: elements by their `data-testid`, or by role and accessible
//! name; keys and clicks as a person makes them.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde::de::DeserializeOwned;
use serde_json::Value;
use thirtyfour::{By, Key, WebDriver, WebElement};

use crate::wait;

/// Fields of some types do not say what is selected in them.
const IS_SELECTED: &str = "const [field] = arguments;
    const { value, selectionStart, selectionEnd } = field;
    return document.activeElement === field
        && (selectionStart === null || (selectionStart === 0 && selectionEnd === value.length))";

const HELD: &str = "return [arguments[0].value, document.activeElement === arguments[0]]";
const FOCUSED: &str = "const { activeElement: it } = document;
    return it?.dataset?.testid ?? it?.tagName ?? 'nothing'";

/// Notes whether the next press goes to this element.
const AIM: &str = "window.__aim = arguments[0];
    window.__hit = null;
    if (window.__aims) return true;
    window.__aims = true;
    const note = ({ target }) => { window.__hit = window.__aim?.contains(target) ?? null; };
    addEventListener('pointerdown', note, true);
    return true";
const HIT: &str = "return window.__hit ?? null";

/// How long an option of a list that was opened is waited for.
const LISTED: Duration = Duration::from_secs(8);
/// Within this, keys that were sent have arrived.
const SETTLED: Duration = Duration::from_secs(3);

/// The window of a running app.
#[derive(Debug, Clone)]
pub struct Page {
    driver: WebDriver,
}

impl Page {
    pub(crate) fn new(driver: WebDriver) -> Page {
        Page { driver }
    }

    /// The driver itself, for what has no word here.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// The first element with this test id, waited for.
    pub async fn element(&self, id: &str) -> Result<WebElement> {
        self.css(&test_id(id)).await
    }

    /// The first element that a selector finds, waited for.
    pub async fn css(&self, selector: &str) -> Result<WebElement> {
        wait::until(&format!("the element {selector}"), async || {
            Ok(self.driver.find_all(By::Css(selector)).await?.into_iter().next())
        })
        .await
    }

    /// The first button, link, tab, menu entry or option with this accessible name, waited for.
    pub async fn named(&self, role: &str, name: &str) -> Result<WebElement> {
        let path = by_role(role, name);
        wait::until(&format!("the {role} {name:?}"), async || {
            Ok(self.driver.find_all(By::XPath(&path)).await?.into_iter().next())
        })
        .await
    }

    /// Whether an element with this test id is there now.
    pub async fn has(&self, id: &str) -> Result<bool> {
        Ok(!self.driver.find_all(By::Css(test_id(id))).await?.is_empty())
    }

    /// Waits until no element with this test id is left.
    pub async fn gone(&self, id: &str) -> Result<()> {
        wait::until(&format!("{id} to go"), async || Ok((!self.has(id).await?).then_some(()))).await
    }

    /// Clicks the element with this test id as soon as that can be done.
    pub async fn click(&self, id: &str) -> Result<()> {
        self.click_css(&test_id(id)).await
    }

    /// Clicks what a selector finds as soon as that can be done.
    pub async fn click_css(&self, selector: &str) -> Result<()> {
        wait::until(&format!("{selector} to be clickable"), async || {
            let found = self.driver.find_all(By::Css(selector)).await?.into_iter().next();
            let Some(element) = found else { return Ok(None) };
            if !element.is_enabled().await? {
                return Ok(None);
            }
            self.hit(&element).await
        })
        .await
    }

    /// Scrolls to what has this test id. What is drawn anew meanwhile is no reason to fail.
    pub async fn show(&self, id: &str) -> Result<()> {
        self.element(id).await?;
        let script = "document.querySelector(arguments[0])?.scrollIntoView({ block: 'nearest' })";
        self.js::<Value>(script, vec![Value::from(test_id(id))]).await.map(drop)
    }

    /// Clicks by role and name as soon as that can be done.
    pub async fn click_named(&self, role: &str, name: &str) -> Result<()> {
        self.click_at(role, name, by_role(role, name)).await
    }

    /// As [`Page::click_named`], within the element with this test id.
    pub async fn click_named_in(&self, id: &str, role: &str, name: &str) -> Result<()> {
        let within = format!("//*[@data-testid={}]", quoted(id));
        self.click_at(role, name, format!("{within}{}", by_role(role, name))).await
    }

    async fn click_at(&self, role: &str, name: &str, path: String) -> Result<()> {
        wait::until(&format!("the {role} {name:?} to be clickable"), async || {
            self.click_once(&path).await
        })
        .await
    }

    async fn click_once(&self, path: &str) -> Result<Option<()>> {
        let found = self.driver.find_all(By::XPath(path)).await?.into_iter().next();
        let Some(element) = found else { return Ok(None) };
        self.hit(&element).await
    }

    /// Closes a list that is open.
    async fn close_list(&self) -> Result<()> {
        match self.driver.find_all(By::Css("[role=listbox]")).await?.is_empty() {
            true => Ok(()),
            false => self.press("Escape").await,
        }
    }

    /// Clicks an element where it is now; nothing where it is no longer. A click goes to where the element was when its
    /// place was asked for: what a layout that moves meanwhile makes of it is a miss, which a person sees and mends.
    async fn hit(&self, element: &WebElement) -> Result<Option<()>> {
        element.scroll_into_view().await?;
        self.js::<bool>(AIM, vec![element.to_json()?]).await?;
        element.click().await?;
        // A window that was closed by the click can say nothing any more.
        let hit: Option<bool> = self.js(HIT, Vec::new()).await.unwrap_or_default();
        Ok((hit != Some(false)).then_some(()))
    }

    /// Chooses in a list that opens at a field. The list finds its place once it is open: a click that went to where
    /// the option was a moment ago closes it, and everybody opens it again.
    pub async fn choose(&self, field: &str, option: &str) -> Result<()> {
        const TRIES: usize = 3;
        let path = by_role("option", option);
        for _ in 0..TRIES {
            self.click(field).await?;
            let what = format!("the option {option:?} to be clickable");
            let clicked = wait::within(LISTED, &what, async || self.click_once(&path).await).await;
            // A list that closed by itself shows no option, however long one waits.
            if clicked.is_err() {
                self.close_list().await?;
                continue;
            }
            let chosen = wait::within(SETTLED, "what was chosen", async || {
                let shown = self.text_now(field).await?;
                Ok(shown.is_some_and(|it| it.contains(option)).then_some(()))
            });
            if chosen.await.is_ok() {
                return Ok(());
            }
            self.close_list().await?;
        }
        bail!("{field} shows {:?} after {option:?} was chosen", self.text_now(field).await?)
    }

    /// The text that the element with this test id shows, waited for until it is not empty.
    pub async fn text(&self, id: &str) -> Result<String> {
        wait::until(&format!("text in {id}"), async || {
            Ok(self.text_now(id).await?.filter(|text| !text.is_empty()))
        })
        .await
    }

    /// Waits until the element shows a text that holds these words, and hands back the text.
    pub async fn text_with(&self, id: &str, words: &str) -> Result<String> {
        let mut last = None;
        let found = wait::until(&format!("{words:?} in {id}"), async || {
            last = self.text_now(id).await?;
            Ok(last.clone().filter(|text| text.contains(words)))
        })
        .await;
        found.with_context(|| format!("{id} shows: {last:?}"))
    }

    /// The text that the element with this test id shows now, if it is there.
    async fn text_now(&self, id: &str) -> Result<Option<String>> {
        let arguments = vec![Value::String(test_id(id))];
        self.js("return document.querySelector(arguments[0])?.innerText.trim() ?? null", arguments)
            .await
    }

    /// An attribute of the first element with this test id.
    pub async fn attribute(&self, id: &str, name: &str) -> Result<Option<String>> {
        Ok(self.element(id).await?.attr(name).await?)
    }

    /// An attribute of the first element with this test id, if both are there now.
    pub async fn attribute_now(&self, id: &str, name: &str) -> Result<Option<String>> {
        let arguments = vec![Value::String(test_id(id)), Value::from(name)];
        let script =
            "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null";
        self.js(script, arguments).await
    }

    /// Replaces what a field holds, as a person would: select all, type. Where not one key arrived, although the field
    /// has the focus, the driver lost them; where they stand behind what was there, it gave the field the focus anew,
    /// which puts the caret at the end. Both are typed again; a field that holds anything else has lost them.
    pub async fn fill(&self, id: &str, text: &str) -> Result<()> {
        let selector = format!("{0} input, {0} textarea, input{0}, textarea{0}", test_id(id));
        self.fill_css(&selector, text).await
    }

    /// As [`Page::fill`], for a field of any kind.
    pub async fn fill_css(&self, selector: &str, text: &str) -> Result<()> {
        let id = selector;
        let field = self.css(selector).await?;
        let before = field.prop("value").await?.unwrap_or_default();
        self.replace(id, &field, text).await?;
        if before != text && self.is_untouched(&field, &before).await? {
            self.replace(id, &field, text).await?;
        }
        let mut held = self.held_after(&field, text).await?;
        if held != text && !before.is_empty() && held == format!("{before}{text}") {
            self.replace(id, &field, text).await?;
            held = self.held_after(&field, text).await?;
        }
        if held != text {
            let focused: String = self.js(FOCUSED, Vec::new()).await?;
            bail!("{id} holds {held:?} after {text:?} was typed; the focus is in {focused}");
        }
        Ok(())
    }

    /// What a field holds as soon as that is this text, or after the time in which keys arrive.
    async fn held_after(&self, field: &WebElement, text: &str) -> Result<String> {
        let mut held = String::new();
        let arrived = wait::within(SETTLED, "the keys to arrive", async || {
            held = field.prop("value").await?.unwrap_or_default();
            Ok((held == text).then_some(()))
        });
        // What the field holds instead is for the caller to judge.
        let _late = arrived.await;
        Ok(held)
    }

    async fn replace(&self, id: &str, field: &WebElement, text: &str) -> Result<()> {
        self.select_all(id, field).await?;
        field.send_keys(text).await.with_context(|| format!("typing into {id}"))
    }

    /// Selects what a field holds. A click goes to where the field was when its place was asked for: who sees that the
    /// layout has moved since, or that nothing is selected, clicks again.
    async fn select_all(&self, id: &str, field: &WebElement) -> Result<()> {
        const TRIES: usize = 3;
        let what = format!("all of {id} to be selected");
        for _ in 0..TRIES {
            // One of which only a part is seen is clicked in its middle, where something else may lie.
            field.scroll_into_view().await?;
            field.click().await?;
            self.press("Control+a").await?;
            // The webview hears of the keys first and selects after that.
            let selected = wait::within(SETTLED, &what, async || {
                let selected: bool = self.js(IS_SELECTED, vec![field.to_json()?]).await?;
                Ok(selected.then_some(()))
            });
            if selected.await.is_ok() {
                return Ok(());
            }
        }
        let focused: String = self.js(FOCUSED, Vec::new()).await?;
        bail!("{what}: {TRIES} times it was not; the focus is in {focused}")
    }

    /// Whether a field holds what it held before, and goes on doing so, and has the focus.
    async fn is_untouched(&self, field: &WebElement, before: &str) -> Result<bool> {
        let changed = wait::within(SETTLED, "a key to arrive", async || {
            let (held, focused): (String, bool) = self.js(HELD, vec![field.to_json()?]).await?;
            Ok((held != before || !focused).then_some(()))
        });
        Ok(changed.await.is_err())
    }

    /// Presses a key where the focus is: `j`, `Enter`, `Control+Shift+c`.
    pub async fn press(&self, keys: &str) -> Result<()> {
        let names: Vec<&str> = keys.split('+').collect();
        let (last, modifiers) = names.split_last().context("no key to press")?;
        let mut chain = self.driver.action_chain();
        for name in modifiers {
            chain = chain.key_down(key(name)?);
        }
        let last = key(last)?;
        chain = chain.key_down(last).key_up(last);
        for name in modifiers.iter().rev() {
            chain = chain.key_up(key(name)?);
        }
        chain.perform().await.with_context(|| format!("pressing {keys}"))
    }

    /// Types where the focus is.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        self.driver.active_element().await?.send_keys(text).await.context("typing")
    }

    /// Presses Tab until the focus is in the element with this test id.
    pub async fn tab_to(&self, id: &str) -> Result<()> {
        const MOST: usize = 80;
        for _ in 0..MOST {
            let inside: bool = self
                .js(
                    "return document.activeElement?.closest(arguments[0]) !== null",
                    vec![Value::String(test_id(id))],
                )
                .await?;
            if inside {
                return Ok(());
            }
            self.press("Tab").await?;
        }
        bail!(
            "{id} cannot be reached with {MOST} Tab keys; the focus is on {}",
            self.focus().await?
        )
    }

    /// What has the focus, in words.
    pub async fn focus(&self) -> Result<String> {
        self.js(
            "const e = document.activeElement;
             return e ? `${e.tagName} ${e.closest('[data-testid]')?.dataset.testid ?? ''} ${e.innerText ?? ''}`.slice(0, 120) : 'nothing'",
            Vec::new(),
        )
        .await
    }

    /// Runs a script in the page and hands back what it returns.
    pub async fn js<T: DeserializeOwned>(&self, script: &str, arguments: Vec<Value>) -> Result<T> {
        let answer = self.driver.execute(script, arguments).await?;
        answer.convert().context("the page answered something else")
    }

    /// The whole document as the webview holds it, with what stands in its fields.
    pub async fn document(&self) -> Result<String> {
        self.js(
            "const fields = [...document.querySelectorAll('input, textarea')].map((f) => f.value);
             return document.documentElement.outerHTML + '\\n' + fields.join('\\n')",
            Vec::new(),
        )
        .await
    }

    /// Sets the size of the window's content, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.driver.set_window_rect(0, 0, width, height).await?;
        wait::until("the window's new size", async || {
            let size: (u32, u32) = self.js("return [innerWidth, innerHeight]", Vec::new()).await?;
            Ok((size == (width, height)).then_some(()))
        })
        .await
    }

    /// Waits until the page has painted twice with nothing marked as busy.
    pub async fn settled(&self) -> Result<()> {
        wait::within(Duration::from_secs(60), "the page to settle", async || {
            let busy: bool = self
                .js("return document.querySelector('[aria-busy=true]') !== null", Vec::new())
                .await?;
            Ok((!busy).then_some(()))
        })
        .await?;
        self.painted().await
    }

    /// Waits until the page has painted twice, whatever it waits for.
    pub async fn painted(&self) -> Result<()> {
        let painted = self
            .driver
            .execute_async(
                "const done = arguments[arguments.length - 1];
                 requestAnimationFrame(() => requestAnimationFrame(() => done(true)));",
                Vec::new(),
            )
            .await?;
        let painted: bool = painted.convert()?;
        ensure!(painted, "the page does not paint");
        Ok(())
    }
}

/// The selector of a test id.
pub fn test_id(id: &str) -> String {
    format!("[data-testid={}]", Value::from(id))
}

/// Elements that have a role by nature or by attribute, and a name by text, label or title.
fn by_role(role: &str, name: &str) -> String {
    let nature = match role {
        "button" => "self::button or ",
        "link" => "self::a or ",
        "heading" => "self::h1 or self::h2 or self::h3 or self::h4 or ",
        _ => "",
    };
    let name = quoted(name);
    format!(
        "//*[{nature}@role='{role}'][normalize-space(.)={name} or @aria-label={name} \
         or starts-with(normalize-space(.), concat({name}, ' '))]"
    )
}

/// XPath has no way to escape a quote: a text with both kinds is put together.
fn quoted(text: &str) -> String {
    if !text.contains('\'') {
        return format!("'{text}'");
    }
    format!("concat('{}')", text.replace('\'', "', \"'\", '"))
}

fn key(name: &str) -> Result<char> {
    let key = match name {
        "Control" | "Ctrl" => Key::Control,
        "Shift" => Key::Shift,
        "Alt" => Key::Alt,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Tab" => Key::Tab,
        "Delete" => Key::Delete,
        "Space" => return Ok(' '),
        "ArrowUp" => Key::Up,
        "ArrowDown" => Key::Down,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "F5" => Key::F5,
        "F6" => Key::F6,
        other => {
            let mut characters = other.chars();
            return match (characters.next(), characters.next()) {
                (Some(only), None) => Ok(only),
                _ => bail!("there is no key {other:?}"),
            };
        }
    };
    Ok(key.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_quotes_can_be_looked_for() {
        assert_eq!(quoted("plain"), "'plain'");
        assert_eq!(quoted("O'Brien"), "concat('O', \"'\", 'Brien')");
    }

    #[test]
    fn keys_are_named_or_single_characters() {
        assert_eq!(key("j").unwrap(), 'j');
        assert_eq!(key("Space").unwrap(), ' ');
        assert!(key("NoSuchKey").is_err());
    }
}
