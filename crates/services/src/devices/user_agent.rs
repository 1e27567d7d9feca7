//! A device by what its browser says of itself: a name from a fixed list or none. The text itself is a stranger's and
//! must never be shown.

/// A browser and the system it runs on, as far as they are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    pub browser: Option<&'static str>,
    pub system: Option<&'static str>,
}

/// What a browser's text contains, and its name; the first that fits. Most claim to be Chrome and Safari as well.
const BROWSERS: [(&str, &str); 14] = [
    ("MicroMessenger/", "WeChat"),
    ("AlipayClient/", "Alipay"),
    ("QQBrowser/", "QQ Browser"),
    ("UCBrowser/", "UC Browser"),
    ("HuaweiBrowser/", "Huawei Browser"),
    ("MiuiBrowser/", "Mi Browser"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// The same for systems. Android also says Linux, and an iPhone says Mac OS X.
const SYSTEMS: [(&str, &str); 9] = [
    ("HarmonyOS", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

impl Device {
    /// Reads a `User-Agent`.
    pub fn of(user_agent: &str) -> Self {
        let find = |known: &[(&str, &'static str)]| {
            known
                .iter()
                .find(|(sign, _)| user_agent.contains(sign))
                .map(|(_, name)| *name)
        };
        Self {
            browser: find(&BROWSERS),
            system: find(&SYSTEMS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_and_systems_of_the_day_are_known() {
        for (text, browser, system) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                "Edge",
                "Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
                "Safari",
                "iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
                "Chrome",
                "Android",
            ),
            (
                "Mozilla/5.0 (Linux; Android 13; wv) AppleWebKit/537.36 Chrome/107.0 Mobile Safari/537.36 MicroMessenger/8.0.40",
                "WeChat",
                "Android",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0",
                "Firefox",
                "macOS",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36",
                "Chrome",
                "Linux",
            ),
        ] {
            let found = Device::of(text);
            assert_eq!(
                (found.browser, found.system),
                (Some(browser), Some(system)),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_not_known_has_no_name_whatever_it_says() {
        for text in ["", "curl/8.5.0", "<script>alert(1)</script>", "银行"] {
            let found = Device::of(text);
            assert_eq!((found.browser, found.system), (None, None), "{text}");
        }
    }
}
