//! A token that a program prints: run without a shell, for a limited time, and nothing of what it prints is shown.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::common::{Memory, Server, assert_clean, context, good, http, open};
use client::auth::command::Command;
use client::auth::tokens::Tokens;
use client::base_url::BaseUrl;
use client::error::{Failure, FailureKind};
use client::exchange::Context;
use client::page::ListQuery;
use client::session::Session;
use client::settings::{Auth, Settings};

const TOKEN: &str = "canary-printed-token.7Q~9zK";

/// A program in a folder.
fn program(folder: &Path, text: &str) -> String {
    let path = folder.join("give token");
    std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
    path.to_str().unwrap().to_owned()
}

fn command(program: &str, arguments: &[&str]) -> Command {
    Command {
        program: program.to_owned(),
        arguments: arguments.iter().map(|&it| it.to_owned()).collect(),
        limit: Duration::from_secs(30),
        tokens: Tokens::default(),
    }
}

fn session(server: &Server, command: Command) -> (Session, Arc<Memory>) {
    open(Settings::new(BaseUrl::parse(&server.base()).unwrap(), Auth::Command(command)))
}

async fn list(session: &Session) -> Result<usize, Failure> {
    Ok(session.list("/Users", &ListQuery::default(), &context()).await?.rows.len())
}

async fn refused(text: &str) -> (String, Failure) {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(good).await;
    let (session, _) = session(&server, command(&program(folder.path(), text), &[]));
    let failure = list(&session).await.unwrap_err();
    assert!(server.requests().is_empty(), "without a token the server is not asked");
    let FailureKind::CommandFailed { reason, .. } = &*failure.kind else { panic!("{failure:?}") };
    (reason.clone(), failure)
}

#[tokio::test]
async fn a_printed_token_is_sent_and_printed_again_when_it_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let count = folder.path().join("count");
    let path = program(
        folder.path(),
        &format!(
            "echo x >> '{}'; printf '%s-%s\\n' {TOKEN} $(wc -l < '{}')",
            count.display(),
            count.display()
        ),
    );
    let second = format!("Bearer {TOKEN}-2");
    let server = Server::start(move |request| match request.header("authorization") {
        Some(token) if token == second => good(request),
        _ => http("401 Unauthorized", "", ""),
    })
    .await;
    let (session, memory) = session(&server, command(&path, &[]));
    assert_eq!(list(&session).await.unwrap(), 1);
    assert_eq!(list(&session).await.unwrap(), 1);
    assert_eq!(server.requests().len(), 3);
    assert_eq!(
        std::fs::read_to_string(&count).unwrap().lines().count(),
        2,
        "run once for each token"
    );
    assert_clean(&format!("{:?}", memory.all()), &[TOKEN]);
}

#[tokio::test]
async fn no_shell_sees_the_arguments() {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("made");
    let path = program(folder.path(), "printf '%s' \"$1\"");
    let server = Server::start(good).await;
    let (session, _) = session(&server, command(&path, &["$(touch${IFS}made)`x`;|&", "b c"]));
    list(&session).await.unwrap();
    let sent = server.requests()[0].header("authorization").unwrap();
    assert_eq!(sent, "Bearer $(touch${IFS}made)`x`;|&");
    assert!(!made.exists());
}

#[tokio::test]
async fn what_goes_wrong_is_told_without_what_was_printed() {
    let (reason, failure) = refused(&format!(
        "echo {TOKEN}; echo \"cannot refresh: access_token={TOKEN} for ada\" >&2; \
         echo 'sent Bearer canary-other --client-secret canary-third' >&2; exit 3"
    ))
    .await;
    assert_eq!(reason, "it ended with exit status: 3");
    let told = failure.explain();
    assert_eq!(told.field, Some("command"));
    assert!(told.said.as_deref().unwrap().contains("cannot refresh"), "{told:?}");
    assert_clean(&format!("{failure:?}{told:?}"), &[TOKEN, "canary-other", "canary-third"]);

    assert_eq!(refused("true").await.0, "it printed nothing");
    assert_eq!(
        refused("echo please log in").await.0,
        "it printed more than one word, and a token is one"
    );
    assert_eq!(
        refused("head -c 100000 /dev/zero | tr '\\0' a").await.0,
        "it printed far more than a token"
    );
    let server = Server::start(good).await;
    let (session, _) = session(&server, command("no-such-program-4711", &[]));
    let failure = list(&session).await.unwrap_err();
    assert!(failure.to_string().contains("there is no such program"), "{failure}");
}

#[tokio::test]
async fn a_program_that_does_not_end_is_stopped_with_all_that_it_started() {
    let folder = tempfile::tempdir().unwrap();
    let pid = folder.path().join("pid");
    let path = program(folder.path(), &format!("sleep 600 & echo $! > '{}'; wait", pid.display()));
    let server = Server::start(good).await;
    let (session, _) = session(&server, command(&path, &[]));
    let stopped = Context { cancel: tokio_util::sync::CancellationToken::new(), ..context() };
    let cancel = stopped.cancel.clone();
    let waiting = tokio::spawn(async move {
        session.list("/Users", &ListQuery::default(), &stopped).await.unwrap_err()
    });
    let child = until(|| std::fs::read_to_string(&pid).ok()?.trim().parse::<i32>().ok()).await;
    cancel.cancel();
    assert!(waiting.await.unwrap().is_cancelled());
    until(|| has_ended(child).then_some(())).await;
}

#[tokio::test]
async fn what_a_program_leaves_running_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let pid = folder.path().join("pid");
    // As one that starts an agent: it ends, and its child goes on with the output open.
    let path =
        program(folder.path(), &format!("sleep 600 & echo $! > '{}'; echo {TOKEN}", pid.display()));
    let server = Server::start(good).await;
    let (session, _) = session(&server, command(&path, &[]));
    let listed = list(&session).await;
    let child: i32 = std::fs::read_to_string(&pid).unwrap().trim().parse().unwrap();
    let is_left = !has_ended(child);
    assert!(std::process::Command::new("kill").arg(child.to_string()).status().unwrap().success());
    assert_eq!((listed.unwrap(), is_left), (1, true));
}

fn has_ended(pid: i32) -> bool {
    // One that has ended may still be listed, until whoever inherited it has noticed.
    match std::fs::read_to_string(format!("/proc/{pid}/stat")) {
        Ok(stat) => stat.rsplit(") ").next().is_some_and(|it| it.starts_with('Z')),
        Err(_) => true,
    }
}

async fn until<T>(look: impl Fn() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begin.elapsed() < Duration::from_secs(60), "it does not come about");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
