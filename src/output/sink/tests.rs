//! The sinks against a listener, a folder and a device that any machine has.

use std::io::Read;
use std::net::TcpListener;

use super::*;

fn sheet(bill: &str) -> Sheet {
    Sheet {
        bill: Clean::new(bill).unwrap(),
        text: vec!["小票".to_owned(), "应收 1.00".to_owned()],
        bytes: vec![0x1b, b'@', b'x'],
    }
}

#[test]
fn printers_are_read_as_settings_name_them() {
    let table = [
        ("tcp://192.168.1.9:9100", Printer::Tcp("192.168.1.9:9100".into())),
        ("tcp://till-printer", Printer::Tcp("till-printer:9100".into())),
        ("tcp://[fe80::1]:9101/", Printer::Tcp("[fe80::1]:9101".into())),
        ("tcp://[fe80::1]", Printer::Tcp("[fe80::1]:9100".into())),
        ("/dev/usb/lp0", Printer::Device("/dev/usb/lp0".into())),
        ("\\\\.\\LPT1", Printer::Device("\\\\.\\LPT1".into())),
        ("file:slips", Printer::File("slips".into())),
        ("none", Printer::None),
        ("", Printer::None),
    ];
    for (text, printer) in table {
        assert_eq!(text.parse::<Printer>().unwrap(), printer, "{text}");
        assert_eq!(printer.to_string().parse::<Printer>().unwrap(), printer);
    }
    for text in [
        "lp0",
        "tcp://",
        "tcp://:9100",
        "tcp://a:0",
        "tcp://a:b",
        "tcp://a b:1",
        "file:",
        "/",
        "/dev/\u{1b}x",
    ] {
        assert_eq!(text.parse::<Printer>().unwrap_err().code(), "setting.invalid", "{text}");
    }
}

#[test]
fn a_network_printer_gets_every_byte() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    let printing = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut got = Vec::new();
        stream.read_to_end(&mut got).unwrap();
        got
    });
    let mut long = sheet("1");
    long.bytes = (0..=255_u8).cycle().take(200_000).collect();
    let printer: Printer = format!("tcp://{addr}").parse().unwrap();
    assert_eq!(printer.send(&long).unwrap(), Sent::Tcp(addr.to_string()));
    assert_eq!(printing.join().unwrap(), long.bytes);
}

#[test]
fn a_network_printer_without_paper_is_given_up_on() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap().to_string();
    // More than the buffers of both ends hold, and nobody reads.
    let endless = vec![b'x'; 32 << 20];
    let error = to_tcp(&addr, &endless, Duration::from_millis(50)).unwrap_err();
    assert!(matches!(error, PrintFailed::Stuck { .. }), "{error}");
    drop(listener);
}

#[test]
fn a_printer_that_is_off_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap().to_string();
    drop(listener);
    let error = Printer::Tcp(addr.clone()).send(&sheet("1")).unwrap_err();
    assert!(matches!(error, PrintFailed::Unreachable { .. }), "{error}");
    assert!(error.to_string().contains(&addr));
}

#[test]
fn files_are_never_overwritten() {
    let home = tempfile::tempdir().unwrap();
    let printer = Printer::File(home.path().join("slips"));
    let names = ["S01-47", "S01-47-2", "S01-47-3"];
    for name in names {
        let Sent::Files { text, bytes } = printer.send(&sheet("S01-47")).unwrap() else { panic!() };
        assert_eq!(text.file_name().unwrap().to_str().unwrap(), format!("{name}.txt"));
        assert_eq!(std::fs::read_to_string(&text).unwrap(), "小票\n应收 1.00\n");
        assert_eq!(std::fs::read(&bytes).unwrap(), sheet("1").bytes);
    }
    let Sent::Files { text, .. } = printer.send(&sheet("../../etc/x")).unwrap() else { panic!() };
    assert_eq!(text, home.path().join("slips").join("______etc_x.txt"));
}

#[cfg(unix)]
#[test]
fn slips_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("slips");
    let Sent::Files { text, .. } = Printer::File(folder.clone()).send(&sheet("1")).unwrap() else { panic!() };
    assert_eq!(std::fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(std::fs::metadata(text).unwrap().permissions().mode() & 0o777, 0o600);
}

#[cfg(unix)]
#[test]
fn a_device_is_written_and_an_ordinary_file_is_not() {
    assert_eq!(
        Printer::Device("/dev/null".into()).send(&sheet("1")).unwrap(),
        Sent::Device("/dev/null".into())
    );
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = Printer::Device(file.path().to_owned()).send(&sheet("1")).unwrap_err();
    assert!(matches!(error, PrintFailed::NotADevice { .. }), "{error}");
    assert!(matches!(
        Printer::Device("/dev/no-such-printer".into()).send(&sheet("1")).unwrap_err(),
        PrintFailed::Io { .. }
    ));
    assert_eq!(Printer::None.send(&sheet("1")).unwrap(), Sent::Nowhere);
}
