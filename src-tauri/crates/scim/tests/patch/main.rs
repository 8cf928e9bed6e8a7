//! PATCH: what each form does, what holds of all of them, and that what is computed is as small as it can be.

mod laws;
mod minimal;
mod resources;
mod subject;
