//! The windows that are open and what each shows. The shell opens and closes them; here they have their numbers, and
//! one that shows a tenant is found again.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::App;
use crate::api::Empty;
use crate::api::event::AppEvent;
use crate::api::windows::{TenantShow, WindowOpen, WindowOpened, WindowShown};
use crate::call::{Call, MAIN_WINDOW};
use crate::error::Fault;
use crate::{guards, tenants};

/// Every window is a webview of its own, with the memory that this takes.
const MOST: usize = 16;

/// The windows that are open.
#[derive(Debug)]
pub(crate) struct Windows {
    list: Mutex<List>,
    /// Held while a window is opened: whoever asks again meanwhile finds it made, or not listed.
    opening: Mutex<()>,
}

#[derive(Debug)]
struct List {
    open: Vec<WindowShown>,
    /// How many were ever opened beside the first one: a name never comes back.
    opened: u32,
}

impl Default for Windows {
    fn default() -> Self {
        let first = WindowShown { window: MAIN_WINDOW.to_owned(), number: 1, tenant_id: None };
        Self { list: Mutex::new(List { open: vec![first], opened: 0 }), opening: Mutex::default() }
    }
}

impl Windows {
    fn lock(&self) -> MutexGuard<'_, List> {
        lock(&self.list)
    }

    /// Changes the list, and tells every window of it before somebody else can change it: told in another order, the
    /// older list would stay.
    fn change<T>(&self, app: &App, change: impl FnOnce(&mut List) -> T) -> T {
        let mut list = self.lock();
        let answer = change(&mut list);
        app.emit(AppEvent::WindowsChanged { windows: list.listed() });
        answer
    }
}

impl List {
    fn listed(&self) -> Vec<WindowShown> {
        let mut listed = self.open.clone();
        listed.sort_by_key(|it| it.number);
        listed
    }

    /// The window of this name. What a closed one still says comes too late to bring it back.
    fn of(&mut self, window: &str) -> Option<&mut WindowShown> {
        self.open.iter_mut().find(|it| it.window == window)
    }

    /// A window that is about to be opened. It counts as showing its tenant from now on, or pressing twice would open
    /// two.
    fn add(&mut self, tenant_id: Option<String>) -> WindowShown {
        self.opened += 1;
        let shown = WindowShown {
            window: format!("tenant-{}", self.opened),
            number: self.free_number(),
            tenant_id,
        };
        self.open.push(shown.clone());
        shown
    }

    fn free_number(&self) -> u32 {
        // The first one keeps its number also while it is closed: it may be drawn later than the second.
        (2..).find(|number| self.open.iter().all(|it| it.number != *number)).unwrap_or(u32::MAX)
    }
}

/// A window begins: the tenant that it was opened for.
pub(crate) fn begun(app: &App, window: &str) -> Option<String> {
    let tenant_id = app.windows().change(app, |list| list.of(window)?.tenant_id.clone());
    if window == MAIN_WINDOW { app.config().open_tenant.clone() } else { tenant_id }
}

/// A window is no more, and nobody waits for what it had asked for.
pub(crate) fn closed(app: &App, window: &str) {
    app.calls().cancel_those_of(window);
    app.previews().forget(window);
    app.windows().change(app, |list| list.open.retain(|it| it.window != window));
}

pub(crate) async fn tenant_show(
    app: &App,
    request: TenantShow,
    call: &Call<Empty>,
) -> Result<Empty, Fault> {
    guards::shown(app, &call.window, request.tenant_id.as_deref());
    app.windows().change(app, |list| {
        if let Some(shown) = list.of(&call.window) {
            shown.tenant_id = request.tenant_id;
        }
    });
    Ok(Empty {})
}

pub(crate) async fn window_list(
    app: &App,
    _: Empty,
    _: &Call<Empty>,
) -> Result<Vec<WindowShown>, Fault> {
    Ok(app.windows().lock().listed())
}

pub(crate) async fn window_open(
    app: &App,
    request: WindowOpen,
    call: &Call<Empty>,
) -> Result<WindowOpened, Fault> {
    let asking = call.window.clone();
    app.blocking(move |app| open(app, &asking, request.tenant_id)).await
}

/// Opens a window, or brings another one to the front that shows the tenant. Blocks.
fn open(app: &App, asking: &str, tenant_id: Option<String>) -> Result<WindowOpened, Fault> {
    if let Some(id) = &tenant_id {
        tenants::row(app, id)?;
    }
    let _opening = lock(&app.windows().opening);
    let shows_it =
        |it: &&WindowShown| tenant_id.is_some() && it.tenant_id == tenant_id && it.window != asking;
    let there = app.windows().lock().open.iter().find(shows_it).cloned();
    let is_new = there.is_none();
    let shown = match there {
        Some(there) => there,
        None => app.windows().change(app, |list| match list.open.len() < MOST {
            true => Ok(list.add(tenant_id)),
            false => Err(too_many()),
        })?,
    };
    if let Err(reason) = (app.config().open_window)(&shown) {
        if is_new {
            closed(app, &shown.window);
        }
        return Err(Fault::NotNow {
            title: "The window was not opened".into(),
            detail: reason,
            hint: "Close another window, then try again.".into(),
        });
    }
    Ok(WindowOpened { number: shown.number, is_new })
}

/// What a panicking thread left behind is whole: each change is one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn too_many() -> Fault {
    Fault::NotNow {
        title: "There are many windows already".into(),
        detail: format!("{MOST} windows are open, and each takes memory of its own."),
        hint: "Close one of them, or switch the tenant in this one.".into(),
    }
}
