//! `redraft serve`: the binary is started, and spoken to as a browser speaks to it, and as nobody
//! should.

use crate::command::{fixture, redraft};
use crate::word::{cases, document, with_parts};
use base64::Engine as _;
use redraft::draft::{Draft, View};
use redraft::read;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// A server that ends with the test.
struct Server {
    /// The program; none where the server runs in this one.
    child: Option<Child>,
    port: u16,
    /// The address that was printed, from the first slash on.
    first: String,
    /// The token with a slash on either side.
    base: String,
}

/// What was answered.
struct Answer {
    status: u16,
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_redraft"))
            .arg("serve")
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Self::at(Some(child), line.trim())
    }

    /// A server in this program, with options that the command does not have.
    fn inside(options: redraft::serve::Options) -> Self {
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            redraft::serve::serve(&options, Vec::new(), |address| {
                tell.send(address.page.clone()).unwrap();
            })
        });
        Self::at(None, &told.recv().unwrap())
    }

    fn at(child: Option<Child>, page: &str) -> Self {
        let rest = page.strip_prefix("http://127.0.0.1:").unwrap();
        let (port, first) = rest.split_once('/').unwrap();
        let token = first.split('/').next().unwrap();
        Self {
            child,
            port: port.parse().unwrap(),
            first: format!("/{first}"),
            base: format!("/{token}/"),
        }
    }

    /// Sends a request as it stands here, and reads the whole answer.
    fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        // A server that refuses early may stop listening before all is said.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Answer::of(&bytes)
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut all = vec![("Connection", "close".to_owned())];
        if !headers.iter().any(|(name, _)| *name == "Host") {
            all.push(("Host", format!("127.0.0.1:{}", self.port)));
        }
        if !body.is_empty() || method == "POST" {
            all.push(("Content-Length", body.len().to_string()));
        }
        all.extend(
            headers
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned())),
        );
        let head: String = all
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        let mut request = format!("{method} {path} HTTP/1.1\r\n{head}\r\n").into_bytes();
        request.extend_from_slice(body);
        self.raw(&request)
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", &format!("{}{path}", self.base), &[], b"")
    }

    /// Puts a draft in; its number.
    #[track_caller]
    fn put(&self, name: &str, bytes: &[u8]) -> u64 {
        let answer = self.send(name, bytes);
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()["number"].as_u64().unwrap()
    }

    fn send(&self, name: &str, bytes: &[u8]) -> Answer {
        let path = format!("{}drafts?name={}", self.base, escaped(name));
        self.ask("POST", &path, &[], bytes)
    }

    /// Expects it to do its work as before.
    #[track_caller]
    fn is_alive(&self) {
        let answer = self.get("");
        assert_eq!(answer.status, 200, "{}", answer.text());
        let number = self.put("alive.md", b"resolves\n\n1 that States act;\n");
        let gone = self.ask("DELETE", &format!("{}drafts/{number}", self.base), &[], b"");
        assert_eq!(gone.status, 204);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Answer {
    fn of(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let headers: HashMap<String, String> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        Self {
            status: status.and_then(|status| status.parse().ok()).unwrap_or(0),
            headers,
            body: bytes.get(end + 4..).unwrap_or_default().to_vec(),
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    #[track_caller]
    fn message(&self) -> String {
        self.json()["message"].as_str().unwrap().to_owned()
    }
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(fixture(name)).unwrap()
}

fn res140() -> [String; 2] {
    ["guadalajara-2010.md", "dl23-rev2-busan-2014.md"]
        .map(|name| fixture(&format!("res140/{name}")))
}

#[test]
fn drafts_of_the_command_line_are_there_and_lead_to_their_redline() {
    let [older, newer] = res140();
    let server = Server::start(&[&older, &newer]);
    assert_eq!(server.first, format!("{}redline?drafts=1.2", server.base));
    let page = server.get("redline?drafts=1.2");
    assert_eq!(page.status, 200);
    // The page is fed by what the command publishes.
    let published = redraft("report --to json")
        .argument(&older)
        .argument(&newer)
        .exits(1)
        .json();
    let mut served = server.get("report.json?drafts=1.2").json();
    for (draft, one) in served["drafts"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .zip(published["drafts"].as_array().unwrap())
    {
        draft["source"] = one["source"].clone();
    }
    assert_eq!(served["pieces"], published["pieces"]);
    assert_eq!(served["drafts"], published["drafts"]);
    let text = page.text();
    assert_eq!(unpacked(&text)["pieces"], published["pieces"]);
    let read = server.get("drafts").json();
    assert_eq!(read[1]["name"], "dl23-rev2-busan-2014");
    assert_eq!(read[1]["format"], "Markdown");
    assert!(read[1]["passages"].as_u64().unwrap() > 10);
    assert!(!read[1]["findings"].as_array().unwrap().is_empty());
    let between = server.get("summary?drafts=1.2").json();
    assert!(between["amended"].as_u64().unwrap() > 10);
    let back = server.get("summary?drafts=2.1").json();
    assert_eq!(between["inserted"], back["deleted"]);
}

/// The data of a page.
fn unpacked(page: &str) -> serde_json::Value {
    let data = page.split("id=\"data\">").nth(1).unwrap();
    let data = data.split("</script>").next().unwrap();
    let packed = base64::engine::general_purpose::STANDARD
        .decode(data)
        .unwrap();
    serde_json::from_reader(flate2::read::GzDecoder::new(packed.as_slice())).unwrap()
}

#[test]
fn every_answer_forbids_what_no_page_of_ours_needs() {
    let server = Server::start(&[]);
    assert_eq!(server.first, server.base);
    let one = server.put("a.md", b"resolves\n\n1 that States act;\n");
    for path in [
        "",
        "drafts",
        &format!("redline?drafts={one}"),
        "nothing",
        "redline?drafts=9",
        &format!("take/clean.md?drafts={one}"),
    ] {
        let answer = server.get(path);
        let header = |name: &str| answer.headers.get(name).cloned().unwrap_or_default();
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert!(
            !answer
                .headers
                .keys()
                .any(|name| name.starts_with("access-control"))
        );
    }
}

#[test]
fn other_names_origins_and_tokens_get_nothing() {
    let server = Server::start(&[&fixture("pairs/02.brackets.1-older.md")]);
    let here = format!("127.0.0.1:{}", server.port);
    let asked = |method: &str, path: &str, headers: &[(&str, &str)]| {
        server.ask(method, path, headers, b"").status
    };
    assert_eq!(asked("GET", &server.base, &[("Host", &here)]), 200);
    assert_eq!(
        asked(
            "GET",
            &server.base,
            &[("Host", &format!("localhost:{}", server.port))]
        ),
        200
    );
    for host in [
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:1",
        &format!("evil.example:{}", server.port),
    ] {
        assert_eq!(asked("GET", &server.base, &[("Host", host)]), 421, "{host}");
        assert_eq!(
            asked(
                "DELETE",
                &format!("{}drafts/1", server.base),
                &[("Host", host)]
            ),
            421,
            "{host}"
        );
    }
    let draft = format!("{}drafts/1", server.base);
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        assert_eq!(
            asked("DELETE", &draft, &[("Origin", origin)]),
            403,
            "{origin}"
        );
    }
    assert_eq!(
        asked("DELETE", &draft, &[("Sec-Fetch-Site", "cross-site")]),
        403
    );
    assert_eq!(
        asked(
            "GET",
            &format!("{}drafts", server.base),
            &[
                ("Sec-Fetch-Site", "cross-site"),
                ("Sec-Fetch-Mode", "no-cors"),
                ("Sec-Fetch-Dest", "script")
            ]
        ),
        403
    );
    // Without the token there is nothing.
    for path in [
        "/",
        "/drafts",
        "/redline?drafts=1",
        "/00000000000000000000000000000000/",
        "/00000000000000000000000000000000/drafts",
    ] {
        assert_eq!(asked("GET", path, &[]), 404, "{path}");
    }
    assert_eq!(
        asked("GET", "/open/00000000000000000000000000000000", &[]),
        404
    );
    assert_eq!(asked("GET", &server.base, &[]), 200);
    // Nothing of all this took the draft away.
    assert_eq!(server.get("drafts").json().as_array().unwrap().len(), 1);
    assert_eq!(
        asked(
            "DELETE",
            &draft,
            &[
                ("Origin", &format!("http://{here}")),
                ("Sec-Fetch-Site", "same-origin")
            ]
        ),
        204
    );
    assert_eq!(server.get("drafts").json().as_array().unwrap().len(), 0);
}

#[test]
fn only_this_computer_can_reach_it() {
    let server = Server::start(&[]);
    // Any other address of this computer is not listened at.
    let others = ["127.0.0.2", "::1"];
    for other in others {
        assert!(TcpStream::connect((other, server.port)).is_err(), "{other}");
    }
    server.is_alive();
}

#[test]
fn files_that_mean_harm_get_a_message_and_the_server_lives() {
    let server = Server::start(&["--max-megabytes", "2"]);
    let (_, word, _) = cases().swap_remove(0);
    let packed = |inside: &str| {
        let change = |name: &str, text: String| {
            if name == "word/document.xml" {
                inside.to_owned()
            } else {
                text
            }
        };
        with_parts(&word, change, &[])
    };
    let bomb = format!(
        "<w:document><w:body><w:p/>{}</w:body></w:document>",
        " ".repeat(17_000_000)
    );
    let deep = format!(
        "<w:document><w:body>{}",
        "<w:tbl><w:tr><w:tc>".repeat(50_000)
    );
    let noise: Vec<u8> = (0..100_000_u32)
        .map(|k| (k.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    let cases: [(&str, Vec<u8>, u16, &str); 16] = [
        ("empty.md", Vec::new(), 422, "empty"),
        ("spaces.txt", b"  \n\t\n".to_vec(), 422, "empty"),
        (
            "huge.txt",
            b"resolves to act ".repeat(150_000),
            413,
            "larger than 2 MB",
        ),
        ("bomb.docx", packed(&bomb), 422, "unpacks to far more"),
        (
            "lines.txt",
            b"1\n\n".repeat(300_000),
            422,
            "lines in 0.9 MB of text",
        ),
        ("deep.docx", packed(&deep), 422, "deep"),
        ("cut.docx", word[..word.len() / 2].to_vec(), 422, "ZIP"),
        ("head.docx", b"PK\x03\x04".to_vec(), 422, "ZIP"),
        ("sheet.docx", packed("<workbook/>"), 422, "w:body"),
        (
            "old.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".repeat(100),
            422,
            "old .doc",
        ),
        ("paper.pdf", b"%PDF-1.7\n%...".to_vec(), 422, "PDF"),
        (
            "picture.png",
            b"\x89PNG\r\n\x1a\n\0\0\0".to_vec(),
            422,
            "picture",
        ),
        ("noise.bin", noise, 422, "not text"),
        ("foreign.json", b"{\"a\": [1, 2]}".to_vec(), 422, "JSON"),
        (
            "deep.json",
            format!("{{\"a\":{}", "[".repeat(200_000)).into_bytes(),
            422,
            "JSON",
        ),
        (
            "strikes.md",
            "~~".repeat(100_000).into_bytes(),
            422,
            "100000 marks",
        ),
    ];
    for (name, bytes, status, says) in cases {
        let answer = server.send(name, &bytes);
        assert_eq!(answer.status, status, "{name}: {}", answer.text());
        let message = answer.message();
        assert!(message.contains(says), "{name}: {message}");
        server.is_alive();
    }
    assert_eq!(server.get("drafts").json().as_array().unwrap().len(), 0);
    // Strange, but texts.
    for text in [
        "[".repeat(40_000),
        "(a) ".repeat(50_000),
        "~~".repeat(50_000),
        "1 a\n\n".repeat(20_000),
    ] {
        let number = server.put("strange.txt", text.as_bytes());
        server.is_alive();
        server.ask(
            "DELETE",
            &format!("{}drafts/{number}", server.base),
            &[],
            b"",
        );
    }
}

#[test]
fn requests_that_are_none_get_a_message_and_the_server_lives() {
    let server = Server::start(&[]);
    let host = format!("Host: 127.0.0.1:{}\r\nConnection: close\r\n", server.port);
    let base = &server.base;
    for request in [
        "\0\0\0\0".to_owned(),
        "GET".to_owned(),
        format!("GET {base} HTTP/9.9\r\n{host}\r\n"),
        format!("POST {base}drafts HTTP/1.1\r\n{host}Content-Length: 99999999999999999999\r\n\r\n"),
        format!("POST {base}drafts?name=a HTTP/1.1\r\n{host}Content-Length: 1000\r\n\r\nshort"),
        format!(
            "POST {base}drafts?name=a HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nzz\r\n"
        ),
        format!("GET {base}{} HTTP/1.1\r\n{host}\r\n", "a".repeat(500_000)),
    ] {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        let _ = stream.write_all(request.as_bytes());
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let _ = stream.read_to_end(&mut Vec::new());
    }
    server.is_alive();
    let one = server.put("a.md", b"resolves\n\n1 that States act;\n");
    for (path, status) in [
        ("summary".to_owned(), 400),
        ("summary?drafts=".to_owned(), 400),
        ("summary?drafts=x".to_owned(), 400),
        ("summary?drafts=77".to_owned(), 404),
        (format!("summary?drafts={}", vec!["1"; 500].join(".")), 413),
        (format!("take/clean.md?drafts={one}&newer=9"), 400),
        (format!("take/clean.md?drafts={one}&brackets=eat"), 400),
        (format!("take/clean.md?drafts={one}&newer=x"), 400),
        (format!("take/evil.exe?drafts={one}"), 404),
    ] {
        let answer = server.get(&path);
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        assert!(!answer.message().is_empty());
    }
    let posted = format!("{base}drafts");
    assert_eq!(server.ask("POST", &posted, &[], b"x").status, 400);
    assert_eq!(server.ask("PUT", &posted, &[], b"x").status, 405);
    server.is_alive();
}

#[test]
fn there_is_a_limit_to_all_together() {
    let server = Server::start(&["--max-megabytes", "1"]);
    let text = format!("resolves\n\n1 {}\n", "to act ".repeat(130_000));
    for _ in 0..4 {
        server.put("large.txt", text.as_bytes());
    }
    let refused = server.send("large.txt", text.as_bytes());
    assert_eq!(refused.status, 413);
    assert!(
        refused.message().contains("together"),
        "{}",
        refused.message()
    );
    server.ask("DELETE", &format!("{}drafts/1", server.base), &[], b"");
    server.put("large.txt", text.as_bytes());
}

#[test]
fn what_a_draft_and_a_name_say_is_never_markup() {
    let server = Server::start(&[]);
    let evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";
    let draft = |act: &str| format!("resolves\n\n1 that {evil} [{evil}] {act};\n");
    let name = format!("{evil}\r\nX-Evil: 1\u{202e}.md");
    let one = server.put(&name, draft("acts").as_bytes());
    let two = server.put(&name, draft("stays").as_bytes());
    let list = format!("{one}.{two}");
    for path in [
        String::new(),
        format!("redline?drafts={list}"),
        format!("take/page.html?drafts={list}"),
    ] {
        let text = server.get(&path).text();
        assert!(!text.contains("<script>alert"), "{path}");
        assert!(!text.contains("<img"), "{path}");
        assert!(text.contains("alert(1)"), "{path}: the words are there");
    }
    let file = server.get(&format!("take/redline.md?drafts={list}"));
    assert!(!file.headers.contains_key("x-evil"));
    let disposition = &file.headers["content-disposition"];
    assert!(
        disposition.starts_with("attachment; filename=\""),
        "{disposition}"
    );
    assert!(
        !disposition.contains(['<', '>', '\u{202e}']),
        "{disposition}"
    );
}

/// The words and labels of one text of a draft, without white space: a Word file has its own behind
/// labels and at the ends.
fn lines(draft: &Draft, view: View) -> Vec<String> {
    let clean = draft.view(view);
    let lines = clean
        .paragraphs
        .iter()
        .map(|p| p.labelled_text(View::Revised));
    lines
        .map(|line| line.split_whitespace().collect::<String>())
        .filter(|line| !line.is_empty())
        .collect()
}

#[track_caller]
fn read_back(file: &[u8], name: &str) -> Draft {
    read::read(file, name, None).unwrap()
}

/// All rejected is the older draft, all accepted the newer one.
#[track_caller]
fn holds_both(file: &[u8], name: &str, older: &Draft, newer: &Draft) {
    let redline = read_back(file, name);
    assert_eq!(lines(&redline, View::Base), lines(older, View::Revised));
    assert_eq!(lines(&redline, View::Revised), lines(newer, View::Revised));
}

#[test]
fn what_is_taken_away_holds_what_was_put_in() {
    let server = Server::start(&[]);
    let (_, word_older, word_newer) = cases().swap_remove(0);
    let [older, newer] = res140().map(|path| std::fs::read(path).unwrap());
    server.put("older.md", &older);
    server.put("newer.md", &newer);
    server.put("older.docx", &word_older);
    server.put("newer.docx", &word_newer);
    let take = |what: &str, rest: &str| {
        let answer = server.get(&format!("take/{what}?{rest}"));
        assert_eq!(answer.status, 200, "{what}: {}", answer.text());
        let disposition = answer.headers["content-disposition"].clone();
        (answer.body, disposition)
    };
    let draft = |bytes: &[u8]| read::read(bytes, "x", None).unwrap();
    // Two texts: a Word file of its own, which holds both.
    let (file, name) = take("redline.docx", "drafts=1.2&author=Ruritania");
    assert!(name.contains("older%20to%20newer%20redline.docx"), "{name}");
    holds_both(&file, "a.docx", &draft(&older), &draft(&newer));
    let xml = crate::word::main_part(&file);
    assert!(xml.contains("w:author=\"Ruritania\""));
    // Two Word files: the newer one itself.
    let (file, _) = take("redline.docx", "drafts=3.4");
    holds_both(&file, "a.docx", &draft(&word_older), &draft(&word_newer));
    let (again, _) = take("redline.docx", "drafts=4.3&older=2&newer=1");
    assert_eq!(file, again, "the pair counts, not the list");
    // A Word file against a text.
    let (file, _) = take("redline.docx", "drafts=3.1");
    holds_both(&file, "a.docx", &draft(&word_older), &draft(&older));
    // Markdown.
    let (file, _) = take("redline.md", "drafts=1.2");
    holds_both(&file, "a.md", &draft(&older), &draft(&newer));
    // What the command itself makes of them.
    let by_command = |command: &str| {
        redraft(command)
            .file("newer.md", &newer)
            .file("older.md", &older)
            .exits(0)
            .stdout
    };
    let (file, _) = take("clean.md", "drafts=1.2");
    assert_eq!(
        String::from_utf8(file).unwrap(),
        by_command("clean newer.md --to markdown")
    );
    let (file, _) = take("clean.md", "drafts=1.2&brackets=drop&renumber=true");
    assert_eq!(
        String::from_utf8(file).unwrap(),
        by_command("clean newer.md --to markdown --brackets drop --renumber")
    );
    let (file, _) = take("clean.docx", "drafts=1.2&brackets=text");
    let clean = read_back(&file, "clean.docx");
    assert!(!clean.is_marked());
    let (file, _) = take("clean.docx", "drafts=3.4");
    assert_eq!(
        lines(&read_back(&file, "a.docx"), View::Revised),
        lines(&draft(&word_newer), View::Revised)
    );
    // The page stands alone.
    let (file, _) = take("page.html", "drafts=1.2");
    let page = String::from_utf8(file).unwrap();
    assert!(
        page.contains("id=\"data\"")
            && !page.contains("connect-src")
            && !page.contains("take-away")
    );
    // Brackets.
    let (file, _) = take("brackets.csv", "drafts=1.2");
    let register = redraft("brackets newer.md --to csv")
        .file("newer.md", &newer)
        .exits(1)
        .stdout;
    assert_eq!(
        String::from_utf8(file).unwrap(),
        format!("\u{feff}{register}")
    );
    let (file, _) = take("lives.csv", "drafts=1.2");
    assert!(
        String::from_utf8(file)
            .unwrap()
            .starts_with("\u{feff}number,section")
    );
    let (file, _) = take("brackets.xlsx", "drafts=1.2");
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut sheets = String::new();
    book.by_name("xl/workbook.xml")
        .unwrap()
        .read_to_string(&mut sheets)
        .unwrap();
    for sheet in ["brackets", "lives", "burn-down"] {
        assert!(sheets.contains(&format!("name=\"{sheet}\"")), "{sheets}");
    }
}

#[test]
fn the_text_before_a_drafts_own_changes_can_be_meant() {
    let server = Server::start(&[]);
    let one = server.put(
        "a.md",
        b"resolves\n\n1 that States ~~should~~<ins>shall</ins> act;\n",
    );
    assert_eq!(server.get("drafts").json()[0]["marked"], true);
    let clean = |list: String| server.get(&format!("take/clean.md?drafts={list}")).text();
    assert!(clean(format!("{one}")).contains("States shall act"));
    assert!(clean(format!("{one}b")).contains("States should act"));
    let own = server.get(&format!("summary?drafts={one}b.{one}")).json();
    assert_eq!(own["amended"], 1);
}

#[test]
fn a_cell_is_never_a_formula() {
    let server = Server::start(&[]);
    let one = server.put(
        "a.md",
        "resolves\n\n1 to act [=HYPERLINK(\"x\")];\n\n2 to [+1];\n".as_bytes(),
    );
    let text = server
        .get(&format!("take/brackets.csv?drafts={one}"))
        .text();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    for record in reader.records() {
        for cell in &record.unwrap() {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell}"
            );
        }
    }
}

#[test]
fn many_at_once_get_their_answers() {
    let [older, newer] = res140();
    let server = Server::start(&[&older, &newer]);
    std::thread::scope(|scope| {
        let asked: Vec<_> = (0..12)
            .map(|k| {
                let server = &server;
                let list = if k % 2 == 0 { "1.2" } else { "2.1" };
                scope.spawn(move || server.get(&format!("redline?drafts={list}")).status)
            })
            .collect();
        for one in asked {
            assert_eq!(one.join().unwrap(), 200);
        }
    });
}

#[test]
fn a_draft_that_was_removed_is_said_to_be() {
    let server = Server::start(&[]);
    let one = server.put("a.md", b"resolves\n\n1 that States act;\n");
    let path = format!("redline?drafts={one}");
    assert_eq!(server.get(&path).status, 200);
    server.ask("DELETE", &format!("{}drafts/{one}", server.base), &[], b"");
    let answer = server.get(&path);
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("not here any more"));
    assert!(answer.headers["content-type"].starts_with("text/html"));
}

#[cfg(unix)]
#[test]
fn it_ends_when_it_is_asked_to() {
    for sign in ["-INT", "-TERM"] {
        let mut server = Server::start(&[]);
        // A connection that nobody closes does not keep it.
        let _open = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        let pid = server.child.as_ref().unwrap().id().to_string();
        Command::new("kill").args([sign, &pid]).status().unwrap();
        assert_eq!(
            server.child.as_mut().unwrap().wait().unwrap().code(),
            Some(0)
        );
    }
}

#[test]
fn trouble_at_the_start_is_told() {
    let server = Server::start(&[]);
    redraft("serve --port")
        .argument(&server.port.to_string())
        .exits(2)
        .warns("--port 0 takes any port that is free");
    redraft("serve no-such-file.md")
        .exits(2)
        .warns("no such file");
}

/// A defect in a reader must end a request and nothing else: that needs panics that unwind, in a
/// release, too.
#[test]
fn a_release_unwinds() {
    let manifest = include_str!("../../Cargo.toml");
    let manifest: toml::Table = toml::from_str(manifest).unwrap();
    let panics = manifest["profile"]["release"].get("panic");
    assert!(panics.is_none_or(|panics| panics.as_str() == Some("unwind")));
}

#[test]
fn a_document_of_words_alone_is_read() {
    let server = Server::start(&[]);
    server.put(
        "plain.docx",
        &document("<w:p><w:r><w:t>1. Decides to meet;</w:t></w:r></w:p>"),
    );
    server.put("bytes.txt", &bytes("odd/not-quite-utf-8.txt"));
    server.is_alive();
}

/// The beginning of a file of 5 MB.
fn half_an_upload(server: &Server) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    let (base, port) = (&server.base, server.port);
    write!(
        stream,
        "POST {base}drafts?name=a.md HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 5000000\r\n\r\nresolves"
    )
    .unwrap();
    stream
}

#[test]
fn whoever_stalls_takes_no_place_from_others() {
    let server = Server::start(&[]);
    let stalled: Vec<TcpStream> = (0..40).map(|_| half_an_upload(&server)).collect();
    let half_said: Vec<TcpStream> = (0..150)
        .map(|_| {
            let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nHost: 127").unwrap();
            stream
        })
        .collect();
    server.is_alive();
    drop((stalled, half_said));
    server.is_alive();
}

#[test]
fn whoever_stalls_is_let_go() {
    use std::time::Duration;
    let short = Duration::from_millis(50);
    let server = Server::inside(redraft::serve::Options {
        patience: redraft::serve::Patience {
            head: short,
            pause: short,
            answer: short,
            ..Default::default()
        },
        ..Default::default()
    });
    let closed = |mut stream: TcpStream| {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Answer::of(&bytes)
    };
    let answer = closed(half_an_upload(&server));
    assert_eq!(answer.status, 408, "{}", answer.text());
    assert!(answer.message().contains("stopped coming"));
    let mut half_said = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    half_said.write_all(b"GET / HT").unwrap();
    assert_eq!(closed(half_said).text(), "");
    // Nothing said at all.
    let silent = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    assert_eq!(closed(silent).text(), "");
    server.is_alive();
}

#[test]
fn a_file_that_comes_drop_by_drop_is_let_go() {
    use std::time::Duration;
    let server = Server::inside(redraft::serve::Options {
        patience: redraft::serve::Patience {
            file: Duration::from_millis(200),
            ..Default::default()
        },
        ..Default::default()
    });
    let mut stream = half_an_upload(&server);
    let mut drops = stream.try_clone().unwrap();
    // Nobody sends 5 MB byte by byte in the time that there is.
    std::thread::spawn(move || while drops.write_all(b".").is_ok() {});
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let answer = Answer::of(&bytes);
    assert_eq!(answer.status, 408, "{}", answer.text());
    server.is_alive();
}

#[test]
fn memory_is_asked_for_before_it_is_taken() {
    let server = Server::inside(redraft::serve::Options {
        memory: Some(80_000_000),
        ..Default::default()
    });
    let text = |clauses: usize| {
        (1..=clauses).fold("resolves\n\n".to_owned(), |text, k| {
            text + &format!("{k}. to act within {k} days;\n\n")
        })
    };
    // It may take more than there is, even alone.
    let refused = server.send("large.txt", text(120_000).as_bytes());
    assert_eq!(refused.status, 413, "{}", refused.text());
    assert!(refused.message().contains("MB of memory"));
    assert!(refused.message().contains("too large for this server"));
    // Drafts keep what they take, until there is too little for the next.
    let middle = text(30_000);
    let mut numbers = Vec::new();
    let refused = loop {
        let answer = server.send("middle.txt", middle.as_bytes());
        if answer.status != 201 {
            break answer;
        }
        numbers.push(answer.json()["number"].as_u64().unwrap());
        assert!(numbers.len() < 60, "nothing is counted");
    };
    assert!(!numbers.is_empty());
    assert_eq!(refused.status, 413, "{}", refused.text());
    assert!(
        refused
            .message()
            .contains("remove some that you do not need")
    );
    for number in numbers {
        let path = format!("{}drafts/{number}", server.base);
        assert_eq!(server.ask("DELETE", &path, &[], b"").status, 204);
    }
    server.put("middle.txt", middle.as_bytes());
    server.is_alive();
}

#[test]
fn messages_are_in_plain_words() {
    let server = Server::start(&[]);
    let one = server.put("a.md", b"resolves\n\n1 that States act;\n");
    for (method, path) in [
        ("GET", "summary"),
        ("GET", "summary?drafts"),
        ("GET", "summary?draft=1"),
        ("POST", "drafts"),
        ("POST", "drafts?file=x"),
        ("PUT", "drafts?name=x"),
        ("DELETE", "drafts/none"),
        ("DELETE", "drafts/-1"),
        ("DELETE", "drafts/99999999999999999999"),
        ("GET", "take/clean.md?drafts=1&newer=x"),
        ("GET", "take/clean.md?drafts=1&renumber=perhaps"),
        ("GET", "take/%ff?drafts=1"),
        ("GET", "nothing/here"),
    ] {
        let path = format!("{}{path}", server.base);
        let answer = server.ask(method, &path, &[], b"");
        assert!((400..500).contains(&answer.status), "{path}");
        let message = answer.message();
        for word in [
            "deserialize",
            "Failed",
            "Invalid",
            "missing field",
            "parse",
            "UTF-8",
            "`",
        ] {
            assert!(!message.contains(word), "{path}: {message}");
        }
        assert!(message.contains(' '), "{path}: {message}");
    }
    assert_eq!(
        server.get(&format!("summary?drafts={one}.{one}")).status,
        200
    );
}

#[test]
fn an_answer_comes_whole_whatever_its_length() {
    let server = Server::start(&[]);
    let text = |k: u32| {
        (1..3000).fold(String::new(), |text, n| {
            text + &format!("{n}. to act {k};\n\n")
        })
    };
    let (one, two) = (
        server.put("1.md", text(1).as_bytes()),
        server.put("2.md", text(2).as_bytes()),
    );
    let answer = server.get(&format!("report.json?drafts={one}.{two}"));
    assert!(answer.body.len() > 200_000, "{}", answer.body.len());
    let length: usize = answer.headers["content-length"].parse().unwrap();
    assert_eq!(length, answer.body.len());
    answer.json();
}
