//! Which of a browser's tabs keeps the stream: a lock of the browser (Web Locks, W3C) that one tab holds at a time.
//! A tab that comes into sight takes it, since the browser may put those out of sight to sleep; when the one that holds
//! it is closed, another gets it.

use std::{cell::Cell, rc::Rc};

use leptos::{
    prelude::window,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
    web_sys::js_sys::{Function, Object, Promise, Reflect},
};

/// One tab's part in the matter.
pub(super) struct Lead {
    manager: JsValue,
    request: Function,
    name: String,
    /// A tab that takes the lead in the moment it gets it has it twice for a while.
    held: Cell<u32>,
    waits: Cell<bool>,
    takes: Cell<bool>,
    begin: Box<dyn Fn()>,
    end: Box<dyn Fn()>,
}

impl Lead {
    /// None where the browser has no such locks. `begin` and `end` are called when this tab gets or loses the lead.
    pub fn find(
        name: &str,
        begin: impl Fn() + 'static,
        end: impl Fn() + 'static,
    ) -> Option<Rc<Self>> {
        let manager = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
        let request = Reflect::get(&manager, &"request".into()).ok()?;
        Some(Rc::new(Self {
            request: request.dyn_into().ok()?,
            manager,
            name: name.to_owned(),
            held: Cell::new(0),
            waits: Cell::new(false),
            takes: Cell::new(false),
            begin: Box::new(begin),
            end: Box::new(end),
        }))
    }

    /// Gets the lead when nobody has it any more.
    pub fn wait(self: &Rc<Self>) {
        if !self.waits.replace(true) {
            self.ask(false);
        }
    }

    /// Gets the lead now, from whoever has it.
    pub fn take(self: &Rc<Self>) {
        if self.held.get() == 0 && !self.takes.replace(true) {
            self.ask(true);
        }
    }

    fn ask(self: &Rc<Self>, steal: bool) {
        let got = Rc::new(Cell::new(false));
        let granted = {
            let (this, got) = (Rc::clone(self), Rc::clone(&got));
            // The lock is held until the promise is kept, which is never: until the tab is closed or another takes it.
            Closure::once_into_js(move |_lock: JsValue| {
                got.set(true);
                this.gained(steal);
                Promise::new(&mut |_, _| ())
            })
        };
        let options = Object::new();
        if steal {
            drop(Reflect::set(&options, &"steal".into(), &JsValue::TRUE));
        }
        let name = JsValue::from_str(&self.name);
        let asked = self
            .request
            .call3(&self.manager, &name, &options.into(), &granted)
            .and_then(JsCast::dyn_into::<Promise>);
        match asked {
            Ok(promise) => {
                let this = Rc::clone(self);
                let lost = Closure::once(move |_why: JsValue| this.lost(steal, got.get()));
                // Also so that the browser does not report a promise that nobody heard fail.
                drop(promise.catch(&lost));
                lost.forget();
            }
            Err(_) => self.lost(steal, false),
        }
    }

    fn gained(&self, stolen: bool) {
        self.asked(stolen).set(false);
        if self.held.replace(self.held.get() + 1) == 0 {
            (self.begin)();
        }
    }

    fn lost(self: &Rc<Self>, stolen: bool, had: bool) {
        if had {
            let held = self.held.get().saturating_sub(1);
            self.held.set(held);
            if held == 0 {
                (self.end)();
                self.wait();
            }
        } else {
            // The browser does not give locks here, as in a sandboxed frame: this tab is on its own.
            self.asked(stolen).set(false);
            (self.begin)();
        }
    }

    fn asked(&self, stolen: bool) -> &Cell<bool> {
        if stolen { &self.takes } else { &self.waits }
    }
}
