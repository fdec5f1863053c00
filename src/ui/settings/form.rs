//! Typed values beside the stored ones: what changed, what is wrong with it.

use std::collections::BTreeMap;

use crate::domain::error::Refusal;
use crate::domain::setting_fault::SettingFault;
use crate::usecase::settings;

/// A secret as it is typed; what is stored is only known to be there.
#[derive(Default)]
pub(in crate::ui) struct SecretField {
    /// The stored one, masked; empty for none.
    pub(in crate::ui) stored: String,
    /// Typed; empty leaves the stored one.
    pub(in crate::ui) typed: String,
}

/// The values of the window.
#[derive(Default)]
pub(in crate::ui) struct Form {
    stored: BTreeMap<&'static str, String>,
    typed: BTreeMap<&'static str, String>,
    pub(in crate::ui) token: SecretField,
    pub(in crate::ui) proxy_password: SecretField,
}

impl Form {
    /// Takes the stored values; what was typed and not saved stays.
    pub(in crate::ui) fn renew(&mut self, values: Vec<(&'static str, String)>) {
        for (key, value) in values {
            let untouched = self.typed.get(key) == self.stored.get(key);
            if untouched {
                self.typed.insert(key, value.clone());
            }
            self.stored.insert(key, value);
        }
    }

    /// Takes what is known of the stored secrets.
    pub(in crate::ui) fn renew_secrets(&mut self, masked: Vec<(&'static str, String)>) {
        for (key, masked) in masked {
            let field = if key == "site.token" { &mut self.token } else { &mut self.proxy_password };
            field.stored = masked;
        }
    }

    /// The secrets with their keys.
    const fn secrets(&self) -> [(&'static str, &SecretField); 2] {
        [("site.token", &self.token), ("proxy.password", &self.proxy_password)]
    }

    /// The typed values give way to the stored ones.
    pub(in crate::ui) fn drop_changes(&mut self) {
        self.typed.clone_from(&self.stored);
        self.token.typed.clear();
        self.proxy_password.typed.clear();
    }

    pub(in crate::ui) fn text(&mut self, key: &'static str) -> &mut String {
        self.typed.entry(key).or_default()
    }

    pub(in crate::ui) fn get(&self, key: &str) -> &str {
        self.typed.get(key).map_or("", String::as_str)
    }

    pub(in crate::ui) fn is_on(&self, key: &str) -> bool {
        self.get(key) == "true"
    }

    /// What is wrong with the typed value.
    pub(in crate::ui) fn fault(&self, key: &str) -> Option<SettingFault> {
        let spec = settings::find(key).ok()?;
        fault(&settings::check(spec, self.get(key)))
    }

    /// What is wrong with a typed secret.
    pub(in crate::ui) fn secret_fault(key: &str, field: &SecretField) -> Option<SettingFault> {
        let spec = settings::find(key).ok()?;
        fault(&settings::check(spec, &field.typed))
    }

    /// Typed and not stored.
    pub(in crate::ui) fn changes(&self) -> Vec<(String, String)> {
        let changed = self.typed.iter().filter(|(key, value)| self.stored.get(*key) != Some(value));
        changed.map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
    }

    /// Secrets that were typed.
    pub(in crate::ui) fn new_secrets(&self) -> Vec<(&'static str, String)> {
        let typed = self.secrets().into_iter().filter(|(_, field)| !field.typed.trim().is_empty());
        typed.map(|(key, field)| (key, field.typed.trim().to_owned())).collect()
    }

    pub(in crate::ui) fn is_changed(&self) -> bool {
        !self.changes().is_empty() || !self.new_secrets().is_empty()
    }

    /// The first value that may not be stored.
    pub(in crate::ui) fn first_fault(&self) -> Option<&'static str> {
        self.faults().next()
    }

    /// One of these values may not be stored.
    pub(in crate::ui) fn has_fault(&self, keys: &[&str]) -> bool {
        self.faults().any(|key| keys.contains(&key))
    }

    fn faults(&self) -> impl Iterator<Item = &'static str> {
        let plain = self.typed.keys().copied().filter(|key| self.fault(key).is_some());
        let secret = self.secrets().into_iter().filter(|(key, field)| Self::secret_fault(key, field).is_some());
        plain.chain(secret.map(|(key, _)| key))
    }
}

fn fault(checked: &Result<String, Refusal>) -> Option<SettingFault> {
    match checked {
        Err(Refusal::BadSetting { fault, .. }) => Some(*fault),
        Ok(_) | Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_store_comes_in_and_what_was_typed_stays() {
        let mut form = Form::default();
        form.renew(vec![("site.port", "443".into()), ("site.host", "a".into())]);
        "70000".clone_into(form.text("site.port"));
        form.renew(vec![("site.port", "444".into()), ("site.host", "b".into())]);
        assert_eq!((form.get("site.port"), form.get("site.host")), ("70000", "b"));
        assert_eq!(form.changes(), [("site.port".to_owned(), "70000".to_owned())]);
        assert_eq!(form.first_fault(), Some("site.port"));
        form.drop_changes();
        assert!(!form.is_changed());
        form.token.typed = "two words".into();
        assert_eq!(form.first_fault(), Some("site.token"));
    }
}
