//! The desk with real threads, and without: order, "busy", latest wins, and a bug that costs one answer.

use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use super::*;
use crate::catalog::list::{Items, Listed};
use crate::ground::Machine;
use crate::shop::found::Founding;

fn shop() -> Shop {
    Shop::found_in_memory(&Founding::new("S01", "国贸店"), Arc::new(Machine)).unwrap()
}

fn desk(folder: &std::path::Path) -> (Desk, Receiver<Reply>) {
    let path = folder.join("x.db");
    let shop = Shop::found(&path, &Founding::new("S01", "国贸店"), Arc::new(Machine)).unwrap();
    let readers = [0, 1].map(|_| Reader::open(&path, Arc::new(Machine)).unwrap());
    let (send, receive) = channel();
    let send = Mutex::new(send);
    let sink: desk::Sink = Arc::new(move |reply| send.lock().unwrap().send(reply).is_ok());
    (Desk::open(shop, readers, Arc::new(Machine), sink).unwrap(), receive)
}

#[test]
fn a_wish_runs_inline_without_threads() {
    let mut shop = shop();
    let reply = Wish::ask("items", Items::default()).from(7).run(&mut shop);
    assert_eq!((reply.tag.to, reply.tag.what, reply.name), (7, "items", "query.items"));
    assert_eq!(reply.read::<Vec<Listed>>().unwrap(), vec![]);
    let wrong = Wish::ask("items", Items::default()).run(&mut shop).read::<String>();
    assert!(matches!(wrong, Err(Stop::Fault(_))));
}

#[test]
fn a_bug_in_one_job_costs_one_answer_and_takes_everything_back() {
    let mut shop = shop();
    let bug = Wish::change("bug", |shop: &mut Shop| -> Answer<()> {
        shop.db().control("BEGIN IMMEDIATE")?;
        panic!("planted");
    });
    assert!(matches!(bug.run(&mut shop).read::<()>(), Err(Stop::Fault(_))));
    assert!(!shop.db().in_transaction());
    assert!(Wish::ask("items", Items::default()).run(&mut shop).read::<Vec<Listed>>().is_ok());
}

#[test]
fn a_full_queue_gives_the_wish_back() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, answers) = desk(folder.path());
    let (hold, release) = channel::<()>();
    let (begun, has_begun) = channel::<()>();
    let first = Wish::change("first", move |_| {
        begun.send(()).unwrap();
        release.recv().unwrap();
        Ok(())
    });
    desk.take(first).unwrap();
    has_begun.recv().unwrap();
    for _ in 0..JOBS_WAITING_MAX {
        desk.take(Wish::change("more", |_| Ok(()))).unwrap();
    }
    assert_eq!(desk.take(Wish::change("late", |_| Ok(()))).unwrap_err().tag.what, "late");
    hold.send(()).unwrap();
    drop(desk);
    assert_eq!(answers.iter().count(), JOBS_WAITING_MAX + 1, "what was taken is finished before the end");
}

#[test]
fn the_latest_search_wins_and_the_others_are_never_run() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, answers) = desk(folder.path());
    let (hold, release) = channel::<()>();
    let (begun, has_begun) = channel::<()>();
    let first = Wish::look("slow", move |_| {
        begun.send(()).unwrap();
        release.recv().unwrap();
        Ok(())
    });
    desk.take(first).unwrap();
    has_begun.recv().unwrap();
    for turn in 1..=200 {
        desk.take(Wish::search("hits", turn, Items::default())).unwrap();
    }
    hold.send(()).unwrap();
    assert_eq!(answers.recv().unwrap().tag.what, "slow");
    assert_eq!(answers.recv().unwrap().tag.turn, 200);
}
