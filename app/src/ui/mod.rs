//! The parts every page is made of: one component a file, its look in `style/components/`.
//! No text of its own and no rule about money: words and figures come in as props.

mod amount_field;
mod banner;
mod brand;
mod button;
mod card;
mod check_field;
mod code_field;
mod empty_state;
mod facts;
mod field;
mod field_parts;
mod icon;
mod money;
mod page_header;
mod password_field;
mod row;
mod segmented;
mod select_field;
mod sheet;
mod skeleton;
mod slip;
mod timeline;
mod toast;

pub use amount_field::AmountField;
pub use banner::{Banner, BannerKind, Strip};
pub use brand::{Brand, SealMark};
pub use button::{Button, ButtonKind, ButtonSize, IconButton, LinkButton};
pub use card::{Card, Section};
pub use check_field::{CheckField, Choice};
pub use code_field::CodeField;
pub use empty_state::{Art, EmptyState, Message};
pub use facts::{Fact, Facts};
pub use field::Field;
pub use icon::{Icon, IconName, IconSize};
pub use money::{MoneySize, MoneyText};
pub use page_header::PageHeader;
pub use password_field::PasswordField;
pub use row::{DayGroup, Row, Who};
pub use segmented::{ChipLink, Segment, Segmented};
pub use select_field::{SelectField, SelectOption};
pub use sheet::{LockLine, Sheet};
pub use skeleton::{Skeleton, SkeletonShape};
pub use slip::{Slip, Stamp, Tear};
pub use timeline::{Timeline, TimelineItem, TimelineState};
pub use toast::Toasts;
