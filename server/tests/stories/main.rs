//! What people do with the wallet, told over the real router and a real database, at times that the stories set.
//! Never waits for time to pass and never looks inside what it can ask from outside.

mod bank;
mod bank_repeated;
mod canaries;
mod cards;
mod cards_interrupted;
mod cards_repeated;
mod choices;
mod codes;
mod confirming;
mod currencies;
mod devices;
mod history;
mod hostile;
mod hostile_cursors;
mod hostile_pages;
mod leaving;
mod limits;
mod live;
mod live_sessions;
mod messages;
mod notifications;
mod outage;
mod pages;
mod payees;
mod payment_password;
mod registering;
mod sending;
mod sessions;
mod settings;
mod signing_in;
mod support;
mod taken;
mod throttle;
mod visibility;
