//! How a person confirms a write: by what it does, to how many resources, and what the tenant is used for.

use super::plan::Plan;
use crate::api::guard::GuardMode;
use crate::api::tenants::Environment;
use crate::api::writes::{ChangeKind, Confirming};
use crate::error::Fault;

/// So many resources are confirmed by a button; more by typing the tenant's name.
const FEW: usize = 25;

/// What is to be confirmed.
pub(crate) struct Subject<'a> {
    pub(crate) kind: ChangeKind,
    pub(crate) targets: usize,
    pub(crate) environment: Environment,
    pub(crate) mode: GuardMode,
    /// Something does not fit, and it is to be sent all the same.
    pub(crate) anyway: bool,
    pub(crate) is_undo: bool,
    pub(crate) tenant_name: &'a str,
}

impl Subject<'_> {
    pub(crate) fn how(&self) -> Confirming {
        let is_production = self.environment == Environment::Production;
        let deletes = self.kind == ChangeKind::Delete;
        if self.targets > FEW || (is_production && (deletes || self.anyway)) {
            return Confirming::TypeName { name: self.tenant_name.to_owned() };
        }
        // What undoing would send is a request that nobody has seen yet.
        let asks = deletes
            || is_production
            || self.targets > 1
            || self.is_undo
            || self.anyway
            || self.mode != GuardMode::Free;
        if asks { Confirming::Button } else { Confirming::None }
    }
}

/// Whether what was typed is the tenant's name, where it has to be.
pub(crate) fn check(plan: &Plan, typed: Option<&str>) -> Result<(), Fault> {
    match &plan.confirming {
        Confirming::TypeName { name } if typed.map(str::trim) != Some(name.trim()) => {
            Err(Fault::InvalidField {
                field: "typedName",
                title: "This is not the tenant's name".to_owned(),
                detail: "Nothing was sent.".to_owned(),
                hint: format!("Type {name}, as it stands in the sidebar."),
            })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn how(kind: ChangeKind, targets: usize, environment: Environment) -> Confirming {
        let mode = crate::guards::usual(environment);
        let (anyway, is_undo) = (false, false);
        Subject { kind, targets, environment, mode, anyway, is_undo, tenant_name: "Acme" }.how()
    }

    #[test]
    fn production_asks_for_all_and_for_a_deletion_by_name() {
        let name = Confirming::TypeName { name: "Acme".to_owned() };
        assert_eq!(how(ChangeKind::Update, 1, Environment::Production), Confirming::Button);
        assert_eq!(how(ChangeKind::Delete, 1, Environment::Production), name);
        assert_eq!(how(ChangeKind::Disable, 26, Environment::Production), name);
    }

    #[test]
    fn one_change_in_a_test_tenant_is_sent_at_once_and_a_deletion_is_not() {
        assert_eq!(how(ChangeKind::Update, 1, Environment::Test), Confirming::None);
        assert_eq!(how(ChangeKind::Update, 1, Environment::Staging), Confirming::Button);
        assert_eq!(how(ChangeKind::Delete, 1, Environment::Sandbox), Confirming::Button);
        assert_eq!(how(ChangeKind::Disable, 2, Environment::Sandbox), Confirming::Button);
        let name = Confirming::TypeName { name: "Acme".to_owned() };
        assert_eq!(how(ChangeKind::Disable, 26, Environment::Sandbox), name);
    }
}
