//! What goes wrong, drill by drill.

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use serde_json::json;
use std::io::Write;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread::sleep;
use std::time::Duration;
use stories::Caller;
use stories::keeper::data_dir;

use crate::Options;
use crate::load::{Load, Sent};
use crate::world::World;

pub struct Drill {
    pub name: &'static str,
    pub times: usize,
    pub run: fn(&mut World, usize) -> Sent,
}

pub fn all(options: &Options) -> [Drill; 6] {
    [
        Drill { name: "server killed (-9)", times: options.server, run: server },
        Drill { name: "database killed (-9)", times: options.database, run: database },
        Drill { name: "disk hangs for 3 and for 12 s", times: 4, run: hanging },
        Drill { name: "connections to the database cut", times: 200, run: cut_inside },
        Drill { name: "connections of people cut", times: 200, run: cut_outside },
        Drill { name: "clock steps by an hour and back", times: 20, run: clock },
    ]
}

/// A pause that is not the same each time.
fn pause(turn: usize, most: u64) {
    sleep(Duration::from_millis(20 + (turn as u64 * 7919) % most));
}

fn server(world: &mut World, times: usize) -> Sent {
    let load = world.load();
    for turn in 0..times {
        pause(turn, 1000);
        world.server.take().expect("it runs").kill();
        world.start_server();
    }
    load.end()
}

fn signal(process: i32, signal: Signal) {
    let _gone = kill_process(Pid::from_raw(process).expect("a process number"), signal);
}

fn is_alive(process: i32) -> bool {
    test_kill_process(Pid::from_raw(process).expect("a process number")).is_ok()
}

/// The server stays; whoever runs the database starts it again.
fn database(world: &mut World, times: usize) -> Sent {
    let load = world.load();
    for turn in 0..times {
        pause(turn, 900);
        signal(world.postmaster(), Signal::KILL);
        world.restart_database();
        world.recovers();
    }
    load.end()
}

/// What a disk that does not answer looks like from above: no process of PostgreSQL gets anywhere.
fn hanging(world: &mut World, times: usize) -> Sent {
    let load = world.load();
    for turn in 0..times {
        pause(turn, 400);
        let processes = family(world.postmaster());
        for process in &processes {
            signal(*process, Signal::STOP);
        }
        // Longer than a request may take, every other time.
        sleep(Duration::from_secs([3, 12][turn % 2]));
        for process in &processes {
            signal(*process, Signal::CONT);
        }
        pause(turn, 900);
    }
    load.end()
}

/// A process and its children.
fn family(parent: i32) -> Vec<i32> {
    let of = |entry: std::fs::DirEntry| {
        let process: i32 = entry.file_name().to_str()?.parse().ok()?;
        let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
        let is_child = stat.rsplit(") ").next()?.split(' ').nth(1)?.parse() == Ok(parent);
        is_child.then_some(process)
    };
    let all = std::fs::read_dir("/proc").expect("/proc").flatten();
    std::iter::once(parent).chain(all.filter_map(of)).collect()
}

fn cut_inside(world: &mut World, times: usize) -> Sent {
    let load = world.load();
    let url = world.url();
    world.run(async {
        use sqlx::Connection;
        let mut own = sqlx::PgConnection::connect(&url).await.expect("the database answers");
        let one = "select pg_terminate_backend(pid) from pg_stat_activity
                   where pid <> pg_backend_pid() and datname = current_database() order by random() limit 1";
        for turn in 0..times {
            tokio::time::sleep(Duration::from_millis(5 + (turn as u64 * 7919) % 60)).await;
            sqlx::query(one).execute(&mut own).await.expect("it is cut");
        }
    });
    load.end()
}

/// Between the people and the server there is somebody who cuts wherever it hurts.
fn cut_outside(world: &mut World, times: usize) -> Sent {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let through = format!("http://{}", listener.local_addr().expect("its own address"));
    let server = world.address().replace("http://", "");
    std::thread::spawn(move || {
        for (turn, client) in listener.incoming().flatten().enumerate() {
            let server = TcpStream::connect(&server).expect("the server answers");
            // After so many bytes in one direction both are gone; later ones are let through.
            let most = if turn < times { (turn as u64 * 7919) % 1500 } else { u64::MAX };
            for (from, to, most) in [(&client, &server, most), (&server, &client, most)] {
                let (mut from, mut to) = (from.try_clone().expect("a twin"), to.try_clone().expect("a twin"));
                std::thread::spawn(move || {
                    let limited = &mut std::io::Read::take(&mut from, most);
                    let _ended = std::io::copy(limited, &mut to);
                    let _gone = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
                });
            }
        }
    });
    let load = Load::begin(&through);
    sleep(Duration::from_secs(15));
    load.end()
}

fn clock(world: &mut World, times: usize) -> Sent {
    let load = world.load();
    let caller = Caller::new(&world.address());
    for turn in 0..times {
        pause(turn, 400);
        let hour = ["2026-11-16T10:00:00Z", "2026-11-16T09:00:00Z"][turn % 2];
        world.run(caller.post("/test/clock", &json!({ "now": hour }))).expect(204);
    }
    load.end()
}

/// The database and the photos on a disk that gets full, and has room again. Says how many faults there are.
pub fn full_disk(options: &Options) -> usize {
    let name = "disk full for some seconds";
    if !options.asks_for(name) {
        return 0;
    }
    if !rustix::process::geteuid().is_root() {
        println!("{name:34} left out: making a small disk needs root");
        return 0;
    }
    let folder = data_dir();
    let disk = folder.path().join("disk");
    std::fs::create_dir(&disk).expect("a folder");
    let mounted = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=300m,mode=755", "none"])
        .arg(&disk)
        .status();
    assert!(mounted.expect("mount runs").success(), "no disk");
    let faults = fill_it(name, &disk);
    let _gone = std::process::Command::new("umount").arg(&disk).status();
    faults
}

fn fill_it(name: &str, disk: &std::path::Path) -> usize {
    const TIMES: usize = 3;
    let mut world = World::open_in(disk);
    let load = world.load();
    for turn in 0..TIMES {
        pause(turn, 900);
        let filler = disk.join("filler");
        let mut file = std::fs::File::create(&filler).expect("a file");
        while file.write_all(&[1; 4096]).is_ok() {}
        // PostgreSQL may have to end over it; then whoever runs it starts it again.
        sleep(Duration::from_secs(4));
        std::fs::remove_file(&filler).expect("it is there");
        if !is_alive(world.postmaster()) {
            world.restart_database();
        }
        world.recovers();
    }
    let sent = load.end();
    let found = world.verdict(&sent);
    crate::print(name, TIMES, &sent, &found);
    world.close();
    found.lost + found.doubled
}
