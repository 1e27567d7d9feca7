//! The drawings of `/icons.svg` by name. Always decoration: the words beside an icon say what it means.
//! Never the only content of a control; see `IconButton`, which carries hidden words.
use leptos::prelude::*;

/// Declares the icons once, so that the type and the sprite cannot drift apart (see the test).
macro_rules! icons {
    ($($name:ident => $id:literal,)+) => {
        /// A symbol of the sprite.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum IconName { $(#[doc = concat!("`", $id, "`")] $name,)+ }

        impl IconName {
            /// All of them, in the order of the sprite.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The address of the symbol.
            pub const fn href(self) -> &'static str {
                match self { $(Self::$name => concat!("/icons.svg#", $id),)+ }
            }
        }
    };
}

icons! {
    Home => "home",
    List => "list",
    Send => "send",
    Receive => "receive",
    Convert => "convert",
    Add => "add",
    Scan => "scan",
    Rates => "rates",
    User => "user",
    Eye => "eye",
    EyeOff => "eye-off",
    Bell => "bell",
    Help => "help",
    Clock => "clock",
    Check => "check",
    Warning => "warning",
    Info => "info",
    Copy => "copy",
    Back => "back",
    Forward => "forward",
    Close => "close",
    Lock => "lock",
    Shield => "shield",
    Phone => "phone",
    Mail => "mail",
    Bank => "bank",
    Card => "card",
    Globe => "globe",
    Settings => "settings",
    Logout => "logout",
    Search => "search",
    External => "external",
    Print => "print",
    Trash => "trash",
    Pencil => "pencil",
    Seal => "seal",
}

/// How large an icon is beside its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IconSize {
    /// 18 px, beside small words.
    Small,
    /// 22 px.
    #[default]
    Normal,
}

/// One icon, hidden from screen readers. `name` may change (an eye that closes).
#[component]
pub fn Icon(
    /// Which drawing.
    #[prop(into)]
    name: Signal<IconName>,
    /// How large.
    #[prop(optional)]
    size: IconSize,
) -> impl IntoView {
    let class = match size {
        IconSize::Small => "icon icon-small",
        IconSize::Normal => "icon",
    };
    view! {
        <svg class=class aria-hidden="true" focusable="false">
            <use href=move || name.get().href()></use>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::IconName;

    const SPRITE: &str = include_str!("../../../public/icons.svg");

    #[test]
    fn every_name_has_its_symbol_and_every_symbol_its_name() {
        for name in IconName::ALL {
            let id = name.href().trim_start_matches("/icons.svg#");
            assert!(
                SPRITE.contains(&format!("<symbol id=\"{id}\"")),
                "{id} is not in the sprite"
            );
        }
        assert_eq!(SPRITE.matches("<symbol ").count(), IconName::ALL.len());
    }
}
