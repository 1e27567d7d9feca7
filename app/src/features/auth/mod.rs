//! Registering, signing in, signing out.

pub mod api;
mod deeds;
mod get_code;
mod invited;
mod new_password;
mod register;
mod sign_in;
mod sign_out;

pub(crate) use get_code::GetCode;
pub(crate) use new_password::NewPasswordField;
pub(crate) use register::Register;
pub(crate) use sign_in::SignIn;
pub(crate) use sign_out::SignOutButton;
