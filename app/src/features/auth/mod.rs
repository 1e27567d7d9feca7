//! Registering, signing in, signing out.

pub mod api;
mod invited;
mod register;
mod sign_in;
mod sign_out;

pub(crate) use register::Register;
pub(crate) use sign_in::SignIn;
pub(crate) use sign_out::SignOutButton;
