//! The values of a multi-valued attribute as elements of the form.
