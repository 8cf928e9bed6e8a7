//! A server whose certificate is trusted: only in a process of its own, because the trust store is the system's and
//! only a new process can be given another one.
#![allow(unreachable_pub, clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use std::path::Path;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

/// Names the file of the authorities that the child trusts.
const TRUST_FILE: &str = "SSL_CERT_FILE";
const CHILD: &str = "SCIMSCOPE_TRUSTED_CHILD";
const DONE: &str = "the child did its work";

/// Runs a test of this program again in a process with a trust store of its own.
pub fn in_child(test: &str) {
    let folder = tempfile::tempdir().unwrap();
    run_again(test, &folder.path().join("authority.pem"), CHILD, DONE);
}

/// Runs a test of this program again in a process that trusts what stands in a file, and tells it by a variable that it is
/// that process. At its end it prints `done`.
pub fn run_again(test: &str, trusted: &Path, child: &str, done: &str) {
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(TRUST_FILE, trusted)
        .env_remove("SSL_CERT_DIR")
        .env(child, "yes")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains(done), "the child did its work: {text}");
}

/// Says that the child came to its end.
pub fn done() {
    println!("{DONE}");
}

/// A certificate for 127.0.0.1, with its key.
pub struct Server {
    certificate: CertificateDer<'static>,
    key: KeyPair,
}

impl Server {
    /// One that this process trusts; `None` in a process that was not started for that.
    pub fn of_child() -> Option<Server> {
        std::env::var_os(CHILD)?;
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, "Trusted");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        std::fs::write(std::env::var_os(TRUST_FILE).unwrap(), authority.pem()).unwrap();
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &authority).unwrap().der().clone();
        Some(Server { certificate, key })
    }

    /// Accepts TLS and offers these protocols.
    pub fn acceptor(&self, protocols: &[&str]) -> TlsAcceptor {
        self.acceptor_with(protocols, None)
    }

    /// The same, which may demand a certificate of the client.
    pub fn acceptor_with(
        &self,
        protocols: &[&str],
        clients: Option<Arc<dyn rustls::server::danger::ClientCertVerifier>>,
    ) -> TlsAcceptor {
        let key = PrivateKeyDer::Pkcs8(self.key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap();
        let builder = match clients {
            Some(clients) => builder.with_client_cert_verifier(clients),
            None => builder.with_no_client_auth(),
        };
        let mut config = builder.with_single_cert(vec![self.certificate.clone()], key).unwrap();
        config.alpn_protocols = protocols.iter().map(|it| it.as_bytes().to_vec()).collect();
        TlsAcceptor::from(Arc::new(config))
    }
}
